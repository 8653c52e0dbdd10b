"""A "don't know" that counts."""


def test_passes(delivery):
    assert delivery.explain("contact", "s1", {"5": "Helt enig", "6": "Ved ikke"}).told("no_answer_counted") == []


def test_fails(delivery):
    assert delivery.explain("contact", "s1", {"5": "Ved ikke / ikke relevant"}).told("no_answer_counted") == [
        "data/raw/proeve/2024/contact/dataset.csv: labels of column s1: found code '5' (Ved ikke / ikke relevant), "
        "which the codebook counts as 5, expected 'value: null' for it (contact: items.contact_s1)."
    ]
