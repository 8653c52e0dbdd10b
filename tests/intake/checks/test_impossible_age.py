"""An age nobody has."""


def test_passes(delivery):
    assert delivery.told("impossible_age") == []


def test_fails_for_a_birth_after_the_survey_and_for_days_taken_for_months(delivery):
    delivery.change("child", 6, foedt="01-01-2025").change("contact", 7, alder="1830")
    assert delivery.told("impossible_age") == [
        "data/raw/proeve/2024/child.csv: age, 1 row: 6: found an age below 0 or above 100 years, expected an age in months.",
        "data/raw/proeve/2024/contact.csv: age, 1 row: 7: found an age below 0 or above 100 years, expected an age in months.",
    ]
