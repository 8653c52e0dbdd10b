"""A centre that is gone."""


def test_passes(delivery):
    assert delivery.after().told("centre_gone") == []


def test_passes_over_a_wave_before_that_was_not_made(delivery):
    assert delivery.result("centre_gone").reason == "the wave before (2022) has not been made yet"


def test_fails(delivery):
    delivery.rows["child"] = [row for row in delivery.rows["child"] if row["inst"] != "C6"]
    assert delivery.after().told("centre_gone") == [
        "data/raw/proeve/2024/child.csv: centre zeta: found no form of child, expected some: 12 forms in 2022."
    ]
