"""One rater for everybody."""


def test_passes(delivery):
    assert delivery.told("rater_with_many_forms") == []


def test_fails(delivery):
    delivery.all("contact", paedagog="P-1")
    assert delivery.told("rater_with_many_forms") == [
        "data/raw/proeve/2024/contact.csv: rater: found 1 rater with up to 48 forms, expected at most 40."
    ]
