"""What is said of municipalities side by side: how they and their centres differ, and what can be compared over the waves."""

from typing import TYPE_CHECKING

from analysis.display import titles
from analysis.display.figures.interval_chart import MOST_ROWS
from analysis.display.figures.pieces import scale_and_respondents
from analysis.display.html import NOTHING, Html, bullets, callout, join, p
from analysis.display.rows import each
from analysis.display.tables import table, value_words

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report

FEW = 10
"""Municipalities below which how far they differ can only be told roughly: a spread of so few."""


def who_words(report: "Report") -> str:
    """How many municipalities stand in the report, and from how many forms."""
    count = len(report.meta["municipalities"])
    return report.say("summary.who.programme", count, n=report.number(count), wave=report.wave)


def many_municipalities(report: "Report") -> Html:
    """Of more municipalities than a figure holds: why none is drawn by name, and where its numbers are; nothing of fewer."""
    count = len(report.meta["municipalities"])
    return p(report.say("programme.many", count, n=report.number(count))) if count > MOST_ROWS else NOTHING


def between_words(report: "Report", between: "pd.DataFrame") -> str:
    """On how many scales municipalities differ beyond their centres and chance; empty where nothing is shown."""
    between = between[between["kind"] == "municipality_spread"]
    if not (between["status"] == "shown").any():
        return ""
    return titles.apart_from_zero(report, between, "title.between", {})


def within_words(report: "Report", between: "pd.DataFrame", within: "pd.DataFrame") -> str:
    """On how many scales centres of one municipality are estimated to differ more than municipalities do; empty where none has both."""
    pairs = _pairs(between, within)
    if not pairs:
        return ""
    more = sum(one.value > other.value for other, one in pairs)
    return report.say("title.within", len(pairs), n=report.number(more), all=report.number(len(pairs)))


def variance_sentences(report: "Report", between: "pd.DataFrame", within: "pd.DataFrame") -> Html:
    """Both, and that few municipalities tell little about how far municipalities differ."""
    said = [words for words in (between_words(report, between), within_words(report, between, within)) if words]
    if not said:
        return NOTHING
    counts = between.loc[between["status"] == "shown", "n_groups"].dropna()
    few = report.say("programme.few", counts.max(), n=report.number(counts.max())) if len(counts) and counts.max() < FEW else ""
    return join(bullets(f"{words}." for words in said), p(few, cls="note") if few else None)


def _pairs(between: "pd.DataFrame", within: "pd.DataFrame") -> list[tuple]:
    """(municipalities', centres') row of every scale that shows both."""
    shown = {(row.role, row.scale): row for row in each(within) if row.status == "shown"}
    return [(row, shown[row.role, row.scale]) for row in each(between) if row.status == "shown" and (row.role, row.scale) in shown]


def earlier_waves(judged: "pd.DataFrame") -> list[str]:
    """The waves that this one was held against, oldest first."""
    return sorted({contrast.split(":")[1] for contrast in judged["contrast"]})


def comparable_words(report: "Report", judged: "pd.DataFrame") -> str:
    """On how many scales this wave can be compared with the earliest one; empty where none was judged."""
    waves = earlier_waves(judged)
    if not waves:
        return ""
    rows = judged[judged["contrast"] == f"wave:{waves[0]}:{report.wave}"]
    apart = int(rows["flags"].str.contains("not_comparable", regex=False).sum())
    count = len(rows)
    if not apart:
        return report.say("title.comparable.all", count, n=report.number(count), earlier=waves[0])
    return report.say("title.comparable.some", apart, n=report.number(apart), all=report.number(count), earlier=waves[0])


def comparable_scales(report: "Report", judged: "pd.DataFrame") -> Html:
    """Rows ``comparability`` by scale: whether this wave can be held against each earlier one, and what the questions themselves moved."""
    if judged.empty:
        return callout("note", p(report.say("comparable.none")))
    waves = earlier_waves(judged)
    found = {(row.role, row.scale, row.contrast.split(":")[1]): row for row in each(judged)}
    body = []
    for row in each(judged.drop_duplicates(["role", "scale"])):
        cells = []
        for wave in waves:
            other = found.get((row.role, row.scale, wave))
            cells += [_verdict(report, other), value_words(report, other) if other is not None and other.status == "shown" else ""]
        body.append((scale_and_respondents(report, row), cells))
    heads = [report.say("table.scale")]
    for wave in waves:
        heads += [report.say("table.comparable", wave=wave), report.say("table.shift", wave=wave)]
    limit = report.number(report.meta["thresholds"]["margin"] / 2)
    return table(report.say("comparable.caption", limit=limit), heads, body, numbers=[False, True] * len(waves))


def _verdict(report: "Report", row) -> str:
    if row is None or row.status != "shown":
        return report.say("comparable.untried")
    return report.say("comparable.no" if "not_comparable" in row.flags else "comparable.yes")
