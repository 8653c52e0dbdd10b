"""A form sent twice under two ids."""


def short(delivery):
    rule = delivery.parameters.programme.checks.model_copy(update={"near_duplicate_items": 6})
    return delivery.put(programme={"checks": rule})


def test_passes(delivery):
    assert short(delivery).told("near_duplicate") == []


def test_fails_with_both_rows(delivery):
    delivery.rows["staff"].append({**delivery.rows["staff"][4], "medarbejder": "M999"})
    assert short(delivery).told("near_duplicate") == [
        "data/raw/proeve/2024/staff.csv: 2 rows: 6, 26: found the same answers from one centre in the same minute, "
        "expected forms that differ in something."
    ]
