"""Numbers handed out anew in each centre."""


def test_passes(delivery):
    assert delivery.told("id_in_several_centres") == []


def test_fails_where_each_centre_counts_from_one(delivery):
    for place, row in enumerate(delivery.rows["staff"]):
        row["medarbejder"] = f"M{place % 6}"
    assert delivery.told("id_in_several_centres") == [
        "data/raw/proeve/2024/staff.csv: person, 24 rows: 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ...: found 6 of 6 ids in more than one centre, "
        "expected at most 2 %: ids that are unique in the municipality."
    ]
