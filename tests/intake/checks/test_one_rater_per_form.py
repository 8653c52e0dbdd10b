"""A rater for each form."""


def test_passes(delivery):
    assert delivery.told("one_rater_per_form") == []


def test_fails(delivery):
    for row in delivery.rows["contact"]:
        row["paedagog"] = row["skema"]
    assert delivery.told("one_rater_per_form") == [
        "data/raw/proeve/2024/contact.csv: rater: found 48 forms of 48 raters, expected raters with several forms."
    ]
