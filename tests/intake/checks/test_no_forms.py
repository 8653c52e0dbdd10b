"""A header alone."""


def test_passes(delivery):
    assert delivery.told("no_forms") == []


def test_fails_for_a_header_alone(delivery):
    delivery.damage("leader.csv", lambda data: data.splitlines(keepends=True)[0])
    assert delivery.told("no_forms") == ["data/raw/proeve/2024/leader.csv: file: found a header and no forms, expected at least one form."]
