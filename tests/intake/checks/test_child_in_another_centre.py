"""A child in two centres."""


def test_passes(delivery):
    assert delivery.told("child_in_another_centre") == []


def test_fails(delivery):
    delivery.change("contact", 3, inst="C2").change("parent", 2, inst="C3")
    assert delivery.told("child_in_another_centre") == [
        "data/raw/proeve/2024/contact.csv: centre, 1 row: 3: found another centre than in data/raw/proeve/2024/child.csv, "
        "expected one centre a child.",
        "data/raw/proeve/2024/parent.csv: centre, 1 row: 2: found another centre than in data/raw/proeve/2024/child.csv, "
        "expected one centre a child.",
        "data/raw/proeve/2024/parent.csv: centre, 1 row: 2: found another centre than in data/raw/proeve/2024/contact.csv, "
        "expected one centre a child.",
    ]
