"""A mean that jumped."""


def test_passes(delivery):
    assert delivery.after().told("item_jumped") == []


def test_fails_where_codes_were_shifted(delivery):
    for row in delivery.rows["parent"]:
        row["f2"] = "1"
    assert delivery.after().told("item_jumped") == [
        "data/raw/proeve/2024/parent.csv: column f2: found a mean 4.7 standard deviations below that of 2022, "
        "expected at most 0.5, and 0.4 for chance."
    ]
