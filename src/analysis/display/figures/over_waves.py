"""Levels over all waves, one small panel a scale, with intervals."""

from itertools import pairwise
from typing import TYPE_CHECKING

from analysis.display import titles
from analysis.display.figures import style
from analysis.display.figures.canvas import Canvas
from analysis.display.figures.figure import NO_FIGURE, Figure, assemble
from analysis.display.figures.interval_chart import ticks
from analysis.display.figures.pieces import n_caption, namer, shown_values, spoken, unshown
from analysis.display.html import Html
from analysis.display.shares_reading import mark_legend
from analysis.display.tables import interval_words, n_words, table, value_words

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report

PANEL, HEAD, FOOT = 84, 40, 30
"""Heights of a panel, of its name over it and of the waves under it, px."""
BETWEEN, INSIDE = 20, 24
NARROWEST = 140
"""Width of a panel below which three waves' numbers would touch."""


def levels_over_waves(report: "Report", levels: "pd.DataFrame", findings=()) -> Figure | Html:
    """Rows ``level`` of every wave (``report.take("level", wave="all")``); nothing before the second wave."""
    if levels["wave"].nunique() < 2:
        return NO_FIGURE
    if (instead := unshown(report, levels)) is not None:
        return instead
    name = namer(report, levels)
    changes = levels.drop_duplicates(["role", "scale"]).assign(contrast=report.previous)
    title = titles.since_last(report, [finding for finding in findings if finding.quantity == "change"], changes)
    caption = report.say("figure.caption.waves", n=n_caption(report, levels), legend=mark_legend(report, levels)).strip()
    alt = [spoken(report, f"{name(row)}, {report.wave_words(row.wave)}", row) for row in levels.itertuples()]
    return assemble(
        report, title, alt, caption, lambda sheet: _draw(sheet, report, levels, name), lambda words: _twin(report, levels, name, words)
    )


def _twin(report: "Report", levels: "pd.DataFrame", name, caption: str) -> Html:
    body = [
        (f"{name(row)}, {report.wave_words(row.wave)}", [value_words(report, row), interval_words(report, row), n_words(report, row)])
        for row in levels.itertuples()
    ]
    return table(
        caption, [report.say("table.scale_wave"), report.say("table.points"), report.say("table.interval"), report.say("table.n")], body
    )


def _draw(sheet: style.Sheet, report: "Report", levels: "pd.DataFrame", name) -> str:
    canvas = Canvas(sheet, report.synthetic_mark)
    panels = [rows for _, rows in levels.groupby(["role", "scale"], sort=False)]
    marks = ticks(shown_values(levels), (460, 540), (20, 50, 100, 200))
    columns = int((canvas.width + BETWEEN) // (NARROWEST + BETWEEN))
    width = (canvas.width - BETWEEN * (columns - 1)) / columns
    for place, rows in enumerate(panels):
        line, column = divmod(place, columns)
        left, top = column * (width + BETWEEN), line * (HEAD + PANEL + FOOT)
        words = style.wrap(name(next(rows.itertuples())), width, weight="Semibold")[:2]
        for number, label in enumerate(words):
            canvas.text(left, top + HEAD - style.LINE * (len(words) - number - 1) - 8, label, style.INK, True)
        _panel(canvas, report, rows, marks, left, top + HEAD, width)
    canvas.down_to(-(-len(panels) // columns) * (HEAD + PANEL + FOOT))
    return canvas.svg()


def _panel(
    canvas: Canvas, report: "Report", rows: "pd.DataFrame", marks: tuple[float, ...], left: float, top: float, width: float
) -> None:
    """One scale: a point with its interval a wave, joined, the number over it; the grey line is the norm."""
    waves = report.waves
    room = (width - 2 * INSIDE) / max(len(waves) - 1, 1)
    places = {wave: left + INSIDE + room * number for number, wave in enumerate(waves)}

    def y(value: float) -> float:
        return top + style.LINE + (marks[-1] - value) / (marks[-1] - marks[0]) * (PANEL - style.LINE)

    canvas.line(left, y(500), left + width, y(500), style.SOFT, 0.8)
    canvas.line(left, top + PANEL + 4, left + width, top + PANEL + 4, style.GRID, 1)
    by_wave = {row.wave: row for row in rows.itertuples()}
    shown = [row for row in by_wave.values() if row.status == "shown"]
    for one, two in pairwise(sorted(shown, key=lambda row: waves.index(row.wave))):
        canvas.line(places[one.wave], y(one.value), places[two.wave], y(two.value), style.EARLIER, 1.8)
    for wave, x in places.items():
        canvas.text(x, top + PANEL + style.LINE, wave, style.SOFT, align="center", size=style.SMALL)
        row = by_wave.get(wave)
        if row is None or row.status != "shown":
            canvas.upright(x + 4, top + PANEL / 2 + 8, report.say(f"mark.{row.status if row else 'not_measured'}"))
            continue
        now = wave == report.wave
        if row.low == row.low and row.high == row.high:
            canvas.line(x, y(row.low), x, y(row.high), style.UNIT if now else style.EARLIER, 3 if now else 2, cap="round")
        canvas.mark(x, y(row.value), "unit" if now else "earlier", 9 if now else 8)
        above = y(row.high) if row.high == row.high else y(row.value) - 4
        canvas.text(x, above - 6, value_words(report, row), style.INK, now, "center")
