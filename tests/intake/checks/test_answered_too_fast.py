"""Clicking through."""


def started(delivery, **columns):
    """The staff's file with the time each form was opened: five minutes before it was sent in."""
    for place, row in enumerate(delivery.rows["staff"]):
        row["start"] = row["besvaret"].replace(" 13:", " 12:")
        row |= columns if place == 3 else {}
    return delivery.put(staff={"started": {"all": "start"}})


def test_passes(delivery):
    assert started(delivery).told("answered_too_fast") == []


def test_fails(delivery):
    assert started(delivery, start="2024-09-20 13:08:00", besvaret="2024-09-20 13:08:04").told("answered_too_fast") == [
        "data/raw/proeve/2024/staff.csv: 1 row: 5: found a form answered faster, expected at least 1 s a question."
    ]
