"""Blanks that jumped."""


def test_passes(delivery):
    assert delivery.after().told("missing_jumped") == []


def test_passes_over_a_wave_before_that_was_not_made(delivery):
    assert delivery.result("missing_jumped").reason == "the wave before (2022) has not been made yet"


def test_fails(delivery):
    for number in range(2, 14):
        delivery.change("contact", number, s4="")
    assert delivery.after().told("missing_jumped") == [
        "data/raw/proeve/2024/contact.csv: column s4: found 25 % without an answer, expected about the 0 % of 2022."
    ]
