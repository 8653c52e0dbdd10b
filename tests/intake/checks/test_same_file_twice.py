"""One file under two names."""


def test_passes(delivery):
    assert delivery.told("same_file_twice") == []


def test_fails(delivery):
    delivery.rows["leader"] = delivery.rows["staff"]
    assert delivery.told("same_file_twice") == [
        "data/raw/proeve/2024/leader.csv: file: found the same content as data/raw/proeve/2024/staff.csv, expected an export of its own."
    ]
