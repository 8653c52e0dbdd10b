"""Other ids in another file."""


def test_passes(delivery):
    assert delivery.told("ids_do_not_match") == []


def test_fails_where_zeros_were_lost(delivery):
    for row in delivery.rows["contact"]:
        row["barn"] = row["barn"].replace("B240", "B24")
    assert delivery.told("ids_do_not_match") == [
        "data/raw/proeve/2024/child.csv: child: found 0 % of the ids that could be in data/raw/proeve/2024/contact.csv too, "
        "expected at least 50 %.",
        "data/raw/proeve/2024/contact.csv: child: found 0 % of the ids that could be in data/raw/proeve/2024/parent.csv too, "
        "expected at least 50 %.",
    ]
