"""A column nobody knows."""


def test_passes(delivery):
    assert delivery.told("unknown_column") == []


def test_fails_with_the_nearest(delivery):
    for row in delivery.rows["contact"]:
        row["s_1"] = "1"
    assert delivery.told("unknown_column") == [
        "data/raw/proeve/2024/contact.csv: column s_1: found a column the codebook does not know, "
        "expected a column of the wave, or a pattern under 'ignored'. Did you mean 's1'?"
    ]
