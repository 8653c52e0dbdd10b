"""Girls here, boys there."""


def test_passes(delivery):
    assert delivery.told("background_told_differently") == []


def test_fails_where_codes_are_the_other_way_round(delivery):
    for row in delivery.rows["contact"]:
        row["koen"] = str(3 - int(row["koen"]))
    assert delivery.told("background_told_differently") == [
        "data/raw/proeve/2024/contact.csv: background.gender: found 48 of 48 children told differently than in "
        "data/raw/proeve/2024/child.csv, expected at most 2 %."
    ]
