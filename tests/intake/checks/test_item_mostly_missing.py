"""A question many passed over."""


def test_passes(delivery):
    assert delivery.told("item_mostly_missing") == []


def test_fails(delivery):
    for number in range(2, 14):
        delivery.change("staff", number, p3="")
    assert delivery.told("item_mostly_missing") == [
        "data/raw/proeve/2024/staff.csv: column p3: found 50 % without an answer, expected at most 30 %."
    ]
