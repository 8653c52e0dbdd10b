"""A centre that had closed."""


def test_passes_with_a_successor(delivery):
    assert delivery.change("staff", 2, inst="C5").told("closed_centre") == []


def test_fails(delivery):
    assert delivery.change("staff", 2, inst="Delta").told("closed_centre") == [
        "data/raw/proeve/2024/staff.csv: centre, 1 row: 2: found 'Delta', closed 2021-07-31 in the register, "
        "expected a centre open on 2024-09-16, or a successor in the register."
    ]
