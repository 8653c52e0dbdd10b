"""A centre without a denominator."""


def test_passes(delivery):
    assert delivery.told("invited_missing") == []


def test_fails(delivery):
    delivery.invited = [row for row in delivery.invited if (row["centre"], row["role"]) not in {("C1", "parent"), ("C3", "parent")}]
    assert delivery.told("invited_missing") == [
        "data/raw/proeve/2024/invited.csv: role parent: found nobody invited in alfa, gamma, expected how many were invited there."
    ]
