"""An age the birth date does not give."""


def both(delivery):
    """The children's file with a stated age beside the birth date."""
    for row, other in zip(delivery.rows["child"], delivery.rows["contact"], strict=True):
        row["alder"] = other["alder"]
    return delivery.put(child={"age_months": {"all": "alder"}})


def test_passes(delivery):
    assert both(delivery).told("birth_date_against_age") == []


def test_passes_over_files_with_one_of_them(delivery):
    assert delivery.result("birth_date_against_age").reason == "no file has both a birth date and an age"


def test_fails(delivery):
    assert both(delivery).change("child", 7, alder="12").told("birth_date_against_age") == [
        "data/raw/proeve/2024/child.csv: age_months, 1 row: 7: found an age more than 3 months from the birth date, "
        "expected the age on the field period's first day."
    ]
