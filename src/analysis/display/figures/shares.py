"""Answers first: one stacked bar a question, in the codebook's order of questions and of answers."""

from functools import partial
from typing import TYPE_CHECKING

from analysis.display import naming, shares_reading
from analysis.display.figures import style
from analysis.display.figures.canvas import Canvas
from analysis.display.figures.figure import NO_FIGURE, Figure, assemble
from analysis.display.figures.pieces import n_caption
from analysis.display.html import Html, join, p
from analysis.display.tables import shares_table

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report

QUESTION, QUESTION_LINE = 13, 16
"""Size of a question on a page, where very many stand below each other, and distance between its lines, px."""
BAR = 15
GAP = 4
INSIDE = 12
"""Size of the numbers in the bars, px."""
LABELS, BESIDE = 384, 14
"""Room for a question beside its bar on a page, and between the two."""
SWATCH, APART = 18, 11
"""Width of an answer's colour with the space after it, and the distance between two answers, px."""


def answer_shares(report: "Report", shares: "pd.DataFrame") -> Figure | Html:
    """The answers to the questions of ``shares`` (rows ``answer_share``), under a heading for each group that answered where there are
    several; nothing where there are no rows. A group none of whose answers may be shown is named in the caption."""
    if shares.empty:
        return NO_FIGURE
    seen = set(shares.loc[shares["status"] == "shown", "role"])
    unseen = [role for role in dict.fromkeys(shares["role"]) if role not in seen]
    if not seen:
        told = [_all_hidden(report, role) for role in unseen if report.next_number(f"unshown:{role}") == 1]
        return join(p(words, cls="note") for words in told) if told else NO_FIGURE
    shares = shares[shares["role"].isin(seen)]
    by_role = dict(list(shares.groupby("role", sort=False)))
    questions = {role: shares_reading.questions(report, own) for role, own in by_role.items()}
    first = next(iter(questions))
    title = shares_reading.title(report, questions[first])
    if len(by_role) > 1:
        title = report.say("figure.title.shares.of", who=naming.role_label(report.meta, first, report.language), title=title)
    asked = [question for own in questions.values() for question in own]
    caption = report.say("figure.caption.shares", n=n_caption(report, shares), legend=_legend(report, shares, asked)).strip()
    return assemble(
        report,
        title,
        shares_reading.alt_points(report, asked),
        " ".join([caption, *(_all_hidden(report, role) for role in unseen)]),
        lambda sheet: _draw(sheet, report, questions),
        {naming.respondents(report.meta, role, report.language): partial(shares_table, report, own) for role, own in by_role.items()},
    )


def _all_hidden(report: "Report", role: str) -> str:
    least = report.number(report.meta["disclosure"]["min_forms_for_shares"])
    return report.say("shares.all_hidden", respondents=naming.respondents(report.meta, role, report.language), n=least)


def _legend(report: "Report", shares: "pd.DataFrame", questions: list) -> str:
    """What the marks in this figure mean, and which answer is the good one where the wording is turned."""
    turned = report.say("legend.reversed") if any(question.reversed for question in questions) else ""
    return f"{turned} {shares_reading.mark_legend(report, shares)}".strip()


def _draw(sheet: style.Sheet, report: "Report", questions: dict[str, list]) -> str:
    """``questions``: role -> its questions."""
    canvas = Canvas(sheet, report.synthetic_mark)
    y, options = 0.0, None
    for role, own in questions.items():
        group = naming.role_label(report.meta, role, report.language) if len(questions) > 1 else ""
        one_scale, scale, y = len({question.scale for question in own}) == 1, None, y + (8 if y else 0)
        if group and not one_scale:
            y = _heading(canvas, group, y, style.UNIT)
        for question in own:
            heading = question.scale_label if question.scale != scale else ""
            if heading and group and one_scale:
                heading = report.say("figure.title.shares.of", who=group, title=heading)
            legend = question.options if question.options != options or (heading and scale is None) else ()
            colour = style.UNIT if group and one_scale else style.INK
            y = _over(canvas, heading, legend, y + (5 if heading and scale is not None else 0), colour)
            scale, options = question.scale, question.options
            y = _question(canvas, report, question, y)
    canvas.down_to(y)
    return canvas.svg()


def _over(canvas: Canvas, heading: str, options: tuple[str, ...], y: float, colour: str) -> float:
    """What stands over bars: their scale to the left, the answers to the right; on one line where there is room."""
    if heading and options and style.text_width(heading, weight="Semibold") + BESIDE <= _start(canvas, options):
        return max(_heading(canvas, heading, y, colour), _options(canvas, options, y))
    y = _heading(canvas, heading, y, colour) if heading else y
    return _options(canvas, options, y) if options else y


def _heading(canvas: Canvas, label: str, y: float, colour: str) -> float:
    for line in style.wrap(label, canvas.width, weight="Semibold"):
        y += style.LINE
        canvas.text(0, y - 4, line, colour, True)
    return y + 3


def _option_widths(options: tuple[str, ...]) -> list[float]:
    return [SWATCH + style.text_width(words) + APART for words in options]


def _start(canvas: Canvas, options: tuple[str, ...]) -> float:
    """Where the answers begin: over the bars, further left where they need it; at the edge where they take several lines."""
    return min(LABELS + BESIDE, max(0.0, canvas.width - sum(_option_widths(options)) + APART)) if canvas.sheet.beside else 0.0


def _options(canvas: Canvas, options: tuple[str, ...], y: float) -> float:
    """Each answer's colour and words, worst to best, over the bars; from further left, or on more lines, where they need it."""
    widths, left = _option_widths(options), _start(canvas, options)
    x = left
    y += style.LINE
    for colour, words, width in zip(style.ramp(len(options)), options, widths, strict=True):
        if x > left and x + width - APART > canvas.width:
            x, y = left, y + style.LINE + 3
        canvas.box(x, y - 13, 13, 13, colour, style.SOFT)
        canvas.text(x + SWATCH, y - 2, words, style.SOFT)
        x += width
    return y + 5


def _question(canvas: Canvas, report: "Report", question, y: float) -> float:
    """One question and its bar; beside it on a page, under it on a phone."""
    beside = canvas.sheet.beside
    size, height = (QUESTION, QUESTION_LINE) if beside else (style.TEXT, style.LINE)
    lines = style.wrap(question.text, LABELS if beside else canvas.width, size)
    under = y
    for line in lines:
        under += height
        canvas.text(0, under - 4, line, size=size)
    left = LABELS + BESIDE if beside else 0.0
    top = max(y + 1, (y + under - BAR) / 2 + 1) if beside else under + 1
    _bar(canvas, report, question, left, canvas.width - left, top)
    return max(under, top + BAR) + GAP


def _bar(canvas: Canvas, report: "Report", question, left: float, width: float, top: float) -> None:
    base = top + BAR - 3.5
    if question.capped:
        place, share = question.capped
        colour = style.ramp(len(question.options))[place]
        canvas.box(left, top, width, BAR, style.PAPER, style.SOFT)
        canvas.box(left, top, width * share, BAR, colour)
        canvas.text(left + 8, base, shares_reading.capped_words(report, question), style.text_on(colour), size=INSIDE)
        return
    if question.shares is None:
        canvas.box(left, top, width, BAR, style.PAPER, style.SOFT)
        canvas.text(left + 8, base, question.mark, style.SOFT, size=INSIDE)
        return
    total = sum(question.shares) or 1.0
    x = left
    for colour, share in zip(style.ramp(len(question.options)), question.shares, strict=True):
        part = share / total * width
        if part > 0:
            canvas.box(x, top, max(part - 1, 0.5), BAR, colour)
        words = report.number(share * 100)
        if part > style.text_width(words, INSIDE) + 6:
            canvas.text(x + part / 2, base, words, style.text_on(colour), align="center", size=INSIDE)
        x += part
