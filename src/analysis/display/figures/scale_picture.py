"""How to read points: one ruler, and what the margin means in answers, in one picture."""

from typing import TYPE_CHECKING

from analysis.display import naming
from analysis.display.figures import style
from analysis.display.figures.canvas import Canvas
from analysis.display.figures.figure import NO_FIGURE, Figure, assemble
from analysis.display.figures.interval_chart import PAD, Axis, Track
from analysis.display.html import Html
from analysis.display.rows import each
from analysis.display.tables import interval_words, table, value_words

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report

RULER = (300.0, 400.0, 500.0, 600.0, 700.0)
SQUARE, BETWEEN, ACROSS = 12, 4, 20
"""A square for each of a hundred answers."""
BETWEEN_HALVES = 30
MARGIN_POINTS = 20
"""What ``points_in_answers`` is stated for (docs/architecture.md)."""


def scale_in_answers(report: "Report", levels: "pd.DataFrame", steps: "pd.DataFrame") -> Figure | Html:
    """The first shown scale of ``levels`` on the ruler, and ``steps`` (rows ``points_in_answers``) as answers out of a hundred."""
    in_answers = {(row.role, row.scale): row for row in each(steps) if row.status == "shown"}
    row = next((row for row in each(levels) if row.status == "shown" and (row.role, row.scale) in in_answers), None)
    if row is None:
        return NO_FIGURE
    scale = naming.scale_quoted(report.meta, row.role, row.scale, report.language)
    moved = round(in_answers[row.role, row.scale].value * 100)
    title = report.say("title.ruler", moved, points=report.number(MARGIN_POINTS), scale=scale, n=report.number(moved))
    words = {"scale": scale, "unit": report.unit["name"], "value": value_words(report, row), "interval": interval_words(report, row)}
    return assemble(
        report,
        title,
        [report.say("figure.alt.ruler", **words)],
        report.say("figure.caption.ruler", n=report.answers_from(row.role, report.number(row.n)), **words),
        lambda sheet: _draw(sheet, report, row, scale, moved),
        lambda caption: _twin(report, row, scale, moved, caption),
    )


def _draw(sheet: style.Sheet, report: "Report", row, scale: str, moved: int) -> str:
    """The ruler and the answers: side by side on a page, one under the other on a phone."""
    canvas = Canvas(sheet, report.synthetic_mark)
    half = (canvas.width - BETWEEN_HALVES) / 2 if sheet.beside else canvas.width
    under = _ruler(canvas, report, row, scale, half)
    left, top = (half + BETWEEN_HALVES, 4.0) if sheet.beside else (0.0, under + 14)
    under = max(under, _answers(canvas, report, moved, left, half, top))
    canvas.down_to(under)
    return canvas.svg()


def _ruler(canvas: Canvas, report: "Report", row, scale: str, width: float) -> float:
    track = Track(Axis(RULER, report.number, 500.0), 0.0, width)
    y = _words(canvas, report.say("ruler.typical"), 0.0, 4.0, width) + 8
    canvas.box(track.x(400), y, track.x(600) - track.x(400), 46, style.MARGIN_BAND)
    canvas.line(PAD, y + 23, width - PAD, y + 23, style.SOFT, 1)
    canvas.line(track.x(500), y - 2, track.x(500), y + 48, style.SOFT, 1.6)
    if row.low == row.low and row.high == row.high:
        canvas.line(track.x(row.low), y + 23, track.x(row.high), y + 23, style.UNIT, 4, cap="round")
    canvas.mark(track.x(row.value), y + 23, "unit", 12)
    y += 46 + style.LINE
    for tick in RULER:
        canvas.text(track.x(tick), y - 2, report.number(tick), style.SOFT, align="center", size=style.SMALL)
    here = report.say("ruler.here", unit=report.unit["name"], scale=scale, value=value_words(report, row))
    return _words(canvas, here, 0.0, y + 2, width, style.UNIT, True)


def _answers(canvas: Canvas, report: "Report", moved: int, left: float, width: float, top: float) -> float:
    y = _words(canvas, report.say("ruler.moved", moved, points=report.number(MARGIN_POINTS), n=report.number(moved)), left, top, width) + 8
    for place in range(100):
        line, column = divmod(place, ACROSS)
        x, down = left + column * (SQUARE + BETWEEN), y + line * (SQUARE + BETWEEN)
        canvas.box(x, down, SQUARE, SQUARE, style.UNIT if place < moved else style.GRID)
    return y + 100 / ACROSS * (SQUARE + BETWEEN)


def _words(
    canvas: Canvas, words: str, left: float, y: float, width: float, colour: str = style.INK, strong: bool = False
) -> float:
    for line in style.wrap(words, width, weight="Semibold" if strong else "Regular"):
        y += style.LINE
        canvas.text(left, y - 4, line, colour, strong)
    return y


def _twin(report: "Report", row, scale: str, moved: int, caption: str) -> Html:
    body = [
        (report.say("ruler.row.norm"), [report.number(500)]),
        (report.say("ruler.row.typical"), [f"{report.number(400)}–{report.number(600)}"]),
        (
            report.say("ruler.row.here", unit=report.unit["name"], scale=scale),
            [f"{value_words(report, row)} ({interval_words(report, row)})"],
        ),
        (report.say("ruler.row.moved", points=report.number(MARGIN_POINTS)), [report.say("ruler.of_hundred", n=report.number(moved))]),
    ]
    return table(caption, [report.say("table.what"), report.say("table.number")], body)
