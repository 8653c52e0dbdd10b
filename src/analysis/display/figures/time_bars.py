"""Bars on an axis of years, one line each, with what cuts through all of them: survey waves as bands, single days as lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analysis.display.figures import style
from analysis.display.figures.canvas import Canvas

PAD = 14
BAR = 14
HEAD = 46.0
DAY_LINE = 16


@dataclass(frozen=True)
class Bar:
    """``rings``: days marked on it."""

    label: str
    start: date
    end: date
    rings: tuple[date, ...] = ()


@dataclass(frozen=True)
class Day:
    """One day through all bars; its label stands above them."""

    label: str
    day: date


def draw(sheet: style.Sheet, bars: Sequence[Bar], bands: Sequence[tuple[date, date]], words: str, mark: str, days: Sequence[Day] = ()
         ) -> str:
    """The picture. ``words``: what the bands are; ``mark``: the synthetic mark. On a phone labels stand above their bars, and bands and
    days stop where a label is written."""
    canvas = Canvas(sheet, mark)
    first, last = _years(bars, bands, days)
    left = sheet.beside

    def x(when: date) -> float:
        return left + PAD + (when - first).days / (last - first).days * (canvas.width - left - 2 * PAD)

    labels = [style.wrap(bar.label, left - PAD if left else canvas.width) for bar in bars]
    heights = [max(len(lines) * style.LINE, BAR) + 12 if left else len(lines) * style.LINE + BAR + 14 for lines in labels]
    top = HEAD + DAY_LINE * len(days)
    bottom = top + sum(heights)
    step = max(1, -(-(last.year - first.year) // (9 if left else 5)))
    for year in range(first.year, last.year + 1):
        canvas.line(x(date(year, 1, 1)), 22, x(date(year, 1, 1)), bottom if left else top, style.GRID, 0.8)
        if year < last.year and (year - first.year) % step == 0:
            canvas.text(x(date(year, 1, 1)) + 3, 15, str(year), style.SOFT, size=style.SMALL)
    canvas.text(0, 38, words, style.COMPARISON, True)
    across = [(x(start), x(end)) for start, end in bands]
    begin = 24 if left else 42
    for start, end in across:
        canvas.box(start, begin, max(end - start, 5), (bottom if left else top) - begin, style.COMPARISON)
    for place, one in enumerate(days):
        _day(canvas, one, x(one.day), HEAD + DAY_LINE * (place + 1) - 5, bottom if left else top)
    y = top
    for bar, lines, height in zip(bars, labels, heights, strict=True):
        under = y
        for line in lines:
            under += style.LINE
            canvas.text(0, under - 3, line)
        level = y + 3 if left else under + 4
        if not left:
            for start, end in across:
                canvas.box(start, under + 1, max(end - start, 5), y + height - under - 1, style.COMPARISON)
            for one in days:
                canvas.line(x(one.day), under + 1, x(one.day), y + height, style.CAUTION, 1.4, dashed=True)
        canvas.box(x(bar.start), level, max(x(bar.end) - x(bar.start), 4), BAR, style.UNIT)
        for ring in bar.rings:
            canvas.mark(x(ring), level + BAR / 2, "earlier", 7)
        y += height
    canvas.down_to(bottom + 2)
    return canvas.svg()


def _day(canvas: Canvas, one: Day, at: float, y: float, bottom: float) -> None:
    """A dashed line from its label down; the label on the side where there is room."""
    rightwards = at + style.text_width(one.label, style.SMALL) + 6 < canvas.width
    canvas.text(at + 4 if rightwards else at - 4, y, one.label, style.CAUTION, True, "left" if rightwards else "right", style.SMALL)
    canvas.line(at, y - 10, at, bottom, style.CAUTION, 1.4, dashed=True)


def _years(bars: Sequence[Bar], bands: Sequence[tuple[date, date]], days: Sequence[Day]) -> tuple[date, date]:
    told = [day for bar in bars for day in (bar.start, bar.end)] + [day for band in bands for day in band] + [one.day for one in days]
    return date(min(told).year, 1, 1), date(max(told).year + 1, 1, 1)
