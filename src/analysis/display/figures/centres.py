"""Centre estimates of one scale with intervals, in the register's order: never a rank list. Only where the audience may see names."""

from typing import TYPE_CHECKING

from analysis.display import naming
from analysis.display.figures.figure import Figure, assemble
from analysis.display.figures.interval_chart import Axis, Row, draw, ticks
from analysis.display.figures.pieces import left_out, mark_of, point, shown_values, spoken, unshown
from analysis.display.html import Html
from analysis.display.shares_reading import mark_legend, n_range
from analysis.display.tables import value_words, values_table

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report


def centre_intervals(report: "Report", estimates: "pd.DataFrame", level: "pd.DataFrame | None" = None) -> Figure | Html:
    """Rows ``centre_estimate`` of one scale; ``level`` (the municipality's row) is the line they are read against."""
    if (instead := unshown(report, estimates)) is not None:
        return instead
    first = estimates.iloc[0]
    scale = naming.scale_quoted(report.meta, first["role"], first["scale"], report.language)
    own = level[level["status"] == "shown"] if level is not None else None
    reference = float(own["value"].iloc[0]) if own is not None and len(own) else None
    shown = estimates[estimates["status"] == "shown"]
    chart = [
        Row(
            _name(report)(row),
            value_words(report, row) if row.status == "shown" else "",
            (point("unit", row),) if row.status == "shown" else (),
            mark_of(report, row),
        )
        for row in estimates.itertuples()
    ]
    axis = Axis(
        ticks([*shown_values(shown), *([reference] if reference else [])], (450, 550), (20, 50, 100, 200)), report.number, reference
    )
    title = _title(report, shown, scale, reference)
    caption = report.say(
        "figure.caption.centres", n=report.answers_from(first["role"], n_range(report, estimates)), legend=mark_legend(report, estimates)
    ).strip()
    return assemble(
        report,
        title,
        [spoken(report, _name(report)(row), row) for row in estimates.itertuples()],
        caption + left_out(report, estimates),
        lambda sheet: draw(sheet, chart, axis, [("unit", report.say("legend.centre"))], report.synthetic_mark),
        lambda words: values_table(
            report, words, report.say("table.centre"), [(report.say("table.points"), estimates)], ("unit",), _name(report)
        ),
    )


def _name(report: "Report"):
    return lambda row: naming.unit_label(report.meta, "centre", row.unit)


def _title(report: "Report", shown: "pd.DataFrame", scale: str, reference: float | None) -> str:
    count = len(shown)
    if not count:
        return report.say("title.centres.hidden", scale=scale)
    if reference is None:
        return report.say("title.centres.plain", count, n=report.number(count), scale=scale)
    apart = int(((shown["low"] > reference) | (shown["high"] < reference)).sum())
    if not apart:
        return report.say("title.centres.none", count, n=report.number(count), scale=scale)
    return report.say("title.centres.apart", apart, n=report.number(apart), all=report.number(count), scale=scale)
