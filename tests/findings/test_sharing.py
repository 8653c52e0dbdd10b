"""Who may learn from whom: both sides are findings, both have said yes, and no order of centres comes of it."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure.tables import SHOWN_COLUMNS, typed
from analysis.findings.find import find
from analysis.findings.sharing import Centre, share
from analysis.parameters.programme import Thresholds

SCALES = (("child", "friends"), ("staff", "reading"), ("parent", "information"))
HOUSES = ("dammen", "engen", "lunden", "skoven", "aaen")
STRONG, QUESTION, UNDECIDED = (60, 30, 90, 0.001), (-60, -90, -30, 0.001), (-60, -130, 10, 0.2)


def row(unit: str, numbers: tuple, pair=SCALES[0], status: str = "shown", flags: str = "") -> dict:
    value, low, high, q = numbers if status == "shown" else (float("nan"),) * 4
    blank = dict.fromkeys(SHOWN_COLUMNS, "")
    return blank | {"kind": "centre_comparison", "role": pair[0], "scale": pair[1], "level": "centre", "unit": unit, "wave": "2019",
                    "contrast": "other_centres", "n": 25, "n_raters": 0, "n_groups": 12, "value": value, "low": low, "high": high, "q": q,
                    "flags": flags, "audience": "administration", "status": status}


def met(rows: list[dict], centres: list[Centre], most: int = 3):
    return share(find(typed(pd.DataFrame(rows)), Thresholds(), "centre"), centres, most)


def houses(*slugs: str, **network: str) -> list[Centre]:
    return [Centre(slug, network.get(slug), True) for slug in slugs or HOUSES]


def pairs(sharing) -> list[tuple[str, str]]:
    return [(one.asks, one.tells) for one in sharing.pairings]


def test_one_that_has_a_question_meets_one_that_stands_out_on_the_same_scale():
    sharing = met([row("dammen", QUESTION), row("engen", STRONG), row("lunden", STRONG, SCALES[1])], houses())
    assert [(one.role, one.scale, one.asks, one.tells) for one in sharing.pairings] == [("child", "friends", "dammen", "engen")]
    assert sharing.unmet == ()


@pytest.mark.parametrize(("asks", "tells"), [(UNDECIDED, STRONG), (QUESTION, (60, -10, 130, 0.2)), (QUESTION, (10, 2, 18, 0.01))])
def test_what_is_undecided_or_small_brings_nobody_together(asks, tells):
    assert met([row("dammen", asks), row("engen", tells)], houses()).pairings == ()


@pytest.mark.parametrize("side", ["dammen", "engen"])
@pytest.mark.parametrize(("status", "flags"), [("hidden", ""), ("not_measured", ""), ("shown", "no_comparison"),
                                              ("shown", "hidden_reliability"), ("shown", "not_comparable")])
def test_what_is_hidden_or_not_to_be_interpreted_brings_nobody_together(side, status, flags):
    own = {"status": status, "flags": flags}
    rows = [row("dammen", QUESTION, **(own if side == "dammen" else {})), row("engen", STRONG, **(own if side == "engen" else {}))]
    assert met(rows, houses()).pairings == ()


@pytest.mark.parametrize("silent", ["dammen", "engen"])
def test_nobody_is_named_who_has_not_said_yes(silent):
    centres = [Centre(slug, None, slug != silent) for slug in ("dammen", "engen")]
    sharing = met([row("dammen", QUESTION), row("engen", STRONG)], centres)
    assert sharing.pairings == ()
    assert silent not in {unit for *_, unit in sharing.unmet}


def test_the_same_network_comes_first():
    centres = houses(dammen="nord", engen="syd", lunden="nord")
    sharing = met([row("dammen", QUESTION), row("engen", STRONG), row("lunden", STRONG)], centres)
    assert pairs(sharing) == [("dammen", "lunden")]
    assert sharing.pairings[0].same_network
    assert not met([row("dammen", QUESTION), row("engen", STRONG)], centres).pairings[0].same_network
    assert not met([row("dammen", QUESTION), row("engen", STRONG)], houses()).pairings[0].same_network, "no network is no network in common"


def test_one_that_can_learn_in_return_comes_before_one_that_cannot():
    rows = [row("skoven", QUESTION), row("engen", STRONG), row("lunden", STRONG), row("skoven", STRONG, SCALES[1]),
            row("lunden", QUESTION, SCALES[1])]
    sharing = met(rows, houses())
    assert pairs(sharing) == [("skoven", "lunden"), ("lunden", "skoven")]
    assert all(one.in_return for one in sharing.pairings)


def test_how_far_one_stands_out_decides_nothing():
    near, far = (45, 25, 65, 0.001), (150, 120, 180, 0.0001)
    for first, second in ((near, far), (far, near)):
        assert pairs(met([row("dammen", QUESTION), row("engen", first), row("lunden", second)], houses())) == [("dammen", "engen")]


def test_nobody_is_asked_by_more_than_may_ask_and_the_rest_are_told_of():
    rows = [row(slug, QUESTION) for slug in ("dammen", "lunden", "skoven")] + [row("engen", STRONG)]
    sharing = met(rows, houses(), most=2)
    assert pairs(sharing) == [("dammen", "engen"), ("lunden", "engen")]
    assert sharing.unmet == (("child", "friends", "skoven"),)
    again = [*rows, row("dammen", QUESTION, SCALES[1]), row("engen", STRONG, SCALES[1])]
    assert ("dammen", "engen") in pairs(met(again, houses(), most=2))[2:], "one that is met already asks about more on the same visit"


def test_the_visits_are_spread_over_those_who_can_tell():
    rows = [row(slug, QUESTION) for slug in ("dammen", "lunden")] + [row("engen", STRONG), row("skoven", STRONG)]
    assert pairs(met(rows, houses())) == [("dammen", "engen"), ("lunden", "skoven")]


numbers = st.sampled_from([STRONG, QUESTION, UNDECIDED, (5, -10, 19, 0.6)])
cells = st.dictionaries(st.tuples(st.sampled_from(HOUSES), st.sampled_from(SCALES)),
                        st.tuples(numbers, st.sampled_from(["shown", "shown", "hidden", "not_measured"])), min_size=1)
registers = st.tuples(*(st.tuples(st.sampled_from([None, "nord", "syd"]), st.booleans()) for _ in HOUSES))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(cells, registers, st.integers(1, 3), st.randoms(use_true_random=False))
def test_pairings_rest_on_shown_findings_of_willing_centres_whatever_the_order_of_the_rows(cells, register, most, random):
    centres = [Centre(slug, *told) for slug, told in zip(HOUSES, register, strict=True)]
    rows = [row(unit, numbers, pair, status) for (unit, pair), (numbers, status) in cells.items()]
    sharing = met(rows, centres, most)
    random.shuffle(rows)
    assert met(rows, centres, most) == sharing
    willing = {centre.slug for centre in centres if centre.shares_knowledge}
    visits: dict[str, set[str]] = {}
    for one in sharing.pairings:
        assert {one.asks, one.tells} <= willing
        assert cells[one.asks, (one.role, one.scale)] == (QUESTION, "shown")
        assert cells[one.tells, (one.role, one.scale)] == (STRONG, "shown")
        visits.setdefault(one.tells, set()).add(one.asks)
    assert all(len(asking) <= most for asking in visits.values())
    questions = {(*pair, unit) for (unit, pair), told in cells.items() if told == (QUESTION, "shown") and unit in willing}
    assert {(one.role, one.scale, one.asks) for one in sharing.pairings} | set(sharing.unmet) == questions
