"""Words that belong to another code."""


def test_passes(delivery):
    assert delivery.explain("contact", "s1", {"1": "Helt uenig", "2": "UENIG ", "5": "Helt enig"}).told("contradicting_label") == []


def test_fails_for_a_scale_turned_round(delivery):
    assert delivery.explain("contact", "s2", {"1": "Helt enig", "3": "Hverken eller", "5": "Helt uenig"}).told("contradicting_label") == [
        "data/raw/proeve/2024/contact/dataset.csv: labels of column s2: found code '1' (Helt enig), "
        "expected code '5' for these words (contact: items.contact_s2).",
        "data/raw/proeve/2024/contact/dataset.csv: labels of column s2: found code '5' (Helt uenig), "
        "expected code '1' for these words (contact: items.contact_s2).",
    ]
