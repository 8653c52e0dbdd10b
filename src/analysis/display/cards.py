"""Dialogue cards in words: four to a page, each with the data behind it; and the plan of the meeting they are for."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analysis.display import naming, wording
from analysis.display.centre import children_answer
from analysis.display.front_page import forms_words
from analysis.display.html import NOTHING, Html, el, p
from analysis.display.rows import each
from analysis.display.tables import table
from analysis.display.text import begin_sentence

if TYPE_CHECKING:
    from analysis.display.report import Report
    from analysis.findings.cards import Card, Measure
    from analysis.findings.finding import Finding

ANSWERS = {"best": True, "least": False}
PLANS = {"staff": (10, 25, 15, 10), "leader": (15, 35, 25, 15), "administration": (15, 35, 25, 15)}
"""Minutes of a meeting: for reading, then for the three phases."""
STEPS = ("read", "needs", "effort", "planning")


def deck(report: "Report", findings: Iterable["Finding"], meeting: str) -> tuple["Card", ...]:
    """The cards of one meeting, chosen from what the report shows (``findings.cards``). None in a letter."""
    if report.too_few:
        return ()
    from analysis.findings import cards

    leading = [finding for finding in findings if report.may_lead(finding)]
    themes = {theme["theme"]: len(theme.get("questions", ())) for theme in report.meta["themes"]}
    shown = [about for about, best in ANSWERS.items() if children_answer(report, best)]
    return cards.deck(meeting, leading, _measures(report), themes, shown)


def _measures(report: "Report") -> list["Measure"]:
    """Scales of the report's own unit whose level is shown and may be read."""
    from analysis.findings.cards import Measure
    from analysis.findings.find import NEVER

    rows = report.take("level", level=report.level)
    entries = {(entry["role"], entry["scale"]): entry for entry in report.meta["scales"]}
    return [
        Measure(row.role, row.scale, entries[row.role, row.scale]["theme"] or "", None if row.n != row.n else float(row.n))
        for row in each(rows)
        if row.status == "shown" and not NEVER & set(row.flags.split(";"))
    ]


def dialogue_cards(report: "Report", cards: Iterable["Card"], phase: str, meeting: str) -> Html:
    """The cards of one phase (needs, effort, planning); nothing where there are none."""
    chosen = [card for card in cards if card.phase == phase]
    if not chosen:
        return NOTHING
    name = report.say(f"card.phase.{phase}")
    made = [
        el(
            "div",
            el("h3", report.say("card.title", phase=name, number=report.number(number))),
            p(question(report, card, meeting)),
            p(behind(report, card), cls="note"),
            cls="card",
        )
        for number, card in enumerate(chosen, start=1)
    ]
    return el("div", made, cls="cards")


def question(report: "Report", card: "Card", meeting: str) -> str:
    """What the card asks."""
    if card.about == "theme":
        theme = next(theme for theme in report.meta["themes"] if theme["theme"] == card.measure.theme)
        return report.pick(theme["questions"][card.number - 1])
    said = wording.values(report, card.finding) if card.finding else {}
    if card.about in ANSWERS:
        answer = children_answer(report, ANSWERS[card.about])
        said = {"question": answer.question, "answer": answer.answer, "share": answer.share}
    return begin_sentence(report.say(f"card.{meeting}.{card.phase}.{card.about}.{card.number}", **said))


def behind(report: "Report", card: "Card") -> str:
    """The data behind the card: a finding, the answers a question is about, or everybody's answers."""
    if card.finding:
        return report.say("card.data.finding", finding=wording.short(report, card.finding))
    if card.measure:
        label = naming.scale_quoted(report.meta, card.measure.role, card.measure.scale, report.language)
        return report.say("card.data.theme", scale_inside=label, answers=_heard(report, card.measure.role, card.measure.n))
    if card.about in ANSWERS:
        answer = children_answer(report, ANSWERS[card.about])
        return report.say("card.data.answers", answers=_heard(report, answer.role, answer.n))
    forms = forms_words(report)
    return report.say("card.data.open", answers=forms) if forms else report.say("card.data.none")


def _heard(report: "Report", role: str, n: float | None) -> str:
    """``24 børn``; ``børn`` where their number is not told, as of answers nearly everybody gave."""
    return naming.respondents(report.meta, role, report.language) if n is None else report.answers_from(role, report.number(n))


def meeting_plan(report: "Report", meeting: str) -> Html:
    """A meeting that uses the cards, minute by minute. Nothing in a letter."""
    if report.too_few:
        return NOTHING
    rows = [
        (report.say("meeting.minutes", n=report.number(minutes)), [report.say(f"meeting.{meeting}.{step}")])
        for step, minutes in zip(STEPS, PLANS[meeting], strict=True)
    ]
    return table(report.say(f"meeting.caption.{meeting}"), [report.say("table.time"), report.say("table.what")], rows, numbers=False)
