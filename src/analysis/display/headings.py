"""Section headings that state what is seen. A section without anything to show has no heading, and its prose goes with it."""

from collections.abc import Iterable, Sized
from typing import TYPE_CHECKING

from analysis.display import goal_follow_up, lasting, naming, programme, shares_reading, titles, wording
from analysis.display.figures.links import certain
from analysis.display.html import NOTHING, Html, el, handle
from analysis.display.report import COMPARED
from analysis.display.text import inside_sentence

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report
    from analysis.display.topics import Topic
    from analysis.findings.finding import Finding


def heading(report: "Report", section: str, rows: "pd.DataFrame | Sized | None" = None, findings: Iterable["Finding"] = ()) -> Html:
    """``h2`` of ``section`` with what its rows and findings show; nothing where rows were given and there are none."""
    if rows is not None and not len(rows):
        return NOTHING
    seen = SEEN.get(section)
    words = report.say(f"section.{section}")
    said = seen(report, rows, list(findings)) if seen and rows is not None else ""
    return el("h2", f"{words}: {said}" if said else words, id=report.identifier(section.replace("_", "-")))


def topic_heading(report: "Report", topic: "Topic", findings: Iterable["Finding"] = ()) -> Html:
    """``h3`` of a theme or a group of respondents with what is seen about it; nothing for an empty topic, or one none of whose answers
    may be shown: the answers are what stands under it."""
    levels = report.take("level", topic=topic, level=report.level)
    answers = report.take("answer_share", topic=topic, level=report.level)
    if not topic or levels.empty or not (answers["status"] == "shown").any():
        return NOTHING
    label = topic.label or report.say("topic.without_theme")
    found = [finding for finding in findings if (finding.role, finding.scale) in topic.pairs]
    own = [finding for finding in found if finding.quantity in COMPARED.values()]
    changes = [finding for finding in found if finding.quantity == "change"]
    said = _level_words(report, own, levels) if report.compared else ""
    moved = (
        titles.since_last(report, changes, levels.assign(contrast=report.previous))
        if any(finding.kind in ("progress", "decline") and report.enough(finding) for finding in changes)
        else ""
    )
    words = said or moved or _answer_words(report, topic)
    return el("h3", f"{label}: {words}" if words else label, id=report.identifier(f"topic-{handle(topic.key)}"))


def contrast_heading(report: "Report", gaps: "pd.DataFrame", findings: tuple["Finding", ...] = ()) -> Html:
    """``h3`` of two groups of children compared, with what the ``findings`` say of them; nothing where no gap is shown."""
    if not (gaps["status"] == "shown").any():
        return NOTHING
    contrast = gaps["contrast"].iloc[0]
    variable, category, reference = naming.contrast_labels(report.meta, contrast, report.language)
    groups = report.say("heading.contrast", variable=variable, category=inside_sentence(category), reference=inside_sentence(reference))
    found = [finding for finding in findings if finding.kind == "gap" and finding.contrast == contrast and report.enough(finding)]
    labels = titles.names(report, found, "gap", gaps)
    seen = report.say("heading.contrast.some", scales=titles.some(report, labels)) if labels else report.say("heading.contrast.none")
    words = f"{groups}: {seen}" if findings else groups
    return el("h3", words, id=report.identifier(f"gap-{handle(contrast)}"))


def _level_words(report: "Report", own: list["Finding"], levels: "pd.DataFrame") -> str:
    return titles.against_others(report, own, levels, True, report.level)


def _answer_words(report: "Report", topic: "Topic") -> str:
    """Without a comparison: the question most answered favourably."""
    shares = report.take("answer_share", topic=topic, level=report.level)
    if shares.empty or not (shares["status"] == "shown").any():
        return ""
    first = shares[shares["role"] == shares["role"].iloc[0]]
    return shares_reading.title(report, shares_reading.questions(report, first))


def _who(report: "Report", rows: "pd.DataFrame", findings: list) -> str:
    return titles.rates_sentence(report, rows[rows["status"] == "shown"])


def _levels(report: "Report", rows: "pd.DataFrame", findings: list) -> str:
    own = [finding for finding in findings if finding.quantity in COMPARED.values()]
    return titles.against_others(report, own, rows, report.compared, report.level)


def _answers(report: "Report", rows: "pd.DataFrame", findings: list) -> str:
    """The question most answer favourably; nothing where the answers are hidden."""
    return shares_reading.best_sentence(report, shares_reading.questions(report, rows)) if (rows["status"] == "shown").any() else ""


def _change(report: "Report", rows: "pd.DataFrame", findings: list) -> str:
    return titles.since_last(report, [finding for finding in findings if finding.quantity == "change"], rows)


def _spread(report: "Report", rows: "pd.DataFrame", findings: list) -> str:
    found = titles.names(report, findings, "spread", rows)
    count = titles.scale_count(rows)
    if found:
        return report.say("title.spread.some", len(found), scales=titles.some(report, found))
    return report.say("title.spread.none", count, n=report.number(count))


def _background(report: "Report", rows: "pd.DataFrame", findings: list) -> str:
    """The largest gap among those of ``rows``, or that none is certain."""
    told = set(rows["contrast"])
    gaps = [finding for finding in findings if finding.kind == "gap" and finding.contrast in told and report.enough(finding)]
    if not gaps:
        return report.say("title.background.none")
    said = wording.values(report, gaps[0])
    count = len(gaps)
    return report.say("title.background.some", count, n=report.number(count), **{key: said[key] for key in ("variable", "scale_inside")})


def _links(report: "Report", rows: "pd.DataFrame", findings: list) -> str:
    sure, examined = certain(rows, findings)
    count = len(sure)
    weak = count > 0 and all(abs(finding.value) < report.thresholds.weak_association for finding in sure)
    key = "title.links.count.weak" if weak else "title.links.count"
    return report.say(key, count, n=report.number(count), all=report.number(examined))


def _perspectives(report: "Report", rows: "pd.DataFrame", findings: list) -> str:
    apart = [finding for finding in findings if finding.kind == "disagreement" and report.enough(finding)]
    if apart:
        label = naming.scale_quoted(report.meta, apart[0].role, apart[0].scale, report.language)
        return report.say("title.perspectives.apart", scale_inside=label)
    return report.say("title.perspectives.alike")


def _between(report: "Report", rows: "pd.DataFrame", findings: list) -> str:
    return programme.between_words(report, rows)


def _comparable(report: "Report", rows: "pd.DataFrame", findings: list) -> str:
    return programme.comparable_words(report, rows)


SEEN = {
    "response": _who,
    "wellbeing": _levels,
    "environment": _levels,
    "change": _change,
    "spread": _spread,
    "background": _background,
    "links": _links,
    "perspectives": _perspectives,
    "development_change": _change,
    "development_goals": goal_follow_up.heading_words,
    "development_lasting": lasting.heading_words,
    "development_spread": _spread,
    "development_background": _background,
    "network_levels": _levels,
    "network_change": _change,
    "programme_spread": _between,
    "programme_norms": _comparable,
    "programme_links": _links,
    "profile_change": _change,
    "profile_answers": _answers,
    "profile_adults": _levels,
}
"""Section -> the sentence of its heading. Others carry their name alone."""
