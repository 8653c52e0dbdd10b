"""Tests among the answers."""


def test_passes_for_words_that_only_begin_so(delivery):
    assert delivery.change("staff", 2, medarbejder="Testrup-4").told("test_answers") == []


def test_fails(delivery):
    delivery.change("staff", 2, medarbejder="TEST2").change("staff", 3, medarbejder="test")
    assert delivery.told("test_answers") == [
        "data/raw/proeve/2024/staff.csv: 2 rows: 2, 3: found an id that looks like a test, expected answers of real respondents."
    ]
