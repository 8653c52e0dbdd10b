"""What shown numbers answer to a municipality's own question: the rule of findings, and never a hidden number."""

from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.findings.answers import answers, direction, distance
from analysis.parameters.programme import Thresholds

LIMITS = Thresholds()
ROLES = {"reading": "staff", "leader_goals": "leader"}


def row(value, low, high, q=0.01, kind="change", flags="", status="shown", **more):
    return SimpleNamespace(value=value, low=low, high=high, q=q, kind=kind, flags=flags, status=status, **more)


@pytest.mark.parametrize(("numbers", "answer"), [
    ((20.0, 5.0, 35.0, 0.049), "up"),                # on the margin, and it holds
    ((19.0, 5.0, 33.0, 0.049), "up_little"),
    ((-20.0, -35.0, -5.0, 0.01), "down"),
    ((-9.0, -15.0, -3.0, 0.01), "down_little"),
    ((25.0, 5.0, 45.0, 0.05), "hint_up"),            # apart from zero alone, not among all that were examined
    ((-25.0, -45.0, -5.0, 0.2), "hint_down"),
    ((3.0, -20.0, 20.0, 0.9), "same"),               # the whole interval within the margin
    ((3.0, -20.0, 21.0, 0.9), "open"),
    ((30.0, -1.0, 61.0, 0.2), "open"),
])
def test_a_difference_answers_by_the_rule_of_findings(numbers, answer):
    assert direction(row(*numbers), LIMITS) == answer


def test_a_spread_is_judged_by_its_interval_alone():
    nothing = float("nan")
    assert direction(row(-12.0, -20.0, -3.0, nothing, "spread_change"), LIMITS) == "down"
    assert direction(row(-2.0, -12.0, 8.0, nothing, "spread_change"), LIMITS) == "open"     # 20 points are no margin of a spread
    assert direction(row(-30.0, -50.0, -10.0, nothing, "spread_change", flags="singular"), LIMITS) == "open"


@pytest.mark.parametrize(("moved", "before", "now", "answer"), [
    ("down", (40.0, 20.0, 60.0), 10.0, "narrower"),
    ("up", (-40.0, -60.0, -20.0), -10.0, "narrower"),       # a distance that points the other way
    ("up", (40.0, 20.0, 60.0), 70.0, "wider"),
    ("down", (40.0, 20.0, 60.0), -50.0, "turned"),
    ("down", (40.0, -1.0, 80.0), 10.0, "open"),             # nobody knows which way it pointed
    ("hint_down", (40.0, 20.0, 60.0), 10.0, "open"),
    ("same", (40.0, 20.0, 60.0), 38.0, "same"),
])
def test_a_distance_is_smaller_only_where_it_was_sure_which_way_it_pointed(moved, before, now, answer):
    assert distance(moved, row(*before), row(now, now - 20, now + 20)) == answer


def test_a_hidden_distance_leaves_it_open():
    assert distance("down", row(40.0, 20.0, 60.0, status="hidden"), row(10.0, -10.0, 30.0)) == "open"
    assert distance("down", None, row(10.0, -10.0, 30.0)) == "open"


def table(*entries):
    common = {"level": "municipality", "unit": "birkelund", "wave": "2019", "role": "staff", "scale": "reading", "status": "shown",
              "flags": "", "q": 0.01, "value": 30.0, "low": 15.0, "high": 45.0, "contrast": "2017", "kind": "change"}
    return pd.DataFrame([common | entry for entry in entries])


def asked(quantity, scale="reading", **more):
    return {"quantity": quantity, "scales": [scale], "initiative": None, "background": None, "wave": None, "since": None} | more


def told(part, shown, since="2017"):
    one, = answers(part, shown, "birkelund", "2019", since, ROLES, LIMITS)
    return one


def test_each_quantity_is_answered_by_its_own_rows():
    assert told(asked("change"), table({})).answer == "up"
    assert told(asked("change"), table({}), since="2015").answer == "no_numbers"
    assert told(asked("initiative", initiative="play"), table({"kind": "initiative", "contrast": "play"})).answer == "up"
    assert told(asked("initiative", initiative="other"), table({"kind": "initiative", "contrast": "play"})).answer == "no_numbers"
    lasting = table({"kind": "lasting_change", "contrast": "lasting:2015-2019", "flags": "common_items;late"})
    assert told(asked("lasting_change"), lasting).answer == "late"
    gaps = table({"kind": "gap_change", "contrast": "gender:girl-boy:2017", "value": -30.0, "low": -45.0, "high": -15.0},
                 {"kind": "gap", "contrast": "gender:girl-boy", "wave": "2017", "value": 50.0, "low": 30.0, "high": 70.0},
                 {"kind": "gap", "contrast": "gender:girl-boy", "value": 20.0, "low": 0.0, "high": 40.0})
    found = told(asked("gap_change", background="gender:girl-boy"), gaps)
    assert (found.answer, found.before.value) == ("narrower", 50.0)
    key = {"role": "leader", "scale": "leader_goals", "kind": "leader_staff_gap", "contrast": "staff.goals"}
    change = {"kind": "leader_staff_gap_change", "contrast": "staff.goals:2017", "value": -30.0, "low": -45.0, "high": -15.0}
    leaders = table(key | change, key | {"wave": "2017", "value": 50.0, "low": 30.0, "high": 70.0},
                    key | {"value": 20.0, "low": 0.0, "high": 40.0})
    assert told(asked("leader_staff_gap_change", "leader_goals"), leaders).answer == "narrower"


@pytest.mark.parametrize("quantity", ["change", "lasting_change"])
def test_a_hidden_number_answers_nothing(quantity):
    nothing = float("nan")
    contrast = "lasting:2015-2019" if quantity == "lasting_change" else "2017"
    hidden = table({"kind": quantity, "contrast": contrast, "status": "hidden", "value": nothing, "low": nothing, "high": nothing})
    found = told(asked(quantity), hidden)
    assert (found.answer, found.row) == ("hidden", None)


def test_what_is_not_interpreted_or_has_no_interval_answers_nothing():
    assert told(asked("change"), table({"flags": "not_interpreted"})).answer == "no_numbers"
    assert told(asked("change"), table({"low": float("nan"), "high": float("nan")})).answer == "no_numbers"
    assert told(asked("change"), table({"flags": "not_comparable"})).answer == "open"
