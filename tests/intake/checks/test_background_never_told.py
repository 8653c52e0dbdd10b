"""Background of nobody."""


def test_passes(delivery):
    assert delivery.told("background_never_told") == []


def test_fails(delivery):
    assert delivery.all("child", koen="3").told("background_never_told") == [
        "data/raw/proeve/2024/child.csv: column koen: found nothing told of gender, expected a category on some forms."
    ]
