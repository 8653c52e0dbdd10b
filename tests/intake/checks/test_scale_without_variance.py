"""A scale all score alike on."""


def test_passes(delivery):
    assert delivery.told("scale_without_variance") == []


def test_fails(delivery):
    assert delivery.all("parent", f1="4", f2="5").told("scale_without_variance") == [
        "data/raw/proeve/2024/parent.csv: scale parent_one: found one score on all 40 forms, expected scores that differ."
    ]
