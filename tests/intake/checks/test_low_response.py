"""Few answered."""


def test_passes(delivery):
    assert delivery.told("low_response") == []


def test_fails(delivery):
    for row in delivery.invited:
        if row["role"] == "parent":
            row["invited"] = "40"
    assert delivery.told("low_response") == [
        "data/raw/proeve/2024/parent.csv: response of parent: found 40 of 160 invited (25 %), expected at least 60 %."
    ]
