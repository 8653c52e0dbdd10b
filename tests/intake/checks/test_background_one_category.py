"""All girls."""


def test_passes(delivery):
    assert delivery.told("background_one_category") == []


def test_fails(delivery):
    assert delivery.all("child", koen="1").told("background_one_category") == [
        "data/raw/proeve/2024/child.csv: column koen: found one category of gender on all 48 forms, expected several."
    ]
