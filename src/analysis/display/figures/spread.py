"""Spread between centres, noise removed, this wave beside the one before; and of centres beside that of municipalities.

No centre is named or can be told.
"""

from typing import TYPE_CHECKING

from analysis.display import titles
from analysis.display.figures.figure import Figure, assemble
from analysis.display.figures.interval_chart import Axis, Row, draw, ticks
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
from analysis.display.programme import within_words
from analysis.display.rows import each
from analysis.display.shares_reading import mark_legend
from analysis.display.tables import value_words, values_table

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report


def spread_interval(
    report: "Report", spreads: "pd.DataFrame", earlier: "pd.DataFrame | None" = None, changes: "pd.DataFrame | None" = None, findings=()
) -> Figure | Html:
    """Rows ``spread``, one a scale, those of the wave before as open circles; ``changes`` (rows ``spread_change``) in the table alone."""
    if (instead := unshown(report, spreads)) is not None:
        return instead
    past = earlier[earlier["status"] == "shown"] if earlier is not None else spreads.iloc[:0]
    before = by_key(past, "role", "scale")
    name, label = namer(report, spreads), scale_name(report)
    lines = {}
    for row in each(spreads):
        other = before.get((row.role, row.scale))
        points = (point("unit", row), *((point("earlier", other),) if other else ())) if row.status == "shown" else ()
        lines[row] = Row(label(row), value_words(report, row) if row.status == "shown" else "", points, mark_of(report, row))
    axis = Axis(
        ticks(shown_values(spreads, past), (0, 40), (10, 20, 50)),
        report.number,
        ends=(report.say("axis.alike"), report.say("axis.different")),
    )
    chart = under_respondents(report, lines, axis)
    legend = [("unit", report.wave_words(report.wave)), ("earlier", report.wave_words(past["wave"].iloc[0]))] if before else []
    found = titles.names(report, findings, "spread", spreads)
    count = titles.scale_count(spreads)
    title = (
        report.say("title.spread.some", len(found), scales=titles.some(report, found))
        if found
        else report.say("title.spread.none", count, n=report.number(count))
    )
    columns = [(report.wave_words(report.wave), spreads), *([(report.wave_words(past["wave"].iloc[0]), past)] if before else [])]
    if changes is not None and len(changes):
        columns.append((report.say("table.spread_change"), changes))
    caption = report.say("figure.caption.spread", n=n_caption(report, spreads), legend=mark_legend(report, spreads)).strip()
    return assemble(
        report,
        title,
        [spoken(report, name(row), row) for row in each(spreads)],
        caption + left_out(report, spreads),
        lambda sheet: draw(sheet, chart, axis, legend, report.synthetic_mark, len(chart)),
        lambda words: values_table(report, words, report.say("table.scale"), columns, ("role", "scale"), name),
    )


def spread_between_and_within(report: "Report", between: "pd.DataFrame", within: "pd.DataFrame") -> Figure | Html:
    """Rows ``spread`` of the programme (centres of one municipality) with rows ``municipality_spread`` as a diamond beside, one a scale."""
    if (instead := unshown(report, within)) is not None:
        return instead
    beside = by_key(between[between["status"] == "shown"], "role", "scale")
    name = namer(report, within)
    chart = []
    for row in each(within):
        other = beside.get((row.role, row.scale))
        points = (point("unit", row), *((point("comparison", other),) if other else ())) if row.status == "shown" else ()
        right = value_words(report, row) if row.status == "shown" else ""
        if right and other:
            right = report.say("figure.right.against", own=right, other=value_words(report, other))
        chart.append(Row(name(row), right, points, mark_of(report, row)))
    axis = Axis(
        ticks(shown_values(within, between), (0, 40), (10, 20, 50)),
        report.number,
        ends=(report.say("axis.alike"), report.say("axis.different")),
    )
    legend = [("unit", report.say("legend.within")), *([("comparison", report.say("legend.between"))] if beside else [])]
    title = within_words(report, between, within) or report.say("title.within.alone", len(within), n=report.number(len(within)))
    columns = [(report.say("table.within"), within), *([(report.say("table.between"), between)] if beside else [])]
    caption = report.say("figure.caption.within", n=n_caption(report, within), legend=mark_legend(report, within)).strip()
    return assemble(
        report,
        title,
        [spoken(report, name(row), row) for row in each(within)],
        caption + left_out(report, within),
        lambda sheet: draw(sheet, chart, axis, legend, report.synthetic_mark),
        lambda words: values_table(report, words, report.say("table.scale"), columns, ("role", "scale"), name),
    )
