"""A question few know the answer to."""


def test_passes(delivery):
    assert delivery.told("item_mostly_unsure") == []


def test_fails(delivery):
    for number in range(2, 26):
        delivery.change("parent", number, f1="6")
    assert delivery.told("item_mostly_unsure") == [
        "data/raw/proeve/2024/parent.csv: column f1: found 60 % with an answer that counts nothing, expected at most 40 %."
    ]
