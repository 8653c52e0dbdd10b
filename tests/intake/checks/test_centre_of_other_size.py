"""A centre that trebled."""


def test_passes(delivery):
    assert delivery.after().told("centre_of_other_size") == []


def test_passes_over_a_wave_before_that_was_not_made(delivery):
    assert delivery.result("centre_of_other_size").reason == "the wave before (2022) has not been made yet"


def test_fails(delivery):
    for row in delivery.rows["staff"]:
        row["inst"] = "C1"
    assert delivery.after().told("centre_of_other_size") == [
        "data/raw/proeve/2024/staff.csv: centre alfa: found 24 forms of staff, expected about the 6 of 2022."
    ]
