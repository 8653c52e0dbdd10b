"""Centres, or municipalities, side by side on one scale with intervals, in the register's order: never a rank list.

Only where the audience may see names.
"""

from functools import partial
from typing import TYPE_CHECKING

from analysis.display import naming
from analysis.display.figures.figure import Figure, assemble
from analysis.display.figures.interval_chart import MOST_ROWS, Axis, Row, draw, ticks
from analysis.display.figures.pieces import left_out, mark_of, point, shown_values, spoken, unshown
from analysis.display.html import NOTHING, Html
from analysis.display.rows import each
from analysis.display.shares_reading import mark_legend, n_range
from analysis.display.tables import value_words, values_table

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report


SHELF = {"centre": "centres", "municipality": "municipalities"}


def centre_intervals(report: "Report", estimates: "pd.DataFrame", level: "pd.DataFrame | None" = None) -> Figure | Html:
    """Rows ``centre_estimate`` of one scale; ``level`` (the municipality's row) is the line they are read against."""
    return _side_by_side(report, estimates, level, "centre")


def municipality_intervals(report: "Report", levels: "pd.DataFrame", level: "pd.DataFrame | None" = None) -> Figure | Html:
    """Rows ``level`` (or ``spread``) of the municipalities on one scale; ``level`` (the programme's row) is the line they are read against.

    Nothing where they are more than one figure holds: a choice of them would be a rank list. ``municipality_strips`` has them all.
    """
    if len(levels) > MOST_ROWS:
        return NOTHING
    return _side_by_side(report, levels, level, "municipality")


def _side_by_side(report: "Report", estimates: "pd.DataFrame", level: "pd.DataFrame | None", of: str) -> Figure | Html:
    if (instead := unshown(report, estimates)) is not None:
        return instead
    first = estimates.iloc[0]
    scale = naming.scale_quoted(report.meta, first["role"], first["scale"], report.language)
    own = level[level["status"] == "shown"] if level is not None else None
    reference = float(own["value"].iloc[0]) if own is not None and len(own) else None
    shown = estimates[estimates["status"] == "shown"]
    name = partial(_name, report, of)
    chart = [
        Row(
            name(row),
            value_words(report, row) if row.status == "shown" else "",
            (point("unit", row),) if row.status == "shown" else (),
            mark_of(report, row),
        )
        for row in each(estimates)
    ]
    axis = Axis(
        ticks([*shown_values(shown), *([reference] if reference else [])], (450, 550), (20, 50, 100, 200)), report.number, reference
    )
    title = _title(report, shown, scale, reference, of)
    n = report.answers_from(first["role"], n_range(report, estimates))
    caption = report.say(f"figure.caption.{SHELF[of]}", n=n, legend=mark_legend(report, estimates)).strip()
    return assemble(
        report,
        title,
        [spoken(report, name(row), row) for row in each(estimates)],
        caption + left_out(report, estimates),
        lambda sheet: draw(sheet, chart, axis, [("unit", report.say(f"legend.{of}"))], report.synthetic_mark),
        lambda words: values_table(
            report, words, report.say(f"table.{of}"), [(report.say("table.points"), estimates)], ("unit",), name
        ),
    )


def _name(report: "Report", of: str, row) -> str:
    return naming.unit_label(report.meta, of, row.unit)


def _title(report: "Report", shown: "pd.DataFrame", scale: str, reference: float | None, of: str) -> str:
    count = len(shown)
    if not count:
        return report.say(f"title.{SHELF[of]}.hidden", scale=scale)
    if reference is None:
        return report.say(f"title.{SHELF[of]}.plain", count, n=report.number(count), scale=scale)
    apart = int(((shown["low"] > reference) | (shown["high"] < reference)).sum())
    if not apart:
        return report.say(f"title.{SHELF[of]}.none", count, n=report.number(count), scale=scale)
    return report.say(f"title.{SHELF[of]}.apart", apart, n=report.number(apart), all=report.number(count), scale=scale)
