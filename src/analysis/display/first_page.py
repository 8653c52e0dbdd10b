"""The page that can be read alone: up to three strengths, challenges, changes and recommendations, and what the data cannot say."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analysis.display import naming, programme, wording
from analysis.display.html import NOTHING, Html, bullets, el, p
from analysis.display.rows import each
from analysis.display.tables import counts_words

if TYPE_CHECKING:
    from analysis.display.report import Report
    from analysis.findings.finding import Finding
    from analysis.findings.recommend import Recommended

EDGED = frozenset({"strengths", "challenges", "changes", "recommendations", "others"})
"""Boxes whose edge has a colour of its own."""
COMPARED = ("comparison", "centre_comparison", "network_comparison")


def summary(report: "Report", headline: dict[str, tuple["Finding", ...]], recommended: Iterable["Recommended"] = ()) -> Html:
    """One page of boxes. Written for none, one, two or three findings of a kind: an empty box says why it is empty."""
    if report.too_few:
        return NOTHING
    if report.level == "programme":
        return _of_programme(report, headline)
    boxes = [
        box(report, "who", _who_lines(report)) if report.level in ("centre", "network") and _who_lines(report) else None,
        box(report, "children", _children_lines(report)) if report.level == "centre" and _children_lines(report) else None,
        box(report, "strengths", level_lines(report, headline, "strength")),
        box(report, "questions" if report.level == "network" else "challenges", level_lines(report, headline, "challenge"), "challenges"),
        box(report, "changes", change_lines(report, headline)),
        box(report, "others", other_lines(report, headline)) if other_lines(report, headline) else None,
    ]
    if report.meta["report"] == "learning-report":
        boxes.append(box(report, "recommendations", recommendation_lines(report, list(recommended))))
    boxes.append(box(report, "cannot_say", _cannot_lines(report, headline)))
    return el("div", p(_selected(report), cls="lead"), [box for box in boxes if box], cls="summary")


def _of_programme(report: "Report", headline: dict) -> Html:
    """Municipalities stand side by side and none is told apart here: how they differ, what hangs together, what can be compared."""
    links = [wording.short(report, finding) for finding in headline.get("association", ())]
    between = report.take("municipality_spread", level="programme")
    within = report.take("spread", level="programme")
    judged = report.take("comparability", level="programme")
    boxes = {
        "municipalities": [programme.who_words(report)],
        "between": list(filter(None, [programme.between_words(report, between), programme.within_words(report, between, within)])),
        "links": links or [report.say("summary.links.none")],
        "comparable": list(filter(None, [programme.comparable_words(report, judged)])),
        "cannot_say": [report.say("cannot.programme"), _cause(report)],
    }
    return el("div", [box(report, name, lines) for name, lines in boxes.items() if lines], cls="summary")


def _cause(report: "Report") -> str:
    return report.say("cannot.cause" if report.meta["programme"]["design"] == "cross_section" else "cannot.cause.cohort")


def box(report: "Report", name: str, lines: list[str], like: str = "") -> Html:
    """A heading and a line, or several as a list. ``like``: the box whose edge it has, where that is another's."""
    said = bullets(lines) if len(lines) > 1 else p(lines[0])
    return el("div", el("h3", report.say(f"summary.{name}")), said, cls=f"box {like or name}" if (like or name) in EDGED else "box")


def _selected(report: "Report") -> str:
    """How many scales the page was chosen from."""
    rows = report.take("level", level=report.level)
    count = int((rows["status"] == "shown").sum())
    if not count:
        return report.say("summary.nothing_shown")
    return report.say("summary.selected", count, n=report.number(count), unit=report.unit["name"])


def _who_lines(report: "Report") -> list[str]:
    """How many of each group answered."""
    rows = report.take("response", level=report.level)
    said = [
        report.say("summary.who.line", role=naming.role_label(report.meta, row.role, report.language), counts=counts_words(report, row))
        for row in each(rows)
        if row.status == "shown"
    ]
    return [" · ".join(said)] if said else []


def _children_lines(report: "Report") -> list[str]:
    """What the children of a centre answer most and least favourably."""
    from analysis.display.centre import children_answers

    return [words for words in (children_answers(report, best=True), children_answers(report, best=False)) if words]


def level_lines(report: "Report", headline: dict, kind: str) -> list[str]:
    """What lies above or below the others, or why nothing is said."""
    found = [finding for finding in headline.get(kind, ()) if finding.quantity in COMPARED]
    if found:
        return [wording.short(report, finding) for finding in found]
    if not report.compared:
        return [report.say(f"summary.{kind}.no_comparison.{report.level}")]
    few = any(one.kind == kind and one.quantity in COMPARED and not report.enough(one) for one in report.findings())
    return [report.say(f"summary.{kind}.{'few' if few else 'none'}.{report.level}")]


def change_lines(report: "Report", headline: dict) -> list[str]:
    """What has moved since the last wave, or why nothing is said."""
    if report.previous is None:
        return [report.say("summary.first_wave")]
    if report.take("change", level=report.level).empty:
        return [report.say("summary.change.not_told", earlier=report.previous)]
    found = [finding for kind in ("progress", "decline") for finding in headline.get(kind, ())]
    if found:
        return [wording.short(report, finding) for finding in found]
    return [report.say("summary.change.none", earlier=report.previous)]


def other_lines(report: "Report", headline: dict) -> list[str]:
    """The most important finding of each other kind."""
    found = [headline[kind][0] for kind in ("gap", "spread", "disagreement", "association", "low_response") if headline.get(kind)]
    return [wording.short(report, finding) for finding in found]


def recommendation_lines(report: "Report", recommended: list["Recommended"], alone: bool = False) -> list[str]:
    """The titles of the recommendations; on a page that stands alone how sure research is, and the caution, with each."""
    from analysis.display.recommendations import caution, strength

    if not recommended:
        return [report.say("summary.recommendations.none")]
    titles = [report.pick(one.recommendation.title.model_dump()) for one in recommended]
    if not alone:
        return titles
    more = [f"{strength(report, one.recommendation)} {caution(report, one.recommendation)}" for one in recommended]
    return [f"{title}. {words}" for title, words in zip(titles, more, strict=True)]


def _cannot_lines(report: "Report", headline: dict) -> list[str]:
    """What page one may not be read as, the most important first."""
    lines = [report.say(f"cannot.{report.level}", unit=report.unit["name"])]
    undecided = [finding for finding in report.findings() if finding.kind == "cannot_tell" and finding.quantity in (*COMPARED, "change")]
    if undecided:
        lines.append(report.say("cannot.undecided", len(undecided), n=report.number(len(undecided))))
    return [*lines, _cause(report)]
