"""Why a recommendation stands in a report and why not: the answer follows the selection, and names every number the triggers looked at."""

import pandas as pd
import pytest

from analysis.findings.find import find
from analysis.findings.why import QUANTITIES, why


@pytest.fixture
def asked(thresholds):
    """``asked(rows, entries, slug)``: the answer about ``slug``."""

    def answer(rows: pd.DataFrame, entries, slug: str, **rest):
        return why(rows, find(rows, thresholds), entries, slug, thresholds, **rest)

    return answer


def test_what_was_taken_says_its_place_and_the_number_that_called_it(asked, entry, shown):
    low = shown("comparison", -40, -60, -20, q=0.001)
    answer = asked(low, [entry("it", "low_level")], "it")
    assert (answer.place, answer.taken, answer.considered.outcome) == (1, ("it",), "chosen")
    (looked,) = answer.triggers[0].fired
    assert (looked.finding.value, looked.said) == (-40, "challenge")


@pytest.mark.parametrize(("rows", "said", "missed"), [
    (dict(value=-40, low=-90, high=10, q=0.2), "cannot_tell", "kind"),
    (dict(value=40, low=20, high=60, q=0.001), "strength", "kind"),
    (dict(value=float("nan"), status="hidden"), "hidden", "kind"),
    (dict(value=float("nan"), status="not_measured"), "not_measured", "kind"),
    (dict(value=-40, low=-60, high=-20, q=0.001, flags="hidden_reliability"), "nothing", "kind"),
    (dict(value=-40, low=-60, high=-20, q=0.001), "challenge", "size"),
])
def test_a_trigger_that_does_not_fire_says_what_it_found_instead(asked, entry, shown, rows, said, missed):
    answer = asked(shown("comparison", **rows), [entry("it", "low_level", least=50)], "it")
    assert answer.considered is None
    (looked,) = answer.triggers[0].looked
    assert (looked.said, looked.missed) == (said, missed)
    assert answer.triggers[0].fired == ()


def test_a_response_that_is_not_low_is_said_to_be_high_enough(asked, entry, shown):
    answer = asked(shown("response", 0.84, scale=""), [entry("it", "low_response")], "it")
    assert [one.said for one in answer.triggers[0].looked] == ["high"]


def test_a_spread_no_larger_than_usual_is_told_as_such(asked, entry, shown):
    rows = pd.concat([shown("spread", 50, 28, 80), shown("spread", 40, 30, 50, level="programme", unit="all")])
    assert asked(rows, [entry("it", "centre_spread")], "it").triggers[0].looked[0].missed == "importance"


def test_only_numbers_the_trigger_is_about_are_looked_at(asked, entry, shown):
    rows = pd.concat([shown("comparison", -40, -60, -20, q=0.001), shown("comparison", -30, -60, 0, q=0.1, scale="child_friends"),
                      shown("change", -40, -60, -20, q=0.001), shown("comparison", -30, -60, 0, q=0.1, role="staff", scale="teamwork")])
    answer = asked(rows, [entry("it", "low_level", scales=("child_friends",))], "it")
    assert [one.key[:3] for one in answer.triggers[0].looked] == [("comparison", "child", "child_friends")]


def test_what_was_passed_over_names_what_was_taken(asked, entry, shown):
    rows = pd.concat([shown("comparison", -40, -60, -20, q=0.001), shown("comparison", -38, -58, -18, q=0.001, scale="child_friends"),
                      shown("comparison", -30, -50, -10, q=0.001, scale="child_places"),
                      shown("comparison", -29, -49, -9, q=0.001, scale="child_play")])
    entries = [entry("first", "low_level", scales=("child_books",), area="one"),
               entry("kind", "low_level", scales=("child_friends",), area="one"),
               entry("late", "low_level", scales=("child_books",), area="two"),
               entry("second", "low_level", scales=("child_friends",), area="three"),
               entry("third", "low_level", scales=("child_places",), area="four"),
               entry("beyond", "low_level", scales=("child_play",), area="five")]

    def told(slug: str) -> tuple[str, str]:
        considered = asked(rows, entries, slug).considered
        return considered.outcome, considered.by

    assert asked(rows, entries, "third").taken == ("first", "second", "third")
    assert [told(slug) for slug in ("kind", "late", "beyond")] == [("same_kind", "first"), ("answered", "first"), ("beyond", "")]


def test_every_pattern_is_sought_in_the_numbers_its_findings_come_from(shown, entry, thresholds, asked):
    """The quantities of a pattern are those whose findings it fires on: a new one could not be forgotten here."""
    from analysis.findings.find import SIGNED
    from analysis.findings.recommend import PATTERNS

    by_finding = {"low_response": {"response"}}
    for quantity, kinds in SIGNED.items():
        for kind in kinds:
            if kind in PATTERNS:
                by_finding.setdefault(PATTERNS[kind], set()).add(quantity)
    assert {pattern: set(quantities) for pattern, quantities in QUANTITIES.items()} == by_finding
