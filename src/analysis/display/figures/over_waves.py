"""Levels, spread and gaps over all waves, one small panel a scale, with intervals."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from analysis.display import naming, titles
from analysis.display.figures import style
from analysis.display.figures.canvas import Canvas
from analysis.display.figures.figure import NO_FIGURE, Figure, assemble
from analysis.display.figures.pieces import n_caption, namer, shown_values, spoken, unshown
from analysis.display.html import Html
from analysis.display.rows import each
from analysis.display.shares_reading import mark_legend
from analysis.display.tables import n_words, table, value_words, with_interval
from analysis.display.text import inside_sentence

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report

PANEL, FOOT = 50, 24
"""Heights of a panel and of the waves under it, px."""
BETWEEN, INSIDE = 20, 24
NARROWEST = 140
"""Width of a panel below which three waves' numbers would touch."""


@dataclass(frozen=True)
class Frame:
    """How a quantity lies in its panels: the line they are read against (None: there is none) and what every panel has room for."""

    reference: float | None
    include: tuple[float, float]


FRAMES = {"level": Frame(500.0, (470, 530)), "spread": Frame(None, (0, 40)), "gap": Frame(0.0, (-30, 30))}


def levels_over_waves(report: "Report", levels: "pd.DataFrame", findings=()) -> Figure | Html:
    """Rows ``level`` of every wave (``report.take("level", wave="all")``); nothing before the second wave."""
    changes = levels.drop_duplicates(["role", "scale"]).assign(contrast=report.previous)
    own = [finding for finding in findings if finding.quantity == "change"]
    return _over_waves(report, levels, lambda: titles.since_last(report, own, changes), "waves")


def spread_over_waves(report: "Report", spreads: "pd.DataFrame", changes: "pd.DataFrame") -> Figure | Html:
    """Rows ``spread`` of every wave; the title says what ``changes`` (rows ``spread_change``) since the wave before allow."""
    words = {"earlier": report.previous or ""}
    return _over_waves(report, spreads, lambda: titles.apart_from_zero(report, changes, "title.spread_change", words), "waves.spread")


def gaps_over_waves(report: "Report", gaps: "pd.DataFrame", changes: "pd.DataFrame") -> Figure | Html:
    """Rows ``gap`` of one contrast, of every wave; the title says what ``changes`` (rows ``gap_change``) since the wave before allow."""
    if gaps.empty:
        return NO_FIGURE
    _, category, reference = map(inside_sentence, naming.contrast_labels(report.meta, gaps["contrast"].iloc[0], report.language))
    words = {"category": category, "reference": reference, "earlier": report.previous or ""}
    return _over_waves(
        report, gaps, lambda: titles.apart_from_zero(report, changes, "title.gap_change", words), "waves.gap", **words
    )


def _over_waves(report: "Report", rows: "pd.DataFrame", title: Callable[[], str], caption: str, **words: str) -> Figure | Html:
    if rows["wave"].nunique() < 2:
        return NO_FIGURE
    if (instead := unshown(report, rows)) is not None:
        return instead
    name = namer(report, rows)
    told = report.say(
        f"figure.caption.{caption}", n=n_caption(report, rows), legend=mark_legend(report, rows),
        **{key: value for key, value in words.items() if key != "earlier"},
    ).strip()
    alt = [spoken(report, f"{name(row)}, {report.wave_words(row.wave)}", row) for row in each(rows)]
    return assemble(
        report, title(), alt, told, lambda sheet: _draw(sheet, report, rows, name), lambda words: _twin(report, rows, name, words)
    )


def _twin(report: "Report", rows: "pd.DataFrame", name, caption: str) -> Html:
    """A line for each scale: its value with interval in every wave, then how many answered in each."""
    waves, body = list(dict.fromkeys(rows["wave"])), []
    for _, own in rows.groupby(["role", "scale"], sort=False):
        by_wave = {row.wave: row for row in each(own)}
        found = [by_wave.get(wave) for wave in waves]
        cells = [*(with_interval(report, row) for row in found), *(n_words(report, row) for row in found)]
        body.append((name(next(each(own))), cells))
    heads = [report.wave_words(wave) for wave in waves]
    return table(caption, [report.say("table.scale"), *heads, *(report.say("table.n_wave", wave=wave) for wave in waves)], body)


def _draw(sheet: style.Sheet, report: "Report", levels: "pd.DataFrame", name) -> str:
    canvas = Canvas(sheet, report.synthetic_mark)
    panels = [rows for _, rows in levels.groupby(["role", "scale"], sort=False)]
    frame = FRAMES[levels["kind"].iloc[0]]
    values = [*shown_values(levels), *frame.include]
    reach = (min(values), max(values))
    columns = int((canvas.width + BETWEEN) // (NARROWEST + BETWEEN))
    width = (canvas.width - BETWEEN * (columns - 1)) / columns
    top = 0.0
    for line in (panels[place : place + columns] for place in range(0, len(panels), columns)):
        labels = [style.wrap(name(next(each(rows))), width, weight="Semibold") for rows in line]
        head = style.LINE * max(map(len, labels)) + 4
        for column, (rows, words) in enumerate(zip(line, labels, strict=True)):
            left = column * (width + BETWEEN)
            for number, label in enumerate(words):
                canvas.text(left, top + head - style.LINE * (len(words) - number - 1) - 8, label, style.INK, True)
            _panel(canvas, report, rows, reach, frame.reference, left, top + head, width)
        top += head + PANEL + FOOT
    canvas.down_to(top)
    return canvas.svg()


def _panel(
    canvas: Canvas,
    report: "Report",
    rows: "pd.DataFrame",
    reach: tuple[float, float],
    reference: float | None,
    left: float,
    top: float,
    width: float,
) -> None:
    """One scale: a point with its interval a wave, joined, the number over it; the grey line is what it is read against."""
    waves = report.waves
    room = (width - 2 * INSIDE) / max(len(waves) - 1, 1)
    places = {wave: left + INSIDE + room * number for number, wave in enumerate(waves)}

    def y(value: float) -> float:
        return top + style.LINE + (reach[1] - value) / (reach[1] - reach[0]) * (PANEL - style.LINE)

    if reference is not None:
        canvas.line(left, y(reference), left + width, y(reference), style.SOFT, 0.8)
    canvas.line(left, top + PANEL + 4, left + width, top + PANEL + 4, style.GRID, 1)
    by_wave = {row.wave: row for row in each(rows)}
    shown = [row for row in by_wave.values() if row.status == "shown"]
    for one, two in pairwise(sorted(shown, key=lambda row: waves.index(row.wave))):
        canvas.line(places[one.wave], y(one.value), places[two.wave], y(two.value), style.EARLIER, 1.8)
    for wave, x in places.items():
        canvas.text(x, top + PANEL + style.LINE, wave, style.SOFT, align="center", size=style.SMALL)
        row = by_wave.get(wave)
        if row is None or row.status != "shown":
            words = report.say(f"mark.{row.status if row else 'not_measured'}").split()
            for place, word in enumerate(words):  # a word a line: a panel is not high enough for them upright
                base = top + PANEL / 2 + 4 + style.LINE * (place - len(words) / 2 + 0.5)
                canvas.text(x, base, word, style.SOFT, align="center", size=style.SMALL)
            continue
        now = wave == report.wave
        if row.low == row.low and row.high == row.high:
            canvas.line(x, y(row.low), x, y(row.high), style.UNIT if now else style.EARLIER, 3 if now else 2, cap="round")
        canvas.mark(x, y(row.value), "unit" if now else "earlier", 9 if now else 8)
        above = y(row.high) if row.high == row.high else y(row.value) - 4
        canvas.text(x, above - 6, value_words(report, row), style.INK, now, "center")
