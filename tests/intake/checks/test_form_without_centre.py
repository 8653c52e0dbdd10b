"""A form from nowhere."""


def test_passes(delivery):
    assert delivery.told("form_without_centre") == []


def test_fails(delivery):
    assert delivery.change("parent", 3, inst="").told("form_without_centre") == [
        "data/raw/proeve/2024/parent.csv: centre, 1 row: 3: found nothing, expected a centre of the register."
    ]
