"""The page ``check.html``: how every check on a delivery came out, first those that want a person. Nobody is named in it."""

from collections.abc import Sequence
from pathlib import Path

from analysis.display.html import Html, bullets, callout, el, join, p
from analysis.intake.checking import RESULTS, Result
from analysis.parameters import Layout, Parameters
from analysis.publishing.page import PageFacts, assemble

WORDS = {"fail": "fails", "warning": "warning", "not_applicable": "not applicable", "pass": "pass"}


def in_order(results: Sequence[Result]) -> list[Result]:
    """Those that want a person first; within each, in the order of the stages."""
    return sorted(results, key=lambda result: RESULTS.index(result.result))


def verdict(results: Sequence[Result]) -> str:
    """``2 checks fail: no reports can be made of this wave.`` with how the others came out."""
    counts = {result: sum(entry.result == result for entry in results) for result in RESULTS}
    failed = counts["fail"]
    first = (
        f"{failed} check{'' if failed == 1 else 's'} fail{'s' if failed == 1 else ''}: no reports are made of this wave."
        if failed
        else "No check fails: reports can be made."
    )
    return f"{first} {counts['warning']} with warnings, {counts['pass']} passed, {counts['not_applicable']} not applicable."


def write_page(parameters: Parameters, layout: Layout, municipality: str, wave: str, results: Sequence[Result]) -> Path:
    """Write the page beside the wave's internal reports and return its path."""
    unit = parameters.municipality(municipality)
    title = f"Check of the delivery: {unit.name}, {wave}"
    facts = PageFacts(
        title=title,
        language="en",
        status="endelig",
        synthetic=parameters.programme.synthetic,
        municipality=unit.name,
        report_id=f"{municipality}-{wave}/check",
        report="centre-profile",
    )
    place = layout.reports / "internal" / municipality / wave / "check.html"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(assemble(_content(title, results), facts), encoding="utf-8")
    return place


def _content(title: str, results: Sequence[Result]) -> Html:
    failed = any(result.result == "fail" for result in results)
    return join(
        el("header", el("h1", title), p(verdict(results), cls="lead"), cls="cover"),
        callout("caution", p("Reports of this wave wait until what fails is mended.")) if failed else None,
        *(_part(kind, [result for result in results if result.result == kind]) for kind in ("fail", "warning")),
        el("h2", "Every check"),
        _table(in_order(results)),
    )


def _part(kind: str, results: Sequence[Result]) -> Html:
    if not results:
        return Html("")
    return join(
        el("h2", {"fail": "What fails", "warning": "Warnings"}[kind]),
        *(
            join(
                el("h3", result.check.rule),
                bullets(str(problem) for problem in result.problems),
                p(el("strong", "What to do: "), result.check.guidance),
            )
            for result in results
        ),
    )


def _table(results: Sequence[Result]) -> Html:
    head = el("tr", *(el("th", words, scope="col") for words in ("Check", "Result", "Rule")))
    rows = [
        el(
            "tr",
            el("th", result.check.name.replace("_", " "), scope="row"),
            el("td", WORDS[result.result] + (f": {result.reason}" if result.reason else "")),
            el("td", result.check.rule),
        )
        for result in results
    ]
    return el("table", el("caption", "Checks by result"), el("thead", head), el("tbody", *rows))
