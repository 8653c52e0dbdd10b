"""A child of two ages."""


def test_passes(delivery):
    assert delivery.told("age_told_differently") == []


def test_fails(delivery):
    delivery.change("contact", 9, alder="30")
    assert delivery.told("age_told_differently") == [
        "data/raw/proeve/2024/contact.csv: age, 1 row: 9: found more than 3 months from the age in data/raw/proeve/2024/child.csv, "
        "expected one age a child."
    ]
