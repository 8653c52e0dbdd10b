"""The parents' page: what children and parents answered and what was found, in words one can read with a coat on."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analysis.display import shares_reading, wording
from analysis.display.front_page import forms_words
from analysis.display.html import NOTHING, Html, bullets, join, p
from analysis.display.numbers import percent

if TYPE_CHECKING:
    from analysis.display.report import Report
    from analysis.findings.finding import Finding

MOST_BEST = 2
MOST_LEAST = 2
MOST_FINDINGS = 2
TOLD = ("comparison", "change")
"""Quantities the page tells of: where the municipality stands and how it has moved."""


def parents_asked(report: "Report") -> Html:
    """Who was asked, and how many answered."""
    forms = forms_words(report)
    return join(
        p(report.say("parents.asked", place=report.unit["name"], wave=report.wave), cls="lead"),
        p(report.say("parents.forms", forms=forms)) if forms else None,
    )


def parents_answers(report: "Report", form: str) -> Html:
    """What most and what fewest of those with that kind of form answer favourably; nothing where it is hidden or they were not asked.

    What parents do at home is theirs, and not told here.
    """
    rows = report.take("answer_share", level=report.level, form=form)
    at_home = {(entry["role"], entry["scale"]) for entry in report.meta["scales"] if form == "parent" and entry["about"] == "person"}
    asked = [one for one in shares_reading.questions(report, rows) if (one.role, one.scale) not in at_home] if len(rows) else []
    shown = sorted((one for one in asked if one.good is not None), key=lambda one: -one.good)
    top = [_answer(report, one, report.say("share.or_more", share=percent(one.capped[1], report.language)))
           for one in shares_reading.capped_best(asked)]
    best = [_answer(report, one, percent(one.good, report.language)) for one in shown]
    if not best and not top:
        return NOTHING
    high = [*top, *best][:MOST_BEST]
    low = [words for words in best[-MOST_LEAST:] if words not in high]
    return join(
        p(report.say("parents.most")),
        bullets(high),
        join(p(report.say("parents.fewest")), bullets(low)) if low else None,
    )


def _answer(report: "Report", question: shares_reading.Question, share: str) -> str:
    return report.say(
        "parents.answer",
        share=share,
        answer=question.good_label,
        question=shares_reading.in_title(report, question),
    )


def parents_findings(report: "Report", findings: Iterable["Finding"], side: str) -> Html:
    """What goes well (``good``) or what to work on (``hard``); where nothing is sure, that."""
    kinds = {"good": ("strength", "progress"), "hard": ("challenge", "decline")}[side]
    found = [one for one in findings if one.kind in kinds and one.quantity in TOLD and report.may_lead(one)][:MOST_FINDINGS]
    if not found:
        return p(report.say(f"parents.{side}.none" if report.compared or report.previous else "parents.no_comparison"))
    return bullets(report.say(f"parents.{one.kind}", **wording.values(report, one)) for one in found)
