"""An id a spreadsheet rounded."""


def test_passes(delivery):
    assert delivery.told("mangled_id") == []


def test_fails(delivery):
    delivery.change("child", 2, barn="1,23457E+12").change("child", 3, barn="1,23457E+12")
    assert delivery.told("mangled_id") == [
        "data/raw/proeve/2024/child.csv: child, 2 rows: 2, 3: found a number in powers of ten, expected the id, digit by digit."
    ]
