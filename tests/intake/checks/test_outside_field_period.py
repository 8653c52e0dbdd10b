"""Answers of another time."""


def test_passes(delivery):
    assert delivery.told("outside_field_period") == []


def test_passes_within_the_margin(delivery):
    assert delivery.change("staff", 2, besvaret="2024-10-27").told("outside_field_period") == []


def test_fails(delivery):
    delivery.change("staff", 2, besvaret="2024-10-28").change("staff", 9, besvaret="2024-08-30 10:00")
    assert delivery.told("outside_field_period") == [
        "data/raw/proeve/2024/staff.csv: answered, 2 rows: 2, 9: found another time, expected 2024-09-16 to 2024-10-13, 14 days about it."
    ]
