"""The politicians' page: one side of paper with what was found, what it calls for, and what a council may ask."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analysis.display import wording
from analysis.display.first_page import box, change_lines, level_lines, other_lines, recommendation_lines
from analysis.display.front_page import forms_line
from analysis.display.html import Html, el, p

if TYPE_CHECKING:
    from analysis.display.report import Report
    from analysis.findings.finding import Finding
    from analysis.findings.recommend import Recommended

MOST = 2
"""Findings of a kind: the page is one side of paper."""
ASKED = ("challenge", "decline", "gap", "spread", "progress", "strength", "low_response")
"""Kinds of finding a council may ask about, in the order they are taken."""
QUESTIONS = 3


def brief(report: "Report", headline: dict[str, tuple["Finding", ...]], recommended: Iterable["Recommended"] = ()) -> Html:
    """The page's boxes, at most two findings of a kind; an empty box says why it is empty."""
    few = {kind: found[:MOST] for kind, found in headline.items()}
    others = other_lines(report, few)[:MOST]
    boxes = [
        box(report, "strengths", level_lines(report, few, "strength")),
        box(report, "challenges", level_lines(report, few, "challenge")),
        box(report, "changes", change_lines(report, few)[:MOST]),
        box(report, "others", others) if others else None,
        box(report, "recommendations", recommendation_lines(report, list(recommended)[:MOST], alone=True)),
        box(report, "council", questions(report, few)),
        box(report, "cannot_say", [report.say("brief.cannot.centre"), report.say("brief.cannot.cause")]),
    ]
    margin = report.number(report.meta["thresholds"]["margin"])
    reading = [p(forms_line(report)) if forms_line(report) else None, p(report.say("brief.reading", margin=margin), cls="note")]
    return el("div", reading, [one for one in boxes if one], cls="summary")


def questions(report: "Report", headline: dict[str, tuple["Finding", ...]]) -> list[str]:
    """What a council may ask: one for each kind of finding there is, the rest about conditions; the last always is."""
    first = [headline[kind][0] for kind in ASKED if headline.get(kind)]
    told = [report.say(f"brief.ask.{finding.kind}", **wording.values(report, finding)) for finding in first[: QUESTIONS - 1]]
    return told + [report.say(f"brief.ask.open.{number}") for number in range(1, QUESTIONS - len(told) + 1)]
