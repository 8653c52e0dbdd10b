"""Another wave's file."""


def test_passes(delivery):
    assert delivery.told("file_of_another_time") == []


def test_fails(delivery):
    for row in delivery.rows["parent"]:
        row["besvaret"] = row["besvaret"].replace("2024", "2022")
    assert delivery.told("file_of_another_time") == [
        "data/raw/proeve/2024/parent.csv: answered: found 100 % of the forms from 2022-09-16 to 2022-10-06, "
        "expected most of them from 2024-09-16 to 2024-10-13."
    ]
