"""Answers first: one stacked bar a question, in the codebook's order of questions and of answers."""

from typing import TYPE_CHECKING

from analysis.display import naming, shares_reading
from analysis.display.figures import style
from analysis.display.figures.canvas import Canvas
from analysis.display.figures.figure import NO_FIGURE, Figure, assemble
from analysis.display.html import Html, p
from analysis.display.tables import shares_table

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report

BAR = 18
GAP = 6
INSIDE = 12
"""Size of the numbers in the bars, px."""
LABELS, BESIDE = 352, 14
"""Room for a question beside its bar on a page, and between the two."""


def answer_shares(report: "Report", shares: "pd.DataFrame") -> Figure | Html:
    """The answers to the questions of ``shares`` (rows ``answer_share`` of one role); nothing where there are no rows."""
    if shares.empty:
        return NO_FIGURE
    if not (shares["status"] == "shown").any():
        first = report.next_number(f"unshown:{shares['role'].iloc[0]}") == 1
        return (
            NO_FIGURE
            if not first
            else p(
                report.say(
                    "shares.all_hidden",
                    respondents=naming.respondents(report.meta, shares["role"].iloc[0], report.language),
                    n=report.number(report.meta["disclosure"]["min_forms_for_shares"]),
                ),
                cls="note",
            )
        )
    role = shares["role"].iloc[0]
    questions = shares_reading.questions(report, shares)
    title = shares_reading.title(report, questions)
    caption = report.say(
        "figure.caption.shares",
        n=report.answers_from(role, shares_reading.n_range(report, shares)),
        legend=_legend(report, shares, questions),
    ).strip()
    return assemble(
        report,
        title,
        shares_reading.alt_points(report, questions),
        caption,
        lambda sheet: _draw(sheet, report, questions),
        lambda words: shares_table(report, shares, words),
    )


def _legend(report: "Report", shares: "pd.DataFrame", questions: list) -> str:
    """What the marks in this figure mean, and which answer is the good one where the wording is turned."""
    turned = report.say("legend.reversed") if any(question.reversed for question in questions) else ""
    return f"{turned} {shares_reading.mark_legend(report, shares)}".strip()


def _draw(sheet: style.Sheet, report: "Report", questions: list) -> str:
    canvas = Canvas(sheet, report.synthetic_mark)
    y, scale, options = 0.0, None, None
    if len({question.options for question in questions}) == 1:
        options = questions[0].options
        y = _options(canvas, options, y)
    for question in questions:
        if question.scale != scale:
            scale = question.scale
            y = _scale_heading(canvas, question.scale_label, y + (6 if y else 0))
        if question.options != options:
            options = question.options
            y = _options(canvas, options, y)
        y = _question(canvas, report, question, y)
    canvas.down_to(y)
    return canvas.svg()


def _scale_heading(canvas: Canvas, label: str, y: float) -> float:
    for line in style.wrap(label, canvas.width, weight="Semibold"):
        y += style.LINE
        canvas.text(0, y - 4, line, style.INK, True)
    return y + 4


def _options(canvas: Canvas, options: tuple[str, ...], y: float) -> float:
    """Each answer's colour and words, worst to best, over the bars."""
    left = LABELS + BESIDE if canvas.sheet.beside else 0.0
    widths = [19 + style.text_width(words) + 14 for words in options]
    if left + sum(widths) - 14 > canvas.width:
        left = max(0.0, canvas.width - sum(widths) + 14) if canvas.sheet.beside else 0.0
    x = left
    y += style.LINE
    for colour, words, width in zip(style.ramp(len(options)), options, widths, strict=True):
        if x > left and x + width - 14 > canvas.width:
            x, y = left, y + style.LINE + 3
        canvas.box(x, y - 13, 13, 13, colour, style.SOFT)
        canvas.text(x + 19, y - 2, words, style.SOFT)
        x += width
    return y + 7


def _question(canvas: Canvas, report: "Report", question, y: float) -> float:
    """One question and its bar; beside it on a page, under it on a phone."""
    beside = canvas.sheet.beside
    lines = style.wrap(question.text, LABELS if beside else canvas.width)
    under = y
    for line in lines:
        under += style.LINE
        canvas.text(0, under - 4, line)
    left = LABELS + BESIDE if beside else 0.0
    top = max(y + 1, (y + under - BAR) / 2 + 1) if beside else under + 1
    _bar(canvas, report, question, left, canvas.width - left, top)
    return max(under, top + BAR) + GAP


def _bar(canvas: Canvas, report: "Report", question, left: float, width: float, top: float) -> None:
    base = top + BAR - 5
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
