"""Shown findings to a deck of dialogue cards: questions, never verdicts.

A deck has sixteen cards in three phases, four to a page. The phase of needs opens with the most important finding that calls for attention
and the most important one that is good, then the others by importance, at most ``MOST_FROM_FINDINGS`` cards; then the questions children
answer most and least favourably; then a question for each curriculum theme that has a shown measure; the last places, at least one, are for
questions that rest on no single number. The other two phases take up the first of each side again and are filled with open questions. No
question is used twice, so no two cards of a deck say the same. What is unchanged or cannot be told never opens a card.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from analysis.findings.find import order
from analysis.findings.finding import Finding

Phase = Literal["needs", "effort", "planning"]
Meeting = Literal["staff", "leader", "administration"]
PHASES: tuple[Phase, ...] = get_args(Phase)
MEETINGS: tuple[Meeting, ...] = get_args(Meeting)

DECK: dict[Phase, int] = {"needs": 8, "effort": 4, "planning": 4}
MOST_FROM_FINDINGS = 5
MOST_A_FINDING = 2

HARD = ("challenge", "decline", "gap", "spread", "disagreement")
GOOD = ("strength", "progress")
OTHER = ("association", "low_response")

_EVERYWHERE = {"best": 1, "least": 1, "open": DECK["needs"], "challenge": 2, "decline": 2, "strength": 2, "progress": 2, "gap": 2,
               "low_response": 1}
_ACROSS = _EVERYWHERE | {"spread": 2, "disagreement": 2, "association": 1}
_LATER = {"hard": 1, "good": 1, "open": DECK["effort"]}
QUESTIONS: dict[Meeting, dict[Phase, dict[str, int]]] = {
    "staff": {"needs": _EVERYWHERE | {"challenge": 3}, "effort": _LATER, "planning": _LATER},
    "leader": {"needs": _ACROSS, "effort": _LATER, "planning": _LATER},
    "administration": {"needs": _ACROSS, "effort": _LATER, "planning": _LATER},
}
"""How many questions there are for each meeting, phase and occasion; the words stand in display's catalogues."""

WITH_THEMES: frozenset[Meeting] = frozenset({"staff", "leader"})
"""Meetings of people who are among the children: questions about a theme are for them."""


@dataclass(frozen=True)
class Measure:
    """A scale with a shown level, which a question about its theme may name. ``n``: forms, None where unknown."""

    role: str
    scale: str
    theme: str
    n: float | None


@dataclass(frozen=True)
class Card:
    """One question. ``about``: the occasion (a kind of finding, hard, good, best, least, theme, open), ``number``: which of its questions.

    At most one of ``finding`` and ``measure`` is there: the data behind the card.
    """

    phase: Phase
    about: str
    number: int
    finding: Finding | None = None
    measure: Measure | None = None


def deck(meeting: Meeting, findings: Iterable[Finding], measures: Iterable[Measure] = (), themes: Mapping[str, int] | None = None,
         answers: Collection[str] = ()) -> tuple[Card, ...]:
    """The cards of one meeting, by phase. Deterministic: equals in the order of their keys.

    ``measures``: in codebook order. ``themes``: theme -> how many questions its bank holds, in the law's order.
    ``answers``: which of ``best`` and ``least`` children's answers are shown.
    """
    asked = QUESTIONS[meeting]["needs"]
    leading = sorted((found for found in findings if found.kind in (*HARD, *GOOD, *OTHER) and found.kind in asked and found.importance > 0),
                     key=order)
    needs = _from_findings(leading, asked)
    needs += [Card("needs", about, 1) for about in ("best", "least") if about in answers]
    if meeting in WITH_THEMES:
        needs += _from_themes(needs, list(measures), themes or {})[: DECK["needs"] - 1 - len(needs)]
    return tuple([*_filled("needs", needs), *_later("effort", leading), *_later("planning", leading)])


def _from_findings(leading: list[Finding], asked: Mapping[str, int]) -> list[Card]:
    """The first of each side, then by importance, a scale that has been named after the others; then each finding's second question."""
    firsts = [found for found in (_first(leading, HARD), _first(leading, GOOD)) if found]
    new, again, named = [], [], set()
    for finding in [*firsts, *(found for found in leading if found not in firsts)]:
        (again if (finding.role, finding.scale) in named else new).append(finding)
        named.add((finding.role, finding.scale))
    chosen: list[Card] = []
    for _ in range(MOST_A_FINDING):
        for finding in [*new, *again]:
            number = 1 + sum(card.about == finding.kind for card in chosen)
            if len(chosen) < MOST_FROM_FINDINGS and number <= asked[finding.kind]:
                chosen.append(Card("needs", finding.kind, number, finding))
    return chosen


def _from_themes(before: list[Card], measures: list[Measure], themes: Mapping[str, int]) -> list[Card]:
    """One question for each theme in the law's order, on its first measure no card has named; then each theme's second."""
    named = {(card.finding.role, card.finding.scale) for card in before if card.finding}
    left = {theme: [one for one in measures if one.theme == theme and (one.role, one.scale) not in named] for theme in themes}
    return [Card("needs", "theme", number, measure=left[theme][number - 1])
            for number in range(1, max(themes.values(), default=0) + 1)
            for theme, bank in themes.items() if number <= min(bank, len(left[theme]))]


def _later(phase: Phase, leading: list[Finding]) -> list[Card]:
    """What is to be done about the first finding of each side, and open questions."""
    pairs = (("hard", _first(leading, HARD)), ("good", _first(leading, GOOD)))
    return _filled(phase, [Card(phase, about, 1, finding) for about, finding in pairs if finding])


def _filled(phase: Phase, cards: list[Card]) -> list[Card]:
    """Up to the phase's number of cards with questions that rest on no single number."""
    return cards + [Card(phase, "open", number) for number in range(1, DECK[phase] - len(cards) + 1)]


def _first(leading: list[Finding], kinds: tuple[str, ...]) -> Finding | None:
    return next((finding for finding in leading if finding.kind in kinds), None)
