"""Differences around zero: change since the last wave, gaps between groups of children, own centre against the others, initiatives.

The grey band is the programme's margin: what lies within it is too small to count whatever the interval says.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from analysis.display import naming, titles
from analysis.display.figures.figure import Figure, assemble
from analysis.display.figures.interval_chart import MOST_ROWS, Axis, Row, draw, ticks
from analysis.display.figures.pieces import (
    by_key,
    left_out,
    mark_of,
    n_caption,
    namer,
    point,
    scale_name,
    shown_values,
    spoken,
    under_respondents,
    unshown,
)
from analysis.display.html import Html
from analysis.display.numbers import signed
from analysis.display.rows import each
from analysis.display.shares_reading import mark_legend
from analysis.display.tables import value_words, values_table
from analysis.display.text import begin_sentence, inside_sentence

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report

MOST_OF_A_CENTRE = 12
"""Rows of the change figure in a profile, which is to stay a few pages."""


def change_interval(report: "Report", changes: "pd.DataFrame", adjusted: "pd.DataFrame | None" = None, findings=()) -> Figure | Html:
    """Rows ``change``, one a scale: this wave minus the one before; as a diamond the same for a like group of children."""
    changes = changes[changes["contrast"] == (report.previous or "")]
    adjusted = adjusted[adjusted["contrast"] == report.previous] if adjusted is not None else None
    if (instead := unshown(report, changes)) is not None:
        return instead
    earlier = changes["contrast"].iloc[0]
    caption = report.say(
        "figure.caption.change",
        earlier=earlier,
        wave=report.wave,
        n=n_caption(report, changes),
        margin=report.number(report.meta["thresholds"]["margin"]),
        legend=mark_legend(report, changes),
    )
    return _around_zero(
        report,
        changes,
        titles.since_last(report, findings, changes),
        caption,
        ("role", "scale"),
        namer(report, changes),
        (report.say("axis.decline"), report.say("axis.progress")),
        report.say("table.change", earlier=earlier),
        adjusted,
        "composition",
        most=MOST_OF_A_CENTRE if (changes["level"] == "centre").all() else MOST_ROWS,
    )


def gap_interval(
    report: "Report", gaps: "pd.DataFrame", adjusted: "pd.DataFrame | None" = None, changes: "pd.DataFrame | None" = None, findings=()
) -> Figure | Html:
    """Rows ``gap`` of one contrast, one a scale; the adjusted ones as a diamond beside; how each has changed in the table alone."""
    if (instead := unshown(report, gaps)) is not None:
        return instead
    variable, category, reference = naming.contrast_labels(report.meta, gaps["contrast"].iloc[0], report.language)
    groups = {"category": inside_sentence(category), "reference": inside_sentence(reference), "variable": inside_sentence(variable)}
    found = titles.names(report, [finding for finding in findings if finding.contrast == gaps["contrast"].iloc[0]], "gap", gaps)
    count = titles.scale_count(gaps)
    title = (
        report.say("title.gap.some", len(found), scales=titles.some(report, found), **groups)
        if found
        else report.say("title.gap.none", count, n=report.number(count), **groups)
    )
    caption = report.say(
        "figure.caption.gap",
        n=n_caption(report, gaps),
        legend=mark_legend(report, gaps),
        margin=report.number(report.meta["thresholds"]["margin"]),
        **groups,
    )
    ends = tuple(report.say("axis.highest", group=begin_sentence(groups[side])) for side in ("reference", "category"))
    return _around_zero(
        report,
        gaps,
        title,
        caption,
        ("role", "scale"),
        namer(report, gaps),
        ends,
        report.say("table.gap"),
        adjusted,
        "background",
        [(report.say("table.gap_change"), changes)] if changes is not None and len(changes) else [],
    )


def centre_against_others(report: "Report", comparisons: "pd.DataFrame", findings=()) -> Figure | Html:
    """Rows ``centre_comparison`` of one centre, one a scale: own minus the municipality's other centres together."""
    if (instead := unshown(report, comparisons)) is not None:
        return instead
    title = titles.against_others(report, findings, comparisons, True, "centre")
    caption = report.say(
        "figure.caption.centre",
        n=n_caption(report, comparisons),
        legend=mark_legend(report, comparisons),
        margin=report.number(report.meta["thresholds"]["margin"]),
    )
    return _around_zero(
        report,
        comparisons,
        title,
        caption,
        ("role", "scale"),
        namer(report, comparisons),
        (report.say("axis.below"), report.say("axis.above")),
        report.say("table.difference"),
    )


def _around_zero(
    report: "Report",
    rows: "pd.DataFrame",
    title: str,
    caption: str,
    by: tuple[str, ...],
    name: Callable,
    ends: tuple[str, str],
    head: str,
    adjusted: "pd.DataFrame | None" = None,
    allowing: str = "background",
    more: Sequence = (),
    most: int = MOST_ROWS,
) -> Figure:
    beside = by_key(adjusted[adjusted["status"] == "shown"], *by) if adjusted is not None else {}
    margin = report.meta["thresholds"]["margin"]
    label = scale_name(report) if by == ("role", "scale") else name
    lines = {row: _row(report, row, beside.get(tuple(getattr(row, key) for key in by)), label(row)) for row in each(rows)}
    values = shown_values(rows, *([adjusted] if beside else []))
    axis = Axis(ticks(values, (-40, 40), (20, 50, 100, 200)), lambda value: signed(value, report.language), 0.0, (-margin, margin), ends)
    chart = under_respondents(report, lines, axis, most)
    legend = [("unit", report.say("legend.raw")), ("comparison", report.say(f"legend.adjusted.{allowing}"))] if beside else []
    columns = [(head, rows), *([(report.say(f"legend.adjusted.{allowing}"), adjusted)] if beside else []), *more]
    return assemble(
        report,
        title,
        [spoken(report, name(row), row) for row in each(rows)],
        caption.strip() + left_out(report, rows, most),
        lambda sheet: draw(sheet, chart, axis, legend, report.synthetic_mark, len(chart)),
        lambda words: values_table(report, words, report.say("table.scale"), columns, by, name),
    )


def _row(report: "Report", row, other, label: str) -> Row:
    if row.status != "shown":
        return Row(label, mark=mark_of(report, row))
    points = (point("unit", row), *((point("comparison", other),) if other is not None and other.status == "shown" else ()))
    return Row(label, value_words(report, row), points)
