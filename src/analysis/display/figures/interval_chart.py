"""Rows of points with intervals: the label beside its track on a page, above it on a phone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor

from analysis.display.figures import style
from analysis.display.figures.canvas import Canvas

PAD = 12
"""Free space left and right of a track, px."""
TRACK = 13
GAP = 3
OFFSET = 8
"""Vertical distance between two points of one row, so that they never cover each other."""
BESIDE = 14
"""Between a label or a number and the track beside it."""

MOST_ROWS = 30
"""Rows of one figure that fit an A4 page together with its title, caption and the sentences on it."""


@dataclass(frozen=True)
class Point:
    """``kind`` is a colour and shape of ``style`` (unit, comparison, earlier, caution); ``low`` and ``high`` may be None."""

    kind: str
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Row:
    """``mark`` is printed in place of points (hidden, not measured); a ``header`` row is a heading over the following rows; ``strong``: the
    number to the right is heavy."""

    label: str
    right: str = ""
    points: tuple[Point, ...] = ()
    mark: str = ""
    header: bool = False
    strong: bool = False


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


@dataclass(frozen=True)
class Track:
    """Where an axis lies on a sheet."""

    axis: Axis
    left: float
    right: float

    def x(self, value: float) -> float:
        inside = min(max(value, self.axis.low), self.axis.high)
        share = (inside - self.axis.low) / (self.axis.high - self.axis.low)
        return self.left + PAD + share * (self.right - self.left - 2 * PAD)


def ticks(values: Sequence[float], include: Sequence[float], steps: Sequence[float] = (10, 20, 50, 100, 200)) -> tuple[float, ...]:
    """Round ticks around all values; the smallest of ``steps`` that gives at most seven of them."""
    low, high = min([*values, *include]), max([*values, *include])
    for step in steps:
        first, last = floor(low / step), ceil(high / step)
        if last - first <= 6:
            break
    return tuple(round(place * step, 6) for place in range(first, max(last, first + 1) + 1))


def draw(
    sheet: style.Sheet, rows: Sequence[Row], axis: Axis, legend: Sequence[tuple[str, str]], mark: str = "", most: int = MOST_ROWS
) -> str:
    """The SVG; of more than ``most`` rows those ``most_worth_showing``.

    ``legend`` pairs a point's kind with its words; ``mark`` is the synthetic mark.
    """
    rows, canvas = most_worth_showing(rows, axis, most), Canvas(sheet, mark)
    right = max((style.text_width(row.right) for row in rows if row.right), default=0.0) if sheet.beside else 0.0
    track = Track(axis, sheet.beside, canvas.width - (right + BESIDE if right else 0.0))
    y = draw_legend(canvas, legend, 4)
    y = _ends(canvas, track, y)
    y = _tick_labels(canvas, track, y)
    bottom = y + sum(_height(canvas, row) for row in rows)
    if axis.band:
        left, right = (track.x(end) for end in axis.band)
        canvas.box(left, y - 4, right - left, bottom - y + 4, style.MARGIN_BAND)
    if sheet.beside:
        _grid(canvas, track, y, bottom)
    top = y
    for row in rows:
        y = _draw_row(canvas, row, track, y)
    if bottom - top > 400:
        y = _tick_labels(canvas, track, y + 2)
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
        lines = style.wrap(words, canvas.width - 22)
        width = 22 + max(style.text_width(line) for line in lines) + 18
        if x and x + width - 18 > canvas.width:
            x, y = 0.0, y + style.LINE + 2
        canvas.mark(x + 8, y - 5, kind)
        for place, line in enumerate(lines):
            y += style.LINE if place else 0
            canvas.text(x + 22, y, line, style.SOFT)
        x += width
    return y + 10 if entries else 0.0


def _ends(canvas: Canvas, track: Track, y: float) -> float:
    left, right = track.axis.ends
    if not (left or right):
        return y
    y += style.LINE - 4
    canvas.text(track.left, y, left, style.SOFT)
    if style.text_width(left) + style.text_width(right) + BESIDE > track.right - track.left:
        y += style.LINE
    canvas.text(track.right, y, right, style.SOFT, align="right")
    return y + 4


def _tick_labels(canvas: Canvas, track: Track, y: float) -> float:
    y += style.LINE - 4
    for tick in track.axis.ticks:
        canvas.text(track.x(tick), y, track.axis.form(tick), style.SOFT, align="center", size=style.SMALL)
    return y + 8


def _grid(canvas: Canvas, track: Track, top: float, bottom: float) -> None:
    for tick in track.axis.ticks:
        canvas.line(track.x(tick), top, track.x(tick), bottom, style.GRID, 0.8)
    if track.axis.reference is not None:
        x = track.x(track.axis.reference)
        canvas.line(x, top, x, bottom, style.SOFT, 1.4)


def _label_lines(canvas: Canvas, row: Row) -> list[str]:
    weight = "Semibold" if row.header else "Regular"
    if row.header or not canvas.sheet.beside:
        return style.wrap(row.label, canvas.width - (style.text_width(row.right) + BESIDE if row.right else 0), weight=weight)
    return style.wrap(row.label, canvas.sheet.beside - BESIDE, weight=weight)


def _track_height(row: Row) -> float:
    return style.LINE if row.mark else TRACK + OFFSET * max(0, len(row.points) - 1)


def _height(canvas: Canvas, row: Row) -> float:
    lines = len(_label_lines(canvas, row)) * style.LINE
    if row.header:
        return lines + 6
    if canvas.sheet.beside:
        return max(lines, _track_height(row)) + GAP
    if _marked_beside(canvas, row):
        return lines + GAP
    return lines + _track_height(row) + GAP


def _marked_beside(canvas: Canvas, row: Row) -> bool:
    """A mark has room to the right of a label on one line."""
    return bool(row.mark and not row.right and style.text_width(row.label) + style.text_width(row.mark) + BESIDE <= canvas.width)


def _draw_row(canvas: Canvas, row: Row, track: Track, y: float) -> float:
    end = y + _height(canvas, row)
    lines = _label_lines(canvas, row)
    beside = canvas.sheet.beside and not row.header
    if row.header:
        y += 4
    middle = (y + end - GAP) / 2
    under = middle - len(lines) * style.LINE / 2 if beside else y
    for line in lines:
        under += style.LINE
        canvas.text(0, under - 5, line, style.INK, row.header)
    if row.right:
        canvas.text(canvas.width, middle + 5 if beside else under - 5, row.right, style.INK, row.strong, "right")
    if beside:
        canvas.line(0, end - GAP / 2, canvas.width, end - GAP / 2, style.GRID, 0.5)
    if row.mark:
        place = (track.left + PAD, middle + 5, "left") if beside else (canvas.width, under - 5, "right")
        if not (beside or _marked_beside(canvas, row)):
            place = (0.0, under + style.LINE - 5, "left")
        canvas.text(*place[:2], row.mark, style.SOFT, align=place[2])
        return end
    if row.header:
        return end
    if not beside:  # along the row's own track alone: no line runs through a label
        _grid(canvas, track, under, end - GAP)
    y = (middle if beside else under + TRACK / 2) - (OFFSET * (len(row.points) - 1) / 2 if beside else 0)
    for point in row.points:
        draw_point(canvas, point, track, y)
        y += OFFSET
    return end


def draw_point(canvas: Canvas, point: Point, track: Track, y: float, scale: float = 1.0) -> None:
    """A point with its interval on its track; ``scale`` makes the mark smaller where many stand close."""
    colour = {"unit": style.UNIT, "comparison": style.COMPARISON, "earlier": style.EARLIER, "caution": style.CAUTION}[point.kind]
    axis = track.axis
    if point.low is not None and point.high is not None:
        left, right = track.x(point.low), track.x(point.high)
        canvas.line(left, y, right, y, colour, (3.2 if point.kind in ("unit", "caution") else 2.0) * scale, cap="round")
        for beyond, x, direction in ((point.low < axis.low, left, -1), (point.high > axis.high, right, 1)):
            if beyond:
                canvas.line(x, y, x + direction * PAD, y, colour, 1.5, dashed=True)
    canvas.mark(track.x(point.value), y, point.kind, (10 if point.kind in ("unit", "caution") else 8) * scale)
