"""A child of many parents."""


def test_passes(delivery):
    assert delivery.told("many_forms_about_child") == []


def test_fails(delivery):
    for number in range(2, 8):
        delivery.change("parent", number, barn="B24001")
    assert delivery.told("many_forms_about_child") == [
        "data/raw/proeve/2024/parent.csv: child, 6 rows: 2, 3, 4, 5, 6, 7: found 1 child with up to 6 forms, expected at most 4."
    ]
