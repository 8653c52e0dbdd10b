"""A centre that is silent."""


def test_passes(delivery):
    assert delivery.told("centre_without_forms") == []


def test_fails(delivery):
    delivery.rows["parent"] = [row for row in delivery.rows["parent"] if row["inst"] != "C2"]
    assert delivery.told("centre_without_forms") == [
        "data/raw/proeve/2024/parent.csv: centre: found no form from beta, expected a form from each centre that was invited."
    ]
