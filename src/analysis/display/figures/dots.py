"""Levels on the 500-point scale: dot with interval, the others as a diamond beside it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.display import titles
from analysis.display.figures.figure import Figure, assemble
from analysis.display.figures.interval_chart import MOST_ROWS, Axis, Row, draw, most_worth_showing, ticks
from analysis.display.figures.pieces import by_key, left_out, mark_of, n_caption, namer, point, scale_name, shown_values, spoken, unshown
from analysis.display.html import Html
from analysis.display.rows import each
from analysis.display.shares_reading import mark_legend
from analysis.display.tables import value_words, values_table

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report
    from analysis.display.topics import Topic


def dot_interval(
    report: "Report",
    levels: "pd.DataFrame",
    comparison: "pd.DataFrame | None" = None,
    findings=(),
    under: Sequence["Topic"] = (),
) -> Figure | Html:
    """``levels`` (rows ``level``, one a scale) beside ``comparison``; nothing where there are no levels.

    ``comparison``: rows ``comparison_level``, the others; or rows ``level`` of the municipality that a network is part of. ``under``: the
    topics whose names stand over their rows; of very many rows those most worth showing.
    """
    if (instead := unshown(report, levels)) is not None:
        return instead
    others = by_key(comparison, "role", "scale") if comparison is not None else {}
    compared = any(row.status == "shown" for row in others.values())
    name = namer(report, levels)
    values = shown_values(levels, *([comparison] if compared else []))
    axis = Axis(ticks(values, (460, 540), (20, 50, 100, 200)), report.number, reference=500.0)
    inside = compared and (comparison["kind"] == "level").all()  # a network beside the municipality it is part of: nothing is tested
    beside = report.say("legend.whole" if inside else "legend.comparison")
    chart = _under(report, levels, others, axis, under, name)
    legend = [("unit", report.unit["name"]), *([("comparison", beside)] if compared else [])]
    count = titles.scale_count(levels)
    if inside and not report.compared:
        title = report.say("title.levels.inside", count, n=report.number(count), whole=report.meta["municipality"]["name"])
    else:
        title = titles.against_others(report, findings, levels, compared, report.level if inside else "municipality")
    head = beside if inside else report.say("table.comparison")
    columns = [(report.say("table.points"), levels), *([(head, comparison)] if compared else [])]
    caption = report.say(
        "figure.caption.levels.inside" if inside else "figure.caption.levels" if compared else "figure.caption.levels.alone",
        n=n_caption(report, levels),
        legend=mark_legend(report, levels),
    ).strip()
    alt = [_spoken(report, row, others.get((row.role, row.scale)), name(row)) for row in each(levels)]
    return assemble(
        report,
        title,
        alt,
        caption + left_out(report, levels),
        lambda sheet: draw(sheet, chart, axis, legend, report.synthetic_mark, len(chart)),
        lambda words: values_table(report, words, report.say("table.scale"), columns, ("role", "scale"), name),
    )


def _under(report: "Report", levels: "pd.DataFrame", others: dict, axis: Axis, under: Sequence["Topic"], name) -> list[Row]:
    """The lines under their topics' names, a topic's lines together; without topics as they come."""
    topics = [topic for topic in under if set(topic.pairs) & set(zip(levels["role"], levels["scale"], strict=True))]
    own_role = all(len({role for role, _ in topic.pairs}) == 1 for topic in topics)
    label = scale_name(report) if topics and own_role else name
    lines = {(row.role, row.scale): _row(report, row, others.get((row.role, row.scale)), label(row)) for row in each(levels)}
    kept = {id(line) for line in most_worth_showing(list(lines.values()), axis, MOST_ROWS)}
    lines = {pair: line for pair, line in lines.items() if id(line) in kept}
    if len(topics) < 2:
        return list(lines.values())
    chart = []
    for topic in topics:
        own = [line for pair, line in lines.items() if pair in set(topic.pairs)]
        chart += [Row(topic.label or report.say("topic.without_theme"), header=True), *own] if own else []
    return chart


def _row(report: "Report", row, other, label: str) -> Row:
    if row.status != "shown":
        return Row(label, mark=mark_of(report, row))
    points = [point("unit", row)]
    if other is None or other.status != "shown":
        return Row(label, value_words(report, row), tuple(points))
    right = report.say("figure.right.against", own=value_words(report, row), other=value_words(report, other))
    return Row(label, right, (*points, point("comparison", other)))


def _spoken(report: "Report", row, other, label: str) -> str:
    words = spoken(report, label, row)
    if row.status == "shown" and other is not None and other.status == "shown":
        words = f"{words.rstrip('.')}; {report.say('figure.alt.others', value=value_words(report, other))}"
    return words
