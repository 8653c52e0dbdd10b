"""A code the export explains and the codebook lacks."""


def test_passes(delivery):
    assert delivery.explain("contact", "s1", {"1": "Helt uenig", "6": "Ved ikke"}).told("unknown_label") == []


def test_fails_with_the_exports_own_words(delivery):
    assert delivery.explain("contact", "s1", {"1": "Helt uenig", "7": "Ønsker ikke at svare"}).told("unknown_label") == [
        "data/raw/proeve/2024/contact/dataset.csv: labels of column s1: found code '7' (Ønsker ikke at svare), "
        "expected one of '1', '2', '3', '4', '5', '6' (contact: items.contact_s1)."
    ]
