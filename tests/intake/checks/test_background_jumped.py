"""Another background."""


def test_passes(delivery):
    assert delivery.after().told("background_jumped") == []


def test_passes_over_a_wave_before_that_was_not_made(delivery):
    assert delivery.result("background_jumped").reason == "the wave before (2022) has not been made yet"


def test_fails(delivery):
    for number in range(2, 26):
        delivery.change("child", number, koen="1")
    assert delivery.after().told("background_jumped") == [
        "data/raw/proeve/2024/child.csv: column koen: found 25 % boy (gender), expected about the 50 % of 2022.",
        "data/raw/proeve/2024/child.csv: column koen: found 75 % girl (gender), expected about the 50 % of 2022.",
    ]
