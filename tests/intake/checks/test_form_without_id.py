"""A form of nobody."""


def test_passes(delivery):
    assert delivery.told("form_without_id") == []


def test_fails(delivery):
    delivery.change("contact", 4, barn="").change("staff", 3, medarbejder=" ")
    assert delivery.told("form_without_id") == [
        "data/raw/proeve/2024/contact.csv: child, 1 row: 4: found nothing, expected an id.",
        "data/raw/proeve/2024/staff.csv: person, 1 row: 3: found nothing, expected an id.",
    ]
