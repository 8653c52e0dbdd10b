"""A file of which nothing is left."""


def test_passes(delivery):
    assert delivery.told("nothing_used") == []


def test_fails(delivery):
    assert delivery.all("parent", f1="", f2="", f3="", f4="").told("nothing_used") == [
        "data/raw/proeve/2024/parent.csv: forms: found none of 40 forms used, 40 of them no_answers, expected a form that can be used."
    ]
