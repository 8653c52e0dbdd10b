"""Time that runs backwards."""


def started(delivery, **columns):
    """The staff's file with the time each form was opened: five minutes before it was sent in."""
    for place, row in enumerate(delivery.rows["staff"]):
        row["start"] = row["besvaret"].replace(" 13:", " 12:")
        row |= columns if place == 3 else {}
    return delivery.put(staff={"started": {"all": "start"}})


def test_passes(delivery):
    assert started(delivery).told("answered_before_started") == []


def test_fails(delivery):
    assert started(delivery, start="2024-12-01 10:00").told("answered_before_started") == [
        "data/raw/proeve/2024/staff.csv: answered, 1 row: 5: found a time before the form was opened, expected a later one."
    ]


def test_passes_over_files_without_the_time(delivery):
    assert delivery.result("answered_before_started").reason.startswith("no file tells when a form was opened")
