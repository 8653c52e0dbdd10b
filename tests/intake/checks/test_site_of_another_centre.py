"""A site under another centre."""


def test_passes(delivery):
    assert delivery.told("site_of_another_centre") == []


def test_fails(delivery):
    assert delivery.change("child", 2, afd="C2-1").told("site_of_another_centre") == [
        "data/raw/proeve/2024/child.csv: site, 1 row: 2: found 'C2-1' with the centre 'C1', "
        "expected a site of that centre: the register has 'C2-1' under 'beta'."
    ]
