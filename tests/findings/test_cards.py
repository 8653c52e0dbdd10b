"""Which cards a deck holds, and that none rests on a number nobody may see or that decides nothing."""

from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure.tables import SHOWN_COLUMNS, typed
from analysis.findings.cards import DECK, MEETINGS, MOST_A_FINDING, MOST_FROM_FINDINGS, QUESTIONS, WITH_THEMES, Measure, deck
from analysis.findings.find import find
from analysis.findings.finding import KINDS
from analysis.parameters.programme import Thresholds

THEMES = {"language": 2, "nature": 2, "social": 1}
MEASURES = (Measure("child", "child_books", "language", 40.0), Measure("contact", "language_skills", "language", 38.0),
            Measure("contact", "mathematics", "nature", 38.0), Measure("staff", "collaboration", "", 12.0))


def about(cards, phase="needs") -> list[str]:
    return [card.about for card in cards if card.phase == phase]


@pytest.mark.parametrize("meeting", MEETINGS)
def test_a_deck_is_whole_without_a_single_finding(meeting):
    for cards in (deck(meeting, ()), deck(meeting, (), MEASURES, THEMES, ("best", "least"))):
        assert Counter(card.phase for card in cards) == DECK
        assert about(cards)[-1] == "open"


def test_it_opens_with_what_calls_for_attention_and_what_is_good(finding):
    found = [finding("decline", importance=3.0, scale="mathematics"), finding("challenge", importance=2.0, scale="friends"),
             finding("strength", importance=1.0)]
    cards = deck("staff", found)
    assert about(cards)[:3] == ["decline", "strength", "challenge"]
    for phase in ("effort", "planning"):
        assert [(card.about, card.finding) for card in cards if card.phase == phase][:2] == [("hard", found[0]), ("good", found[2])]


def test_a_finding_has_its_second_question_when_all_have_had_their_first(finding):
    found = [finding("challenge", importance=2.0), finding("strength", importance=1.0, scale="friends")]
    needs = [card for card in deck("staff", found) if card.phase == "needs" and card.finding]
    assert [(card.about, card.number) for card in needs] == [("challenge", 1), ("strength", 1), ("challenge", 2), ("strength", 2)]


def test_a_scale_comes_again_when_the_others_have_come(finding):
    found = [finding("challenge", importance=3.0), finding("decline", importance=2.0),
             finding("challenge", importance=1.0, scale="friends")]
    assert [(card.about, card.finding.scale) for card in deck("staff", found) if card.phase == "needs" and card.finding][:3] == [
        ("challenge", "child_books"), ("challenge", "friends"), ("decline", "child_books")]


@pytest.mark.parametrize("kind", ["unchanged", "cannot_tell"])
def test_what_is_undecided_opens_no_card(finding, kind):
    assert [card for card in deck("leader", [finding(kind, importance=9.0)]) if card.finding] == []


def test_spread_that_is_nothing_special_opens_no_card(finding):
    assert [card for card in deck("leader", [finding("spread", importance=0.0)]) if card.finding] == []
    assert [card for card in deck("leader", [finding("spread", importance=0.1)]) if card.finding] != []


def test_themes_come_in_the_laws_order_and_never_on_a_measure_a_finding_has_named(finding):
    themed = [(card.measure.theme, card.measure.scale, card.number)
              for card in deck("staff", [finding("challenge", role="child", scale="child_books")], MEASURES, THEMES) if card.measure]
    assert themed == [("language", "language_skills", 1), ("nature", "mathematics", 1)]


def test_the_administration_is_not_asked_what_only_those_among_the_children_know():
    assert {"staff", "leader"} == WITH_THEMES
    assert not [card for card in deck("administration", (), MEASURES, THEMES) if card.measure]


def test_only_answers_that_are_shown_become_cards():
    assert "best" not in about(deck("staff", ()))
    assert about(deck("staff", (), answers=("least",)))[0] == "least"


KINDS_OF_ROWS = ("comparison", "change", "gap", "spread", "leader_staff_gap", "link", "response", "level", "centre_comparison")
ROWS = st.fixed_dictionaries({
    "kind": st.sampled_from(KINDS_OF_ROWS), "role": st.sampled_from(["child", "contact", "staff"]),
    "scale": st.sampled_from(["child_books", "mathematics", "collaboration"]),
    "status": st.sampled_from(["shown", "hidden", "not_measured"]), "value": st.integers(-60, 60), "half": st.integers(1, 50),
    "q": st.sampled_from([0.001, 0.04, 0.2, 0.9]), "flags": st.sampled_from(["", "no_comparison", "not_comparable", "few_raters"])})


def table(rows: list[dict]) -> pd.DataFrame:
    blank = dict.fromkeys(SHOWN_COLUMNS, "") | {"level": "municipality", "unit": "billund", "wave": "2019", "audience": "administration"}
    made = [blank | {"n": 300, "n_raters": 9, "n_groups": 12, "low": row["value"] - row["half"], "high": row["value"] + row["half"]}
            | {name: cell for name, cell in row.items() if name != "half"} | {"contrast": str(place)} for place, row in enumerate(rows)]
    return typed(pd.DataFrame(made, columns=SHOWN_COLUMNS))


@settings(max_examples=60, deadline=None)
@given(st.lists(ROWS, min_size=1, max_size=12), st.sampled_from(MEETINGS))
def test_no_card_rests_on_a_hidden_or_an_undecided_number(rows, meeting):
    """Numbers are left in hidden rows here, as no shown file does: a deck is the same with and without them."""
    thresholds, shown = Thresholds(), table(rows)
    cards = deck(meeting, find(shown, thresholds))
    assert cards == deck(meeting, find(shown[shown["status"] == "shown"].reset_index(drop=True), thresholds))
    by_key = {row.contrast: row for row in shown.itertuples()}
    for card in cards:
        if card.finding and card.finding.quantity != "response":
            row = by_key[card.finding.contrast]
            assert row.status == "shown"
            assert row.q < thresholds.fdr
            assert row.kind == "link" or abs(row.value) >= thresholds.margin
            assert not set(row.flags.split(";")) & {"no_comparison", "not_comparable"}


FINDINGS = st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(["child_books", "mathematics", "friends"]),
                              st.floats(0, 5, allow_nan=False)), max_size=12)


@settings(max_examples=60, deadline=None)
@given(FINDINGS, st.sampled_from(MEETINGS), st.randoms())
def test_a_deck_is_whole_without_doubles_and_the_same_in_any_order(finding, drawn, meeting, random):
    found = [finding(kind, scale=scale, importance=importance, contrast=str(place))
             for place, (kind, scale, importance) in enumerate(drawn)]
    cards = deck(meeting, found, MEASURES, THEMES, ("best", "least"))
    assert Counter(card.phase for card in cards) == DECK
    asked = [(card.phase, card.about, card.number, card.measure.theme if card.measure else "") for card in cards]
    assert len(set(asked)) == len(asked)
    assert all(card.number <= QUESTIONS[meeting][card.phase].get(card.about, THEMES.get(card.measure.theme if card.measure else "", 0))
               for card in cards)
    of_findings = [card.finding for card in cards if card.phase == "needs" and card.finding]
    assert len(of_findings) <= MOST_FROM_FINDINGS
    assert max(Counter(of_findings).values(), default=0) <= MOST_A_FINDING
    shuffled = [replace(one) for one in found]
    random.shuffle(shuffled)
    assert deck(meeting, shuffled, MEASURES, THEMES, ("best", "least")) == cards
