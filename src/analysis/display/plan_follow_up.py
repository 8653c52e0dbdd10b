"""What was planned after an earlier survey, at this one: how far each effort was when it began, how it went on what the plan aimed at, and
what these numbers cannot say."""

from typing import TYPE_CHECKING

from analysis.display.html import NOTHING, Html, bullets, callout, el, join, p, strong
from analysis.display.naming import quoted
from analysis.display.numbers import period
from analysis.display.plan import effort_name
from analysis.display.questions import answer_rows, left_open
from analysis.display.tables import table

if TYPE_CHECKING:
    from analysis.display.report import Report
    from analysis.findings.answers import Answered


def plan_heading(report: "Report") -> Html:
    """``h3``: which survey's plan is followed up; nothing where none was made."""
    plan = report.meta["earlier_plan"]
    return el("h3", report.say("plan.followed", earlier=plan["follows"]), id=report.identifier("plan-followed")) if plan else NOTHING


def plan_progress(report: "Report") -> Html:
    """Each effort of the earlier plan: who, when, and how far it was by the plan when this survey began."""
    plan = report.meta["earlier_plan"]
    if not plan:
        return NOTHING
    rows = [
        (
            effort_name(report, plan, effort),
            [report.pick(effort["who"]), period(effort["start"], effort["end"], report.language), _reached(report, effort)],
        )
        for effort in plan["efforts"]
    ]
    words = {"wave": report.wave, "earlier": plan["follows"]}
    heads = [report.say(f"table.{key}", **words) for key in ("effort", "who", "period", "when_surveyed")]
    caption = report.say("plan.followed.efforts", **words)
    return join(p(report.say("plan.followed.lead", **words)), table(caption, heads, rows, numbers=False))


def plan_changes(report: "Report") -> Html:
    """The change since the plan was made, on the scales its packages aim at; nothing where no effort aims at any."""
    answered = _changes(report)
    if not answered:
        return NOTHING
    words = {"wave": report.wave, "earlier": report.meta["earlier_plan"]["follows"]}
    heads = [report.say(f"table.{key}") for key in ("scale", "answer", "difference_points", "n")]
    return table(report.say("plan.followed.changes", **words), heads, answer_rows(report, "change", answered), numbers=False)


def plan_limits(report: "Report") -> Html:
    """What the numbers cannot say of the earlier plan: what was not over, what no scale is about, and what a change leaves open."""
    plan = report.meta["earlier_plan"]
    if not plan:
        return NOTHING
    begins, said = report.meta["waves"][-1]["field_period"]["start"], []
    names = {effort["slug"]: quoted(effort_name(report, plan, effort), report.language) for effort in plan["efforts"]}
    unended = [names[effort["slug"]] for effort in plan["efforts"] if effort["end"] >= begins]
    if unended:
        said.append(report.say("plan.followed.unended", names=report.listed(unended), wave=report.wave))
    unmeasured = [names[effort["slug"]] for effort in plan["efforts"] if not effort["package"]]
    if unmeasured:
        said.append(report.say("plan.followed.unmeasured", names=report.listed(unmeasured)))
    answered = _changes(report)
    if answered:
        said.append(left_open(report, "change", answered) or report.say("plan.followed.cause"))
    if any(one.answer in ("open", "hint_up", "hint_down") for one in answered):
        said.append(report.say("question.limit.open"))
    if any(one.answer == "hidden" for one in answered):
        said.append(report.say("question.limit.hidden"))
    return callout("caution", p(strong(report.say("question.limits"))), bullets(said)) if said else NOTHING


def _reached(report: "Report", effort: dict) -> str:
    """``I gang: 4 af 5 moduler var færdige``; by the plan's own dates."""
    begins, count = report.meta["waves"][-1]["field_period"]["start"], len(effort["modules"])
    if effort["end"] < begins:
        return report.say("plan.reached.ended")
    if effort["start"] >= begins:
        return report.say("plan.reached.not_begun")
    if not count:
        return report.say("plan.reached.begun")
    done = sum(module["finished"] < begins for module in effort["modules"])
    return report.say("plan.reached.modules", count, n=report.number(done), all=report.number(count))


def _changes(report: "Report") -> list["Answered"]:
    """The shown change since the plan was made of every scale that a package in it aims at, in the order of the codebook."""
    from analysis.findings.answers import answers

    plan = report.meta["earlier_plan"]
    if not plan:
        return []
    taken = {effort["package"] for effort in plan["efforts"]}
    aims = {scale for package in plan["catalogue"] if package["slug"] in taken for scale in package["scales"]}
    roles = {entry["scale"]: entry["role"] for entry in report.meta["scales"]}
    part = {"quantity": "change", "scales": [scale for scale in roles if scale in aims], "initiative": None, "background": None}
    return answers(part, report.rows, report.unit["slug"], report.wave, plan["follows"], roles, report.thresholds)
