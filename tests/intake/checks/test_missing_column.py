"""A column the codebook reads and the file lacks."""


def test_passes(delivery):
    assert delivery.told("missing_column") == []


def test_fails_with_the_nearest_of_those_nobody_knows(delivery):
    for row in delivery.rows["staff"]:
        row["p_3"] = row.pop("p3")
    assert delivery.told("missing_column") == [
        "data/raw/proeve/2024/staff.csv: column p3: found nothing, expected the column of items.staff_p3 in the codebook. "
        "Did you mean 'p_3'?"
    ]
