"""Letters that became question marks."""


def test_passes(delivery):
    assert delivery.told("lost_letters") == []


def test_fails(delivery):
    delivery.change("staff", 2, inst="B?gen").change("staff", 5, inst="?kanden")
    assert delivery.told("lost_letters") == [
        "data/raw/proeve/2024/staff.csv: centre, 2 rows: 2, 5: found a question mark inside a name, expected the letter it was."
    ]
