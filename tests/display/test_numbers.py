"""Numbers read as the language writes them."""

from datetime import date

import pytest

from analysis.display import numbers


def test_danish_has_a_decimal_comma_and_english_a_point():
    assert numbers.number(1234.56, "da", 1) == "1.234,6"
    assert numbers.number(1234.56, "en", 1) == "1,234.6"


def test_a_minus_is_a_minus_and_zero_has_no_sign():
    assert numbers.number(-4, "da") == "−4"
    assert numbers.signed(12, "da") == "+12"
    assert [numbers.signed(value, "da") for value in (0, -0.2, 0.4)] == ["0", "0", "0"]


@pytest.mark.parametrize(
    ("low", "high", "written"), [(12, 31, "12–31"), (-5, 12, "−5\u00a0til\u00a012"), (-20, -5, "−20\u00a0til\u00a0−5"), (0, 9, "0–9")]
)
def test_a_dash_never_stands_beside_a_minus(low, high, written):
    assert numbers.interval(low, high, "da") == written


def test_percent_does_not_break_from_its_number():
    assert numbers.percent(0.474, "da") == "47\u00a0%"
    assert numbers.percent(0.474, "en") == "47%"


def test_tenths_are_said_only_where_they_say_something():
    assert numbers.out_of_ten(0.83, "da") == "8\u00a0ud af\u00a010"
    assert numbers.out_of_ten(0.02, "da") is None
    assert numbers.out_of_ten(0.97, "en") is None


def test_dates_and_periods_say_what_they_share_once():
    assert numbers.day("2019-12-04", "da") == "4.\u00a0december 2019"
    assert numbers.period(date(2019, 9, 16), date(2019, 10, 11), "da") == "16.\u00a0september til 11.\u00a0oktober 2019"
    assert numbers.period("2019-12-30", "2020-01-03", "en") == "30\u00a0December 2019 to 3\u00a0January 2020"
    assert numbers.period("2019-12-30", "2019-12-30", "da") == "30.\u00a0december 2019"


def test_lists_end_in_and():
    assert numbers.listed(["a"], "da") == "a"
    assert numbers.listed(["a", "b"], "da") == "a og b"
    assert numbers.listed(["a", "b", "c"], "da") == "a, b og c"
    assert numbers.listed(["a", "b", "c"], "en") == "a, b and c"


def test_an_unknown_language_is_named():
    with pytest.raises(KeyError, match="'sv'"):
        numbers.number(1, "sv")
