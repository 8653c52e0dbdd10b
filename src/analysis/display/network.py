"""What a network has in common: what goes well in it as a whole, and questions worth asking together. No centre is named."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analysis.display import wording
from analysis.display.html import Html, bullets

if TYPE_CHECKING:
    from analysis.display.report import Report
    from analysis.findings.finding import Finding

MOST = 3
"""Of each kind: what a meeting can hold."""


def common_strengths(report: "Report", findings: Iterable["Finding"]) -> Html:
    """What lies above the rest of the municipality or has risen in the network; then what holds for the municipality as a whole."""
    own = [wording.sentence(report, one) for one in _leading(report, findings, ("strength", "progress"))]
    whole = [_of_whole(report, one, "strength") for one in _leading(report, _municipality(report), ("strength",))]
    return bullets([*(own or [report.say("network.strengths.none")]), *whole])


def common_questions(report: "Report", findings: Iterable["Finding"]) -> Html:
    """Questions from what lies below, has fallen or is answered by few; then from what holds for the municipality, spread among it."""
    own = [report.say(f"network.question.{one.kind}", said=wording.short(report, one).rstrip("."))
           for one in _leading(report, findings, ("challenge", "decline", "low_response"))]
    whole = [_of_whole(report, one, f"question.{one.kind}") for one in _leading(report, _municipality(report), ("challenge", "spread"))]
    return bullets([*(own or [report.say("network.questions.none")]), *whole])


def _leading(report: "Report", findings: Iterable["Finding"], kinds: tuple[str, ...]) -> list["Finding"]:
    return [one for one in findings if one.kind in kinds and report.may_lead(one)][:MOST]


def _municipality(report: "Report") -> list["Finding"]:
    """Findings about the municipality the network is part of, most important first."""
    from analysis.findings.find import find

    return find(report.rows, report.thresholds, "municipality", report.meta["municipality"]["slug"], report.wave, report.previous)


def _of_whole(report: "Report", finding: "Finding", what: str) -> str:
    said = wording.short(report, finding).rstrip(".")
    return report.say(f"network.whole.{what}", said=said, municipality=report.meta["municipality"]["name"])
