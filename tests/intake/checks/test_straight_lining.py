"""Ticked straight down."""


def short(delivery):
    rule = delivery.parameters.programme.checks.model_copy(update={"straight_lining_items": 6})
    return delivery.put(programme={"checks": rule})


def test_passes(delivery):
    assert short(delivery).told("straight_lining") == []


def test_passes_over_short_questionnaires(delivery):
    assert delivery.result("straight_lining").reason == "no group is asked 10 questions"


def test_fails(delivery):
    for number in range(2, 8):
        delivery.change("contact", number, **{f"s{item}": "4" for item in range(1, 7)})
    (message,) = short(delivery).told("straight_lining")
    assert message == (
        "data/raw/proeve/2024/contact.csv: 7 rows: 2, 3, 4, 5, 6, 7, 10: found 7 of 48 forms with one answer throughout, "
        "expected at most 10 %."
    )
