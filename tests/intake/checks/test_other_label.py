"""Words unlike the codebook."""


def test_passes_where_words_were_polished(delivery):
    assert delivery.explain("contact", "s1", {"1": "Jeg er helt uenig", "5": "Helt enig!"}).told("other_label") == []


def test_fails_where_they_are_others(delivery):
    assert delivery.explain("contact", "s1", {"1": "Dagligt", "6": "Ved ikke"}).told("other_label") == [
        "data/raw/proeve/2024/contact/dataset.csv: labels of column s1, code 1: found 'Dagligt', "
        "expected words like 'Helt uenig' (contact: items.contact_s1)."
    ]
