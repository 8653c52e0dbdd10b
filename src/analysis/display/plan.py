"""From challenge to competence: what the findings call for, what the municipality's plan offers, who, when, at what price, who decides."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analysis.display import naming, wording
from analysis.display.html import NOTHING, Html, bullets, callout, el, join, p, strong
from analysis.display.numbers import period
from analysis.display.tables import table

if TYPE_CHECKING:
    from analysis.display.report import Report
    from analysis.findings.finding import Finding

FORM_LINES = 6


def competence_needs(report: "Report", findings: Iterable["Finding"]) -> Html:
    """The challenges, what staff are to be able to do, the catalogue's package with its price, whether it is planned and where it is
    followed up. Nothing without a catalogue (``competence_form`` is for that), or without a challenge."""
    plan = report.meta["plan"]
    if not plan or not plan["catalogue"]:
        return NOTHING
    needs = _needs(report, findings, plan["catalogue"])
    if not needs:
        return p(report.say("plan.no_challenge"))
    rows = []
    for need in needs:
        packages = need.packages
        able = [report.pick(package["need"]) for package in packages] or [report.say("plan.write_need")]
        offer = [_offer(report, plan, package) for package in packages] or [report.say("plan.no_package")]
        rows.append((wording.short(report, need.finding), ["; ".join(able), "; ".join(offer), _followed(report, need)]))
    heads = [report.say(f"table.{key}") for key in ("challenge", "need", "effort", "follow_up")]
    note = " ".join(filter(None, [_next_survey(report, plan), _made_up_catalogue(report, plan)]))
    return join(table(report.say("plan.needs"), heads, rows, numbers=False), p(note, cls="note"))


def competence_form(report: "Report", findings: Iterable["Finding"]) -> Html:
    """Where nothing is planned yet, or not from a catalogue: a sheet for each challenge with room for need, effort, who, when, price and
    milestones."""
    plan = report.meta["plan"]
    if not plan or (plan["catalogue"] and plan["efforts"]):
        return NOTHING
    called = [wording.short(report, need.finding) for need in _needs(report, findings, [])]
    sheets = [report.say("plan.form.challenge", words=words) for words in called] or [report.say("plan.form.open")]
    return join(
        el("div", el("h3", title), p(report.say("plan.form.ask")), el("div", cls="lines", data_lines=FORM_LINES), cls="worksheet")
        for title in sheets
    )


def plan_efforts(report: "Report") -> Html:
    """What is planned: who, when, who answers for it, whether it is decided for all or in each centre, and where that is said."""
    plan = report.meta["plan"]
    if not plan or not plan["efforts"]:
        return NOTHING
    rows = [
        (
            effort_name(report, plan, effort),
            [
                report.pick(effort["who"]),
                period(effort["start"], effort["end"], report.language),
                report.pick(effort["responsible"]),
                report.say(f"plan.{effort['decided']}"),
                source_words(report, effort),
            ],
        )
        for effort in plan["efforts"]
    ]
    heads = [report.say(f"table.{key}") for key in ("effort", "who", "period", "responsible", "decided", "source")]
    return table(report.say("plan.efforts"), heads, rows, numbers=False)


def plan_budget(report: "Report") -> Html:
    """What it costs, effort by effort, the sum, and the frame it is held against; a caution where the frame does not reach."""
    plan = report.meta["plan"]
    if not plan or not plan["efforts"]:
        return NOTHING
    found, efforts = plan["budget"], {effort["slug"]: effort for effort in plan["efforts"]}
    packages = {package["slug"]: package for package in plan["catalogue"]}
    rows = []
    for cost in found["costs"]:
        effort = efforts[cost["effort"]]
        priced = source_words(report, packages[effort["package"]] if effort["package"] else effort)
        rows.append((effort_name(report, plan, effort), [_units(report, cost), _money(report, cost["amount"]), priced]))
    rows.append((report.say("plan.total"), ["", _money(report, found["total"]), ""]))
    if found["frame"] is not None:
        frame = [report.pick(plan["frame"]["comes_from"]), _money(report, found["frame"]), source_words(report, plan["frame"])]
        rows.append((report.say("plan.frame"), frame))
        if not found["over"]:
            rows.append((report.say("plan.left"), ["", _money(report, found["frame"] - found["total"]), ""]))
    heads = [report.say(f"table.{key}") for key in ("effort", "units", "amount", "source")]
    said = table(report.say("plan.budget"), heads, rows, numbers=(False, True, False))
    return join(said, _over(report, found), _unpriced(report, found))


def _over(report: "Report", found: dict) -> Html | None:
    if not found["over"]:
        return None
    words = report.say("plan.over", amount=_money(report, found["over"]), frame=_money(report, found["frame"]))
    return callout("caution", p(strong(words)), p(report.say("plan.over.ask")))


def _unpriced(report: "Report", found: dict) -> Html | None:
    count = found["unpriced"]
    return callout("caution", p(report.say("plan.unpriced", count, n=report.counted(count)))) if count else None


def plan_decisions(report: "Report") -> Html:
    """What the municipality decides for all, and what each centre decides."""
    plan = report.meta["plan"]
    if not plan or not plan["decisions"]:
        return NOTHING
    said = []
    for by in ("central", "local"):
        own = [one for one in plan["decisions"] if one["by"] == by]
        lines = [_decision(report, one) for one in own]
        said += [p(strong(report.say(f"plan.decisions.{by}"))), bullets(lines)] if own else []
    return join(said)


def _decision(report: "Report", one: dict) -> str:
    source = source_words(report, one)
    return report.say("plan.decision", what=report.pick(one["what"]), source=source) if source else report.pick(one["what"])


def effort_name(report: "Report", plan: dict, effort: dict) -> str:
    """Its own name, or its package's."""
    packages = {package["slug"]: package for package in plan["catalogue"]}
    return report.pick(packages[effort["package"]]["name"] if effort["package"] else effort["name"])


def source_words(report: "Report", part: dict) -> str:
    """Where a part of the plan is said; in a synthetic programme what nobody said is made up, and that is written."""
    return part["source"] or (report.say("plan.made_up") if report.meta["programme"]["synthetic"] else "")


def _needs(report: "Report", findings: Iterable["Finding"], catalogue: list[dict]):
    from analysis.findings.needs import needs

    leading = [finding for finding in findings if report.may_lead(finding) and not _at_home(report, finding)]
    return needs(leading, catalogue, report.meta["links"], report.meta["thresholds"]["headline_findings"])


def _at_home(report: "Report", finding: "Finding") -> bool:
    """What parents tell of themselves is nothing staff are to be trained in."""
    entry = naming.scale_entry(report.meta, finding.role, finding.scale)
    return entry is not None and entry["about"] == "person" and naming.role_entry(report.meta, finding.role)["form"] == "parent"


def _offer(report: "Report", plan: dict, package: dict) -> str:
    """``Pakken (32.500 kr. pr. dagtilbud): alle dagtilbud, 2018-2019``; or that it is not in the plan."""
    name = report.say(
        f"plan.offer.{package['per']}", name=report.pick(package["name"]),
        amount=_money(report, sum(module["price"] for module in package["modules"])),
    )
    planned = [effort for effort in plan["efforts"] if effort["package"] == package["slug"]]
    if not planned:
        return report.say("plan.not_planned", name=name)
    when = [period(effort["start"], effort["end"], report.language) for effort in planned]
    return report.say("plan.planned", name=name, who=report.pick(planned[0]["who"]), period=report.listed(when))


def _followed(report: "Report", need) -> str:
    """The scales on which the next survey can see whether it helped: the practice that is worked with, and the challenge itself."""
    pairs = dict.fromkeys([*need.through, (need.finding.role, need.finding.scale)])
    return report.listed([naming.scale_quoted(report.meta, role, scale, report.language) for role, scale in pairs])


def _made_up_catalogue(report: "Report", plan: dict) -> str:
    made_up = report.meta["programme"]["synthetic"] and not all(package["source"] for package in plan["catalogue"])
    return report.say("plan.catalogue_made_up") if made_up else ""


def _next_survey(report: "Report", plan: dict) -> str:
    survey = plan["next_survey"]
    if not survey:
        return report.say("plan.follow_up")
    return report.say("plan.follow_up.when", period=period(survey["start"], survey["end"], report.language))


def _money(report: "Report", amount: float | None) -> str:
    return report.say("plan.no_price") if amount is None else report.say("plan.money", n=report.number(amount))


def _units(report: "Report", cost: dict) -> str:
    """``37 dagtilbud à 32.500 kr.``"""
    if cost["units"] is None:
        return ""
    price = _money(report, cost["price"])
    return report.say(f"plan.units.{cost['per']}", cost["units"], n=report.number(cost["units"]), price=price)
