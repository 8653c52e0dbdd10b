"""An age that is no number."""


def test_passes_with_a_decimal_comma(delivery):
    assert delivery.change("contact", 2, alder="62,5").told("unreadable_age") == []


def test_fails(delivery):
    assert delivery.change("contact", 2, alder="5 år").told("unreadable_age") == [
        "data/raw/proeve/2024/contact.csv: age_months, 1 row: 2: found something else, expected a number of months."
    ]
