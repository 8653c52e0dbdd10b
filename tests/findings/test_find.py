"""What may be said about a number, and what may not."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.findings.find import NEVER, find, headline, judge
from analysis.findings.finding import KINDS
from analysis.parameters.programme import Thresholds

NAN = float("nan")


def kinds(table: pd.DataFrame, thresholds: Thresholds, **rest) -> list[str]:
    return [finding.kind for finding in find(table, thresholds, **rest)]


@pytest.mark.parametrize(("quantity", "above", "below"), [
    ("comparison", "strength", "challenge"), ("change", "progress", "decline"), ("gap", "gap", "gap"),
    ("leader_staff_gap", "disagreement", "disagreement"), ("link", "association", "association"),
])
def test_a_difference_beyond_the_margin_that_holds_is_a_finding(shown, thresholds, quantity, above, below):
    assert kinds(shown(quantity, 30, 12, 48, q=0.01), thresholds) == [above]
    assert kinds(shown(quantity, -30, -48, -12, q=0.01), thresholds) == [below]


def test_the_margin_and_the_family_must_both_be_met(shown, thresholds):
    assert kinds(shown("change", 20, 2, 38, q=0.04), thresholds) == ["progress"]
    assert kinds(shown("change", 19, 1, 37, q=0.04), thresholds) == ["cannot_tell"]
    assert kinds(shown("change", 20, 2, 38, q=0.05), thresholds) == ["cannot_tell"]


def test_unchanged_only_where_the_whole_interval_lies_inside_the_margin(shown, thresholds):
    assert kinds(shown("change", 3, -14, 20, q=0.7), thresholds) == ["unchanged"]
    assert kinds(shown("change", 3, -14, 21, q=0.7), thresholds) == ["cannot_tell"]
    assert kinds(shown("change", 3, NAN, NAN, q=0.7), thresholds) == ["cannot_tell"]


def test_hidden_and_unmeasured_rows_say_nothing(shown, thresholds):
    for status in ("hidden", "not_measured"):
        assert kinds(shown("change", 30, 12, 48, q=0.01, status=status), thresholds) == []


def test_flags_that_forbid_a_finding_forbid_every_word(shown, thresholds):
    for flag in NEVER:
        assert kinds(shown("change", 30, 12, 48, q=0.01, flags=f"few_raters;{flag}"), thresholds) == []
    assert kinds(shown("change", 30, 12, 48, q=0.01, flags="common_items"), thresholds) == ["progress"]


def test_what_cannot_be_compared_or_told_apart_cannot_be_told(shown, thresholds):
    assert kinds(shown("change", 30, 12, 48, q=0.01, flags="not_comparable"), thresholds) == ["cannot_tell"]
    assert kinds(shown("spread", 30, 12, 48, flags="few_raters"), thresholds) == ["cannot_tell"]
    assert kinds(shown("spread", 0, 0, 15, flags="singular"), thresholds) == ["cannot_tell"]


def test_spread_has_no_test_of_its_own_and_needs_an_interval_above_zero(shown, thresholds):
    assert kinds(shown("spread", 30, 12, 48), thresholds) == ["spread"]
    assert kinds(shown("spread", 30, 0, 60), thresholds) == ["cannot_tell"]
    assert kinds(shown("spread", 9, 2, 18), thresholds) == ["unchanged"]


def test_spread_is_important_only_as_far_as_it_is_surely_more_than_the_programmes(shown, thresholds):
    def importance(low: float, *programme: pd.DataFrame) -> float:
        return find(pd.concat([shown("spread", 50, low, 80), *programme]), thresholds)[0].importance

    usual = shown("spread", 30, 25, 36, level="programme", unit="laeringsledelse")
    hidden = shown("spread", 45, 25, 66, level="programme", unit="laeringsledelse", status="hidden")
    assert importance(28, usual) == 0
    assert importance(40, usual) == pytest.approx((40 - 30) / thresholds.margin)
    assert importance(40) == importance(40, hidden) == pytest.approx((40 - thresholds.margin) / thresholds.margin)


def test_low_response_is_told_below_the_limit_and_never_of_a_handful(shown, thresholds):
    assert kinds(shown("response", 0.59, flags="uncertain_response"), thresholds) == ["low_response"]
    assert kinds(shown("response", 0.35, flags="not_interpreted"), thresholds) == ["low_response"]
    assert kinds(shown("response", 0.60), thresholds) == []
    assert kinds(shown("response", 0.50, flags="as_counts"), thresholds) == []


def test_what_could_have_been_told_is_told(shown, thresholds):
    wide, narrow = (find(shown("change", 5, 5 - half, 5 + half, q=0.6), thresholds)[0] for half in (35, 12))
    assert (wide.detectable, narrow.detectable) == (35, 20)
    assert find(shown("response", 0.3), thresholds)[0].detectable is None


def test_only_the_level_unit_wave_and_earlier_wave_asked_for(shown, thresholds):
    table = pd.concat([shown("change", 30, 12, 48, q=0.01, contrast="2017"), shown("change", 40, 20, 60, q=0.01, contrast="2015"),
                       shown("change", -50, -70, -30, q=0.01, contrast="2017", level="centre", unit="aadalen")])
    assert kinds(table, thresholds) == ["progress", "progress"]
    assert [finding.contrast for finding in find(table, thresholds, since="2017")] == ["2017"]
    assert kinds(table, thresholds, level="centre", unit="aadalen") == ["decline"]
    assert kinds(table, thresholds, level="centre", unit="elsewhere") == []
    assert kinds(table, thresholds, wave="2017") == []


def test_findings_come_first_then_what_is_unchanged_then_what_cannot_be_told(shown, thresholds):
    table = pd.concat([shown("change", 3, -40, 46, q=0.7, scale="a"), shown("change", 3, -14, 20, q=0.7, scale="b"),
                       shown("change", 30, 12, 48, q=0.01, scale="c"), shown("change", 60, 42, 78, q=0.01, scale="d")])
    found = find(table, thresholds)
    assert [finding.scale for finding in found] == ["d", "c", "b", "a"]
    assert find(table.sample(frac=1, random_state=2), thresholds) == found


def test_page_one_holds_at_most_three_of_a_kind(shown, thresholds):
    table = pd.concat([shown("comparison", -30 - step, -50 - step, -10 - step, q=0.01, scale=f"s{step}") for step in range(5)])
    page = headline(find(table, thresholds), thresholds)
    assert [finding.scale for finding in page["challenge"]] == ["s4", "s3", "s2"]
    assert set(page) == set(KINDS)
    assert page["strength"] == ()


def test_cautions_lessen_importance_and_forbid_nothing(shown, thresholds):
    plain, uncertain = (find(shown("change", 30, 12, 48, q=0.01, flags=flags), thresholds)[0] for flags in ("", "uncertain_response"))
    assert uncertain.kind == plain.kind
    assert uncertain.importance == plain.importance * thresholds.caution_weight


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.integers(-200, 200), st.integers(1, 150), st.floats(0, 1), st.sampled_from(["comparison", "change", "gap", "spread", "link"]))
def test_more_certainty_never_lowers_importance(value, half, share, quantity):
    """A narrower interval around the same value, or a caution less, leaves the importance where it is or raises it."""
    from types import SimpleNamespace

    thresholds = Thresholds()

    def importance(half: float, flags: str = "") -> float:
        row = SimpleNamespace(kind=quantity, role="child", scale="s", level="municipality", unit="u", wave="2019", contrast="", n=100.0,
                              n_groups=9.0, value=float(value), low=value - half, high=value + half, q=0.01, flags=flags)
        return judge(row, thresholds).importance

    assert importance(half * share) >= importance(half)
    assert importance(half) >= importance(half, "caution_reliability") >= importance(half, "caution_reliability;uncertain_response")


def test_a_handful_of_answers_makes_no_first_page_of_a_municipality(shown, thresholds):
    few, many = shown("comparison", 60, 30, 90, q=0.01, n=11), shown("comparison", 30, 12, 48, q=0.01, n=240)
    assert [found.n for found in headline([*find(few, thresholds), *find(many, thresholds)], thresholds)["strength"]] == [240]
    own = shown("centre_comparison", 60, 30, 90, q=0.01, n=11, level="centre")
    assert len(headline(find(own, thresholds, level="centre"), thresholds)["strength"]) == 1, "a centre is small"
