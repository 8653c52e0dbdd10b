"""A centre where few answered."""


def test_passes(delivery):
    assert delivery.told("low_response_in_centre") == []


def test_fails(delivery):
    for row in delivery.invited:
        if (row["role"], row["centre"]) in {("parent", "C1"), ("parent", "C6")}:
            row["invited"] = "60"
    assert delivery.told("low_response_in_centre") == [
        "data/raw/proeve/2024/parent.csv: response of parent by centre: found alfa 10 of 60, zeta 10 of 60, expected at least 30 %."
    ]
