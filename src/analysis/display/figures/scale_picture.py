"""How to read points: one ruler, and what the margin means in answers, in one picture."""

from typing import TYPE_CHECKING

from analysis.display import naming
from analysis.display.figures import style
from analysis.display.figures.canvas import Canvas
from analysis.display.figures.figure import NO_FIGURE, Figure, assemble
from analysis.display.figures.interval_chart import PAD, Axis
from analysis.display.html import Html
from analysis.display.tables import interval_words, table, value_words

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report

RULER = (300.0, 400.0, 500.0, 600.0, 700.0)
SQUARE, BETWEEN = 17, 5
MARGIN_POINTS = 20
"""What ``points_in_answers`` is stated for (docs/architecture.md)."""


def scale_in_answers(report: "Report", levels: "pd.DataFrame", steps: "pd.DataFrame") -> Figure | Html:
    """The first shown scale of ``levels`` on the ruler, and ``steps`` (rows ``points_in_answers``) as answers out of a hundred."""
    in_answers = {(row.role, row.scale): row for row in steps.itertuples() if row.status == "shown"}
    row = next((row for row in levels.itertuples() if row.status == "shown" and (row.role, row.scale) in in_answers), None)
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
        _draw(report, row, scale, moved),
        lambda caption: _twin(report, row, scale, moved, caption),
    )


def _draw(report: "Report", row, scale: str, moved: int) -> str:
    canvas = Canvas(report.synthetic_mark)
    axis = Axis(RULER, report.number, 500.0)
    y = 4.0
    for line in style.wrap(report.say("ruler.typical"), canvas.width):
        y += style.LINE
        canvas.text(0, y - 4, line)
    left, right = axis.x(400, canvas.width), axis.x(600, canvas.width)
    y += 8
    canvas.box(left, y, right - left, 46, style.MARGIN_BAND)
    canvas.line(PAD, y + 23, canvas.width - PAD, y + 23, style.SOFT, 1)
    middle = axis.x(500, canvas.width)
    canvas.line(middle, y - 2, middle, y + 48, style.SOFT, 1.6)
    if row.low == row.low and row.high == row.high:
        canvas.line(axis.x(row.low, canvas.width), y + 23, axis.x(row.high, canvas.width), y + 23, style.UNIT, 4, cap="round")
    canvas.mark(axis.x(row.value, canvas.width), y + 23, "unit", 12)
    y += 48 + style.LINE
    for place, tick in enumerate(RULER):
        align = "left" if place == 0 else "right" if place == len(RULER) - 1 else "center"
        canvas.text(
            {"left": 0, "right": canvas.width}.get(align, axis.x(tick, canvas.width)), y - 2, report.number(tick), style.SOFT, align=align
        )
    for line in style.wrap(report.say("ruler.here", unit=report.unit["name"], scale=scale, value=value_words(report, row)), canvas.width):
        y += style.LINE
        canvas.text(0, y + 2, line, style.UNIT, True)
    y += 18
    for line in style.wrap(report.say("ruler.moved", moved, points=report.number(MARGIN_POINTS), n=report.number(moved)), canvas.width):
        y += style.LINE
        canvas.text(0, y - 4, line)
    y += 6
    for place in range(100):
        line, column = divmod(place, 20)
        canvas.box(
            column * (SQUARE + BETWEEN) + 2, y + line * (SQUARE + BETWEEN), SQUARE, SQUARE, style.UNIT if place < moved else style.GRID
        )
    canvas.down_to(y + 5 * (SQUARE + BETWEEN) + 2)
    return canvas.svg()


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
