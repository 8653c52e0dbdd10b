"""Older children."""


def test_passes(delivery):
    assert delivery.after().told("age_jumped") == []


def test_passes_over_a_wave_before_that_was_not_made(delivery):
    assert delivery.result("age_jumped").reason == "the wave before (2022) has not been made yet"


def test_fails_where_another_year_took_part(delivery):
    for row in delivery.rows["contact"]:
        row["alder"] = "40"
    (message,) = delivery.after().told("age_jumped")
    assert message.startswith("data/raw/proeve/2024/contact.csv: age: found a mean age of 40 months, expected about the 5")
    assert message.endswith(" of 2022.")


def test_passes_over_a_programme_that_follows_the_same_children(delivery):
    delivery.after().put(programme={"design": "cohort"})
    assert delivery.result("age_jumped").result == "not_applicable"
