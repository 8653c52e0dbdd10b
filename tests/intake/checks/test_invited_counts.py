"""Denominators that cannot be."""


def test_passes(delivery):
    assert delivery.told("invited_counts") == []


def test_fails_with_every_row(delivery):
    delivery.invited[0] |= {"centre": "C7", "role": "chlid", "invited": "x"}
    delivery.invited[1] |= {"no_consent": "99"}
    assert delivery.told("invited_counts") == [
        "data/raw/proeve/2024/invited.csv: row 2, centre: found 'C7', expected a centre of the register. Did you mean 'c6'?",
        "data/raw/proeve/2024/invited.csv: row 2, role: found 'chlid', expected one of 'child', 'contact', 'staff', 'leader', 'parent'. "
        "Did you mean 'child'?",
        "data/raw/proeve/2024/invited.csv: row 2, invited: found 'x', expected a whole number.",
        "data/raw/proeve/2024/invited.csv: row 3, no_consent: found 99, expected at most the 13 invited.",
    ]
