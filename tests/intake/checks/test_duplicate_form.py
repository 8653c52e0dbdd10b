"""A form twice."""


def test_passes(delivery):
    assert delivery.told("duplicate_form") == []


def test_fails_with_the_row_that_is_left_out(delivery):
    delivery.rows["child"].append({**delivery.rows["child"][0], "t4": ""})
    assert delivery.told("duplicate_form") == [
        "data/raw/proeve/2024/child.csv: 1 row: 50: found a form of somebody who has a fuller or later one, expected one form each."
    ]
