"""A response that fell."""


def test_passes(delivery):
    assert delivery.after().told("response_fell") == []


def test_passes_over_a_wave_before_that_was_not_made(delivery):
    assert delivery.result("response_fell").reason == "the wave before (2022) has not been made yet"


def test_fails(delivery):
    delivery.rows["staff"] = delivery.rows["staff"][::2]
    assert delivery.after().told("response_fell") == [
        "data/raw/proeve/2024/staff.csv: response of staff: found 43 %, expected about the 86 % of 2022."
    ]
