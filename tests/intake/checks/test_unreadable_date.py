"""A date that is none."""


def test_passes(delivery):
    assert delivery.told("unreadable_date") == []


def test_fails_for_answer_and_birth(delivery):
    delivery.change("child", 3, foedt="31-02-2020", besvaret="i går").change("leader", 2, besvaret="45567")
    assert delivery.told("unreadable_date") == [
        "data/raw/proeve/2024/child.csv: answered, 1 row: 3: found something else, expected a date (2019-09-24 or 24-09-2019).",
        "data/raw/proeve/2024/child.csv: birth_date, 1 row: 3: found something else, expected a date (2014-09-24 or 24-09-2014).",
        "data/raw/proeve/2024/leader.csv: answered, 1 row: 2: found something else, expected a date (2019-09-24 or 24-09-2019).",
    ]
