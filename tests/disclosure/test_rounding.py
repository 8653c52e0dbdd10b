"""Numbers are rounded once, ends and value alike."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure.rounding import round_rows, to_step
from analysis.disclosure.tables import FORM_COUNTS, POINTS, SHARES
from analysis.estimates.tables import KINDS, combine


def test_halves_round_away_from_zero_so_that_rise_and_fall_are_alike():
    assert to_step(pd.Series([20.5, -20.5, 0.5, -0.4, 19.49]), 1).tolist() == [21, -21, 1, 0, 19]
    assert to_step(pd.Series([0.285, 0.005, 1 / 3]), 0.01).tolist() == [0.29, 0.01, 0.33]
    assert not np.signbit(to_step(pd.Series([-0.2]), 1)).any()


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.floats(-300, 300), st.floats(0, 80), st.floats(0, 80), st.sampled_from([1, 5, 0.01]))
def test_an_interval_still_holds_its_value(value, below, above, step):
    low, middle, high = to_step(pd.Series([value - below, value, value + above]), step)
    assert low <= middle <= high


def test_each_kind_has_its_own_step(one, rule):
    table = combine([one("level", value=512.6, low=498.4, high=526.8, n=303), one("answer_share", item="q", contrast="1", value=0.8349),
                     one("agreement", scale="friends_child_contact", value=0.2849, low=0.1951, high=0.3),
                     one("no_consent", scale="", value=13.0), one("response", scale="", value=0.8666, n=303, n_groups=352)])
    shown = round_rows(table, rule("public")).set_index("kind")
    assert shown.loc["level", ["value", "low", "high", "n", "n_groups"]].tolist() == [513, 498, 527, 305, 12]
    assert shown.loc["answer_share", "value"] == 0.83
    assert shown.loc["agreement", ["value", "low"]].tolist() == [0.28, 0.2]
    assert shown.loc["no_consent", "value"] == 15
    assert shown.loc["response", ["value", "n", "n_groups"]].tolist() == [0.87, 305, 350]
    assert round_rows(table, rule("administration")).set_index("kind").loc["level", "n"] == 303


def test_rounding_never_makes_a_finding_of_what_was_none(one, rule):
    assert round_rows(one(q=0.050001), rule("public"))["q"].item() > 0.05
    assert round_rows(one(q=0.01), rule("public"))["q"].item() == 0.01


def test_rounding_twice_is_rounding_once(one, rule):
    once = round_rows(combine([one(), one("answer_share", item="q", contrast="1", value=0.666)]), rule("public"))
    pd.testing.assert_frame_equal(round_rows(once, rule("public")), once)


def test_kinds_with_a_step_of_their_own_exist():
    assert POINTS | SHARES | FORM_COUNTS <= KINDS
