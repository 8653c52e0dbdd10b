"""A question all agree on."""


def test_passes(delivery):
    assert delivery.told("one_answer_for_all") == []


def test_fails(delivery):
    assert delivery.all("parent", f4="5").told("one_answer_for_all") == [
        "data/raw/proeve/2024/parent.csv: column f4: found one answer for all 40 to parent_f4, expected answers that differ."
    ]
