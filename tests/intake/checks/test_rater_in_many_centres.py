"""A rater everywhere."""


def test_passes(delivery):
    assert delivery.told("rater_in_many_centres") == []


def test_fails(delivery):
    for number in (2, 14, 26):
        delivery.change("contact", number, paedagog="TABLET")
    assert delivery.told("rater_in_many_centres") == [
        "data/raw/proeve/2024/contact.csv: rater, 3 rows: 2, 14, 26: found 1 rater with forms in up to 3 centres, expected at most 2."
    ]
