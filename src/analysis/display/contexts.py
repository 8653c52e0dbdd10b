"""Short passages that depend on the data: whom levels are compared with, who is missing, how informants agree, what initiatives allow."""

from typing import TYPE_CHECKING

from analysis.display import naming, titles
from analysis.display.html import NOTHING, Html, bullets, callout, p
from analysis.display.rows import each
from analysis.display.tables import interval_words, value_words
from analysis.display.text import begin_sentence, inside_sentence

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report


CLOSE, SOME = 0.5, 0.2
"""Correlations from which two informants are said to see alike, or partly alike. Two people about one child usually reach about 0.3."""


TOO_WIDE = 1.0
"""An interval that covers more than half of what a correlation can be: the number itself would mislead."""


def comparison_note(report: "Report") -> Html:
    """With whom levels are compared; without enough others, why there is nothing about high or low."""
    if report.level == "centre":
        return (
            p(report.say("comparison.centre", municipality=report.meta["municipality"]["name"]), cls="note") if report.compared else NOTHING
        )
    if report.level == "network":
        key = "comparison.network" if report.compared else "comparison.network.none"
        return p(report.say(key, municipality=report.meta["municipality"]["name"]), cls="note")
    if report.level == "programme":
        return p(report.say("comparison.programme"), cls="note")
    if not report.compared:
        return callout("caution", p(report.say("comparison.none", unit=report.unit["name"])))
    rows = report.take("comparison_level", level="municipality")
    counts = rows["n_groups"].dropna()
    count = int(counts.max()) if len(counts) else 0
    return p(report.say("comparison.some", count, n=report.counted(count)), cls="note") if count else NOTHING


def response_sentences(report: "Report", response: "pd.DataFrame") -> Html:
    """Who is missing: groups below the limits, and that the rest says nothing about those who did not answer."""
    found, said = report.meta["thresholds"], []
    for row in each(response):
        if row.status != "shown" or "as_counts" in row.flags:
            continue
        who = naming.respondents(report.meta, row.role, report.language)
        if row.value < found["response_not_interpreted"]:
            said.append(report.say("response.not_interpreted", respondents=who, value=value_words(report, row)))
        elif row.value < found["response_uncertain"]:
            said.append(report.say("response.uncertain", respondents=who, value=value_words(report, row)))
    for row in each(report.take("no_consent", level=report.level)):
        if row.status == "shown" and row.value > 0:
            said.append(report.say("response.no_consent", row.value, forms=report.answers_from(row.role, report.number(row.value))))
    if not (response["status"] == "shown").any():
        return NOTHING
    if not said:
        return p(report.say("response.fine"))
    return bullets(begin_sentence(words) for words in said)


def agreement_sentences(report: "Report", agreement: "pd.DataFrame") -> Html:
    """How far two informants order the same children or centres alike, by stated perspective, beside the programme's own figure."""
    usual = {row.scale: row for row in each(report.take("agreement", level="programme")) if row.status == "shown"}
    said = []
    for row in each(agreement):
        pair = next((entry for entry in report.meta["perspectives"] if entry["name"] == row.scale), None)
        if pair is None:
            continue
        label = naming.quoted(report.pick(pair["label"]), report.language)
        if row.status != "shown":
            said.append(report.say("agreement.hidden", label=label))
            continue
        joined = "child" if pair["joined_by"] == "child" else "centre"
        if row.high - row.low > TOO_WIDE:
            said.append(report.say(f"agreement.{joined}.unknown", label=label))
            continue
        size = "unclear" if row.low <= 0 else "close" if row.value >= CLOSE else "some" if row.value >= SOME else "little"
        words = report.say(f"agreement.{joined}.{size}", label=label, value=value_words(report, row), interval=interval_words(report, row))
        beside = report.say("agreement.usual", value=value_words(report, usual[row.scale])) if row.scale in usual else ""
        said.append(f"{words} {beside}".strip())
    return bullets(said)


def change_note(report: "Report") -> Html:
    """In cohort programmes: change is within the same children; elsewhere: the children are others."""
    if report.previous is None or report.take("change", level=report.level).empty:
        return NOTHING
    key = "change.cohort" if report.meta["programme"]["design"] == "cohort" else "change.cross_section"
    return p(report.say(key, earlier=report.previous, wave=report.wave), cls="note")


def crosswalk_note(report: "Report") -> Html:
    """Where the law changed between the two last waves: how far each theme is still the same."""
    laws = [wave["law"] for wave in report.meta["waves"]]
    if len(laws) < 2 or laws[-1] == laws[-2] or not report.meta["crosswalk"]:
        return NOTHING
    labels = {theme["theme"]: report.pick(theme["label"]) for theme in report.meta["themes"]}
    lines = [
        report.say("crosswalk.line", theme=labels[step["after"]], note=report.pick(step["note"]).rstrip("."), grade=step["grade"])
        for step in report.meta["crosswalk"]
        if step["after"] in labels
    ]
    return callout("note", p(report.say("crosswalk.intro", earlier=report.previous, wave=report.wave)), bullets(lines))


def link_reasons(report: "Report", links: "pd.DataFrame") -> Html:
    """Why each link was chosen beforehand."""
    keys = set(zip(links["role"], links["scale"], links["contrast"], strict=True))
    return bullets(
        report.pick(link["reason"])
        for link in report.meta["links"]
        if (link["outcome_role"], link["outcome"], f"{link['practice_role']}.{link['practice']}") in keys
    )


def gap_change_sentence(report: "Report", changes: "pd.DataFrame") -> Html:
    """Whether the gaps of one contrast (rows ``gap_change``) have shrunk since the wave before; nothing without an earlier wave."""
    if not (changes["status"] == "shown").any():
        return NOTHING
    contrast = changes["contrast"].iloc[0]
    _, category, reference = naming.contrast_labels(report.meta, contrast, report.language)
    words = {"category": inside_sentence(category), "reference": inside_sentence(reference), "earlier": contrast.rpartition(":")[2]}
    return p(titles.apart_from_zero(report, changes, "title.gap_change", words) + ".")


def spread_change_sentence(report: "Report", changes: "pd.DataFrame") -> Html:
    """Whether the centres have come closer since the wave before (rows ``spread_change``); nothing without an earlier wave."""
    changes = changes[changes["contrast"] == (report.previous or "")]
    if not (changes["status"] == "shown").any():
        return NOTHING
    return p(titles.apart_from_zero(report, changes, "title.spread_change", {"earlier": report.previous}) + ".")
