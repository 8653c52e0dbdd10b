"""A site the register does not know."""


def test_passes(delivery):
    assert delivery.told("unknown_site") == []


def test_fails_with_the_nearest(delivery):
    assert delivery.change("child", 2, afd="C1-7").told("unknown_site") == [
        "data/raw/proeve/2024/child.csv: site, 1 row: 2: found 'C1-7', expected a site of the register (code, slug or name). "
        "Did you mean 'c1-1'?"
    ]
