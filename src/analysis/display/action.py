"""From report to action: what the data give to the pedagogical analysis, the year and worksheets."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from analysis.display import naming, wording
from analysis.display.html import NOTHING, Html, bullets, el, join, p
from analysis.display.numbers import EN_DASH
from analysis.display.tables import table
from analysis.findings.needs import CALLS

if TYPE_CHECKING:
    from analysis.display.report import Report
    from analysis.findings.finding import Finding

MOST = 3
STEPS = ("problem", "goal", "information", "statement", "maintaining", "measures", "doing", "evaluation")
"""The eight steps of the pedagogical analysis, in order."""
LINES = {"problem": 3, "goal": 4, "information": 4, "statement": 4, "measures": 8}
"""Lines to write on, of steps that are one question."""
PARTS = {
    "maintaining": {"context": 4, "actor": 4, "individual": 4},
    "doing": {"who": 4, "when": 2, "hold": 3},
    "evaluation": {"signs": 3, "next": 3},
}
"""The questions of a step that has several, and lines to write on under each."""


def problem_statement(report: "Report", findings: Iterable["Finding"]) -> Html:
    """Step 1 filled from the data: what the analysis could start from, at most three, as questions."""
    found = [finding for finding in findings if finding.kind in CALLS and report.may_lead(finding)][:MOST]
    if not found:
        return p(report.say("action.problem.none"))
    return join(
        p(report.say("action.problem", len(found), n=report.counted(len(found)))),
        bullets(report.say(f"question.{finding.kind}", **wording.values(report, finding)) for finding in found),
    )


def information(report: "Report", findings: Iterable["Finding"]) -> Html:
    """Step 3 filled from the data: what the survey already knows, strengths first, and whom it heard."""
    found = [finding for finding in findings if report.may_lead(finding)]
    good = [wording.short(report, finding) for finding in found if finding.kind in ("strength", "progress")][:MOST]
    hard = [wording.short(report, finding) for finding in found if finding.kind in CALLS][:MOST]
    told = [report.take(kind, level=report.level) for kind in ("response", "level")]
    answered = {role for rows in told for role in rows.loc[rows["status"] == "shown", "role"]}
    heard = [naming.respondents(report.meta, role, report.language) for role in report.asked if role in answered]
    return join(bullets([*good, *hard]), p(report.say("action.heard", respondents=report.listed(heard))) if heard else None)


def year_wheel(report: "Report") -> Html:
    """From field period to field period: what happens when, and who carries it. Cohort programmes have no such year, a letter no room."""
    if report.meta["programme"]["design"] == "cohort" or report.too_few:
        return NOTHING
    asked = date.fromisoformat(report.meta["waves"][-1]["field_period"]["end"]).year
    when = {"weeks": _weeks(report), "year": str(asked), "next": str(asked + 1), "after": str(asked + 2)}
    rows = [
        (report.say(f"year.{step}.when", **when), [report.say(f"year.{step}.what"), report.say(f"year.{step}.who")])
        for step in ("survey", "centres", "dialogue", "plan", "midway", "follow_up")
    ]
    return table(report.say("year.caption"), [report.say(f"table.{key}") for key in ("when", "what", "who")], rows, numbers=False)


def _weeks(report: "Report") -> str:
    """ISO weeks of the field period: ``38–41``."""
    field = report.meta["waves"][-1]["field_period"]
    first, last = (date.fromisoformat(field[end]).isocalendar().week for end in ("start", "end"))
    return str(first) if first == last else f"{first}{EN_DASH}{last}"


def worksheet(report: "Report", step: str, findings: Iterable["Finding"] = ()) -> Html:
    """A sheet for one of the eight steps; 1 and 3 begun from the data, 2 beside the municipality's goals. Nothing in a letter."""
    if report.too_few:
        return NOTHING
    place = STEPS.index(step) + 1
    found = list(findings)
    begun = {"problem": problem_statement, "information": information, "goal": _goals_beside}.get(step)
    return el(
        "div",
        el("h3", f"{place}. {report.say(f'step.{step}')}"),
        p(report.say(f"step.{step}.ask")),
        begun(report, found) if begun else None,
        _room(LINES[step]) if step in LINES else None,
        [join(el("h4", report.say(f"step.{step}.{part}")), _room(lines)) for part, lines in PARTS.get(step, {}).items()],
        cls="worksheet",
    )


def _room(lines: int) -> Html:
    return el("div", cls="lines", data_lines=lines)


def _goals_beside(report: "Report", findings: list["Finding"]) -> Html:
    """The municipality's goals so far, which a centre's own goal stands beside; nothing where none was set."""
    texts = [report.pick(goal["text"]) for goal in report.meta["goals"] if goal["centre"] is None]
    return join(p(report.say("action.goals", len(texts))), bullets(texts)) if texts else NOTHING
