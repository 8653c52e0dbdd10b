"""One column over another."""


def test_passes(delivery):
    assert delivery.told("twin_columns") == []


def test_fails(delivery):
    for row in delivery.rows["staff"]:
        row["p5"] = row["p2"]
    assert delivery.told("twin_columns") == ["data/raw/proeve/2024/staff.csv: column p5: found the answers of column p2, expected its own."]
