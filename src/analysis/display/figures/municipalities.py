"""All municipalities of a programme in one picture, however many: a stroke each on a scale's track, the programme as the dot."""

from typing import TYPE_CHECKING

from analysis.display.figures import style
from analysis.display.figures.canvas import Canvas
from analysis.display.figures.figure import Figure, assemble
from analysis.display.figures.interval_chart import BESIDE, GAP, PAD, Axis, Track, ticks
from analysis.display.figures.pieces import by_key, mark_of, namer, shown_values, unshown
from analysis.display.html import Html
from analysis.display.programme import between_words
from analysis.display.rows import each
from analysis.display.shares_reading import mark_legend
from analysis.display.tables import table, value_words

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report

STROKE = 12
"""Height of a municipality's stroke, px."""


def municipality_strips(
    report: "Report", levels: "pd.DataFrame", programme: "pd.DataFrame | None" = None, between: "pd.DataFrame | None" = None
) -> Figure | Html:
    """Rows ``level`` of all municipalities, one track a scale, nameless; ``programme`` (rows ``level``) is the dot on it.

    ``between`` (rows ``municipality_spread``) says in the title on how many scales they differ beyond chance.
    """
    if (instead := unshown(report, levels)) is not None:
        return instead
    whole = by_key(programme, "role", "scale") if programme is not None else {}
    name = namer(report, levels)
    scales = [(name(rows.iloc[0]), rows, whole.get(key)) for key, rows in levels.groupby(["role", "scale"], sort=False)]
    count = levels["unit"].nunique()
    said = between_words(report, between) if between is not None else ""
    title = said or report.say("title.strips", len(scales), n=report.number(len(scales)), all=report.number(count))
    caption = report.say("figure.caption.strips", n=report.number(count), legend=mark_legend(report, levels)).strip()
    values = shown_values(levels.assign(low=float("nan"), high=float("nan")))
    axis = Axis(ticks(values, (460, 540), (20, 50, 100, 200)), report.number)
    heads = [report.say(f"table.{key}") for key in ("scale", "lowest", "programme", "highest", "municipality_count")]
    return assemble(
        report,
        title,
        [_spoken(report, label, rows) for label, rows, _ in scales],
        caption,
        lambda sheet: _draw(sheet, report, scales, axis),
        lambda words: table(words, heads, [(label, _cells(report, rows, own)) for label, rows, own in scales]),
    )


def _ends(rows: "pd.DataFrame"):
    shown = rows[rows["status"] == "shown"].sort_values("value", kind="stable")
    return (next(each(shown.iloc[place : place + 1])) for place in (0, len(shown) - 1)) if len(shown) else (None, None)


def _cells(report: "Report", rows: "pd.DataFrame", own) -> list[str]:
    low, high = _ends(rows)
    words = [value_words(report, row) if row is not None else report.say("mark.hidden") for row in (low, own, high)]
    return [*words, report.number(int((rows["status"] == "shown").sum()))]


def _spoken(report: "Report", label: str, rows: "pd.DataFrame") -> str:
    low, high = _ends(rows)
    if low is None:
        return report.say("figure.alt.absent", label=label, mark=mark_of(report, next(each(rows))))
    return report.say("figure.alt.strip", label=label, low=value_words(report, low), high=value_words(report, high))


def _draw(sheet: style.Sheet, report: "Report", scales: list, axis: Axis) -> str:
    canvas = Canvas(sheet, report.synthetic_mark)
    y = _legend(canvas, report) + style.LINE - 4
    track = Track(axis, sheet.beside, canvas.width)
    for tick in axis.ticks:
        canvas.text(track.x(tick), y, axis.form(tick), style.SOFT, align="center", size=style.SMALL)
    y += 8
    for label, rows, own in scales:
        lines = style.wrap(label, (sheet.beside - BESIDE) if sheet.beside else canvas.width)
        beneath = 0 if sheet.beside else len(lines) * style.LINE
        end = y + max(len(lines) * style.LINE, STROKE + 4) + GAP if sheet.beside else y + beneath + STROKE + 4 + GAP
        for place, line in enumerate(lines, start=1):
            canvas.text(0, y + place * style.LINE - 5, line)
        middle = (y + beneath + end - GAP) / 2
        for tick in axis.ticks:
            canvas.line(track.x(tick), y + beneath, track.x(tick), end - (0 if sheet.beside else GAP), style.GRID, 0.8)
        shown = rows[rows["status"] == "shown"]
        for value in shown["value"]:
            canvas.line(track.x(value), middle - STROKE / 2, track.x(value), middle + STROKE / 2, style.COMPARISON, 1.6)
        if shown.empty:
            canvas.text(track.left + PAD, middle + 5, mark_of(report, next(each(rows))), style.SOFT)
        if own is not None and own.status == "shown":
            canvas.mark(track.x(own.value), middle, "unit", 9)
        y = end
    canvas.down_to(y + 4)
    return canvas.svg()


def _legend(canvas: Canvas, report: "Report") -> float:
    """The stroke and the dot, in words."""
    y = style.LINE + 0.0
    canvas.line(8, y - 11, 8, y + 1, style.COMPARISON, 1.6)
    canvas.text(22, y, report.say("legend.strip"), style.SOFT)
    x = 22 + style.text_width(report.say("legend.strip")) + 18
    words = report.say("legend.programme")
    if x + 22 + style.text_width(words) > canvas.width:
        x, y = 0.0, y + style.LINE + 2
    canvas.mark(x + 8, y - 5, "unit", 9)
    canvas.text(x + 22, y, words, style.SOFT)
    return y + 10
