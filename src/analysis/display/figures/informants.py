"""Two informants on the same thing, side by side: the first as a filled circle, the second as a diamond."""

from typing import TYPE_CHECKING

from analysis.display import naming
from analysis.display.figures.figure import NO_FIGURE, Figure, assemble
from analysis.display.figures.interval_chart import Axis, Row, draw, ticks
from analysis.display.figures.pieces import by_key, n_caption, point, scale_and_respondents, shown_values, spoken
from analysis.display.html import Html
from analysis.display.shares_reading import mark_legend
from analysis.display.tables import interval_words, n_words, table, value_words

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report


def informants(report: "Report", levels: "pd.DataFrame") -> Figure | Html:
    """Rows ``level`` of both scales of every stated perspective; pairs with only one side are left out."""
    found = by_key(levels, "role", "scale")
    pairs = [
        (entry, found.get((entry["first_role"], entry["first_scale"])), found.get((entry["second_role"], entry["second_scale"])))
        for entry in report.meta["perspectives"]
    ]
    pairs = [pair for pair in pairs if pair[1] is not None and pair[2] is not None]
    if not pairs:
        return NO_FIGURE
    used = [row for _, first, second in pairs for row in (first, second)]
    rows = levels.loc[
        [(role, scale) in {(row.role, row.scale) for row in used} for role, scale in zip(levels["role"], levels["scale"], strict=True)]
    ]
    chart = [
        Row(
            report.pick(entry["label"]),
            _right(report, first, second),
            tuple(point(kind, row) for kind, row in (("unit", first), ("comparison", second)) if row.status == "shown"),
            report.say("mark.hidden") if {first.status, second.status} == {"hidden"} else "",
        )
        for entry, first, second in pairs
    ]
    axis = Axis(ticks(shown_values(rows), (460, 540), (20, 50, 100)), report.number, 500.0)
    legend = [("unit", report.say("legend.first")), ("comparison", report.say("legend.second"))]
    caption = report.say("figure.caption.informants", n=n_caption(report, rows), legend=mark_legend(report, rows)).strip()
    alt = [spoken(report, scale_and_respondents(report, row), row) for row in used]
    return assemble(
        report,
        _title(report, pairs),
        alt,
        caption,
        lambda sheet: draw(sheet, chart, axis, legend, report.synthetic_mark),
        lambda words: _twin(report, pairs, words),
    )


def _right(report: "Report", first, second) -> str:
    return report.say("figure.right.pair", first=value_words(report, first), second=value_words(report, second))


def _title(report: "Report", pairs: list) -> str:
    """The pair farthest apart, named as what is seen; the points are relative to each scale's own norm."""
    shown = [(abs(first.value - second.value), entry) for entry, first, second in pairs if first.status == second.status == "shown"]
    if not shown:
        return report.say("title.informants.hidden")
    far, entry = max(shown, key=lambda pair: pair[0])
    key = "title.informants.apart" if far >= report.meta["thresholds"]["margin"] else "title.informants.alike"
    return report.say(key, len(shown), pair=naming.quoted(report.pick(entry["label"]), report.language), n=report.number(len(shown)))


def _twin(report: "Report", pairs: list, caption: str) -> Html:
    body = [
        (
            report.pick(entry["label"]),
            [
                naming.respondents(report.meta, row.role, report.language),
                value_words(report, row),
                interval_words(report, row),
                n_words(report, row),
            ],
        )
        for entry, *rows in pairs
        for row in rows
    ]
    heads = [report.say(key) for key in ("table.perspective", "table.informant", "table.points", "table.interval", "table.n")]
    return table(caption, heads, body)
