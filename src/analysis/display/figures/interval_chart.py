"""Rows of points with intervals: the label above, the track below it at full width, so that a phone shows both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor

from analysis.display.figures import style
from analysis.display.figures.canvas import Canvas

PAD = 14
"""Free space left and right of a track, px."""
LABEL = 17
"""Height of a line of a row's label, px."""
TRACK = 13
GAP = 4
OFFSET = 8
"""Vertical distance between two points of one row, so that they never cover each other."""

MOST_ROWS = 16
"""Rows of one figure that fit an A4 page at natural width together with its title, caption and the sentences on it."""


@dataclass(frozen=True)
class Point:
    """``kind`` is a colour and shape of ``style`` (unit, comparison, earlier, caution); ``low`` and ``high`` may be None."""

    kind: str
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Row:
    """``mark`` is printed in place of points (hidden, not measured); a ``header`` row is a heading over the following rows."""

    label: str
    right: str = ""
    points: tuple[Point, ...] = ()
    mark: str = ""
    header: bool = False


@dataclass(frozen=True)
class Axis:
    """``ticks`` in data units; ``reference`` is a solid line; ``band`` shades differences too small to count."""

    ticks: tuple[float, ...]
    form: Callable[[float], str]
    reference: float | None = None
    band: tuple[float, float] | None = None
    ends: tuple[str, str] = ("", "")
    """What lies to the left and to the right, in words."""

    @property
    def low(self) -> float:
        return self.ticks[0]

    @property
    def high(self) -> float:
        return self.ticks[-1]

    def x(self, value: float, width: float) -> float:
        inside = min(max(value, self.low), self.high)
        return PAD + (inside - self.low) / (self.high - self.low) * (width - 2 * PAD)


def ticks(values: Sequence[float], include: Sequence[float], steps: Sequence[float] = (10, 20, 50, 100, 200)) -> tuple[float, ...]:
    """Round ticks around all values; the smallest of ``steps`` that gives at most seven of them."""
    low, high = min([*values, *include]), max([*values, *include])
    for step in steps:
        first, last = floor(low / step), ceil(high / step)
        if last - first <= 6:
            break
    return tuple(round(place * step, 6) for place in range(first, max(last, first + 1) + 1))


def draw(rows: Sequence[Row], axis: Axis, legend: Sequence[tuple[str, str]], mark: str = "", most: int = MOST_ROWS) -> str:
    """The SVG; of more than ``most`` rows those ``most_worth_showing``.

    ``legend`` pairs a point's kind with its words; ``mark`` is the synthetic mark.
    """
    rows, canvas = most_worth_showing(rows, axis, most), Canvas(mark)
    y = draw_legend(canvas, legend, 4)
    y = _ends(canvas, axis, y)
    y = _tick_labels(canvas, axis, y)
    top = y
    bottom = y + sum(_height(canvas, row) for row in rows)
    _grid(canvas, axis, top, bottom)
    for row in rows:
        y = _draw_row(canvas, row, axis, y)
    if bottom - top > 400:
        y = _tick_labels(canvas, axis, y + 4)
    canvas.down_to(y + 4)
    return canvas.svg()


def most_worth_showing(rows: Sequence[Row], axis: Axis, most: int) -> Sequence[Row]:
    """The ``most`` rows farthest from the reference, in the order they came; the table after the figure holds every row."""
    if len(rows) <= most:
        return rows
    middle = axis.reference or 0.0
    far = sorted(range(len(rows)), key=lambda place: (-abs(rows[place].points[0].value - middle) if rows[place].points else 1.0, place))
    return [rows[place] for place in sorted(far[:most])]


def draw_legend(canvas: Canvas, entries: Sequence[tuple[str, str]], y: float) -> float:
    """Shape and words beside each other, as many to a line as there is room for."""
    x = 0.0
    y += style.LINE - 4
    for kind, words in entries:
        width = 22 + style.text_width(words) + 18
        if x and x + width - 18 > canvas.width:
            x, y = 0.0, y + style.LINE + 2
        canvas.mark(x + 8, y - 5, kind)
        canvas.text(x + 22, y, words, style.SOFT)
        x += width
    return y + 12 if entries else 0.0


def _ends(canvas: Canvas, axis: Axis, y: float) -> float:
    left, right = axis.ends
    if not (left or right):
        return y
    y += style.LINE - 4
    canvas.text(0, y, left, style.SOFT)
    canvas.text(canvas.width, y, right, style.SOFT, align="right")
    return y + 6


def _tick_labels(canvas: Canvas, axis: Axis, y: float) -> float:
    y += style.LINE - 4
    for place, tick in enumerate(axis.ticks):
        align = "left" if place == 0 else "right" if place == len(axis.ticks) - 1 else "center"
        x = {"left": 0, "right": canvas.width}.get(align, axis.x(tick, canvas.width))
        canvas.text(x, y, axis.form(tick), style.SOFT, align=align)
    return y + 8


def _grid(canvas: Canvas, axis: Axis, top: float, bottom: float) -> None:
    if axis.band:
        left, right = (axis.x(end, canvas.width) for end in axis.band)
        canvas.box(left, top - 4, right - left, bottom - top + 4, style.MARGIN_BAND)


def _ticks_beside(canvas: Canvas, axis: Axis, top: float, bottom: float) -> None:
    """The grid along one row's track alone: no line runs through a label."""
    for tick in axis.ticks:
        x = axis.x(tick, canvas.width)
        canvas.line(x, top, x, bottom, style.GRID, 0.8)


def _label_lines(canvas: Canvas, row: Row) -> list[str]:
    room = canvas.width - (style.text_width(row.right) + 14 if row.right else 0)
    return style.wrap(row.label, room)


def _height(canvas: Canvas, row: Row) -> float:
    lines = len(_label_lines(canvas, row)) * LABEL
    if row.header:
        return lines + 10
    if _marked_beside(canvas, row):
        return lines + GAP
    return lines + (style.LINE if row.mark else TRACK + OFFSET * max(0, len(row.points) - 1)) + GAP


def _marked_beside(canvas: Canvas, row: Row) -> bool:
    """A mark has room to the right of a label on one line."""
    return bool(row.mark and not row.right and style.text_width(row.label) + style.text_width(row.mark) + 14 <= canvas.width)


def _draw_row(canvas: Canvas, row: Row, axis: Axis, y: float) -> float:
    end = y + _height(canvas, row)
    lines = _label_lines(canvas, row)
    if row.header:
        y += 6
    for line in lines:
        y += LABEL
        canvas.text(0, y - 4, line, style.INK, row.header)
    if row.right:
        canvas.text(canvas.width, y - 4, row.right, style.INK, align="right")
    if _marked_beside(canvas, row):
        canvas.text(canvas.width, y - 4, row.mark, style.SOFT, align="right")
        return end
    if row.mark:
        canvas.box(PAD, y + 2, style.text_width(row.mark) + 16, style.LINE, style.PAPER, style.SOFT)
        canvas.text(PAD + 8, y + 2 + style.LINE - 5, row.mark, style.SOFT)
        return end
    _ticks_beside(canvas, axis, y, end - GAP)
    if axis.reference is not None:
        x = axis.x(axis.reference, canvas.width)
        canvas.line(x, y, x, end - GAP, style.SOFT, 1.4)
    y += TRACK / 2
    for point in row.points:
        _draw_point(canvas, point, axis, y)
        y += OFFSET
    return end


def _draw_point(canvas: Canvas, point: Point, axis: Axis, y: float) -> None:
    colour = {"unit": style.UNIT, "comparison": style.COMPARISON, "earlier": style.EARLIER, "caution": style.CAUTION}[point.kind]
    if point.low is not None and point.high is not None:
        left, right = axis.x(point.low, canvas.width), axis.x(point.high, canvas.width)
        canvas.line(left, y, right, y, colour, 3.2 if point.kind in ("unit", "caution") else 2.0, cap="round")
        for beyond, x, direction in ((point.low < axis.low, left, -1), (point.high > axis.high, right, 1)):
            if beyond:
                canvas.line(x, y, x + direction * PAD, y, colour, 1.5, dashed=True)
    canvas.mark(axis.x(point.value, canvas.width), y, point.kind, 11 if point.kind in ("unit", "caution") else 8)
