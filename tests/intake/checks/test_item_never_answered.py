"""A question nobody answered."""


def test_passes(delivery):
    assert delivery.told("item_never_answered") == []


def test_fails(delivery):
    assert delivery.all("staff", p2="").told("item_never_answered") == [
        "data/raw/proeve/2024/staff.csv: column p2: found no answer to staff_p2, expected answers."
    ]
