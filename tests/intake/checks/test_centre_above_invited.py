"""A centre with more answers than invitations."""


def test_passes(delivery):
    assert delivery.told("centre_above_invited") == []


def test_fails(delivery):
    delivery.invited[1]["invited"] = "9"
    assert delivery.told("centre_above_invited") == [
        "data/raw/proeve/2024/invited.csv: beta, child: found 9 invited, expected at least the 12 who answered."
    ]
