"""A correction that has had its day holds the wave back."""

FILE = "parameters/proeve/municipalities/by/corrections/2024.yml"


def test_passes_where_the_source_still_says_what_is_expected(delivery):
    delivery.change("child", 3, t1="7").correct("child", {"row": 3}, "t1", "7", "2")
    assert delivery.told("correction_fits") == []
    assert delivery.told("unknown_code") == [], "the cell was mended before the codes were looked at"
    assert delivery.material().exports["child"].raw.frame["t1"].iloc[1] == "2"


def test_passes_over_a_wave_without_corrections(delivery):
    assert delivery.result("correction_fits").result == "not_applicable"


def test_fails_where_the_source_is_right_by_now(delivery):
    delivery.change("child", 3, t1="2").correct("child", {"barn": "B24002"}, "t1", "7", "2")
    assert delivery.told("correction_fits") == [
        f"{FILE}: corrections.0: found a source that is right by now (data/raw/proeve/2024/child.csv, column t1), "
        "expected this correction to be deleted."
    ]


def test_fails_where_the_source_says_something_else_and_changes_nothing(delivery):
    delivery.change("child", 3, t1="1").correct("child", {"row": 3}, "t1", "7", "2")
    (message,) = delivery.told("correction_fits")
    assert message == (
        f"{FILE}: corrections.0.expect: found something else in data/raw/proeve/2024/child.csv, column t1, "
        "expected what the source says now; look at the row again, and delete the correction or write it anew."
    )
    assert delivery.material().exports["child"].raw.frame["t1"].iloc[1] == "1"


def test_fails_for_rows_and_columns_that_are_not_there(delivery):
    delivery.correct("child", {"row": 999}, "t1", "7", "2").correct("staff", {"medarbejdr": "M2"}, "p1", None, "2")
    delivery.correct("child", {"row": 3}, "bem", None, "x")
    assert delivery.told("correction_fits") == [
        f"{FILE}: corrections.0.where: found no such row in data/raw/proeve/2024/child.csv, expected the row that is to be mended.",
        f"{FILE}: corrections.2: found column bem, which is not read, expected a column the codebook reads.",
        f"{FILE}: corrections.1: found column medarbejdr, expected a column of data/raw/proeve/2024/staff.csv. Did you mean 'medarbejder'?",
    ]
