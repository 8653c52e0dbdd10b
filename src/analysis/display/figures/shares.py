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

BAR = 16
GAP = 7
LABEL = 17
INSIDE = 13
"""Size of the numbers in the bars, px."""


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
        _draw(report, questions),
        lambda words: shares_table(report, shares, words),
    )


def _legend(report: "Report", shares: "pd.DataFrame", questions: list) -> str:
    """What the marks in this figure mean, and which answer is the good one where the wording is turned."""
    turned = report.say("legend.reversed") if any(question.reversed for question in questions) else ""
    return f"{turned} {shares_reading.mark_legend(report, shares)}".strip()


def _draw(report: "Report", questions: list) -> str:
    canvas = Canvas(report.synthetic_mark)
    y, scale, options = 0.0, None, None
    if len({question.options for question in questions}) == 1:
        options = questions[0].options
        y = _options(canvas, options, y)
    for question in questions:
        if question.scale != scale:
            scale = question.scale
            y = _scale_heading(canvas, question.scale_label, y + (4 if y else 0))
        if question.options != options:
            options = question.options
            y = _options(canvas, options, y)
        y = _question(canvas, report, question, y)
    canvas.down_to(y)
    return canvas.svg()


def _scale_heading(canvas: Canvas, label: str, y: float) -> float:
    for line in style.wrap(label, canvas.width):
        y += style.LINE
        canvas.text(0, y - 3, line, style.INK, True)
    return y + 2


def _options(canvas: Canvas, options: tuple[str, ...], y: float) -> float:
    """Each answer's colour and words, worst to best."""
    x = 0.0
    y += style.LINE
    for colour, words in zip(style.ramp(len(options)), options, strict=True):
        width = 20 + style.text_width(words) + 16
        if x and x + width - 16 > canvas.width:
            x, y = 0.0, y + style.LINE + 3
        canvas.box(x, y - 14, 14, 14, colour, style.SOFT)
        canvas.text(x + 20, y - 2, words, style.SOFT)
        x += width
    return y + 5


def _question(canvas: Canvas, report: "Report", question, y: float) -> float:
    for line in style.wrap(question.text, canvas.width):
        y += LABEL
        canvas.text(0, y - 4, line)
    if question.capped:
        place, share = question.capped
        colour = style.ramp(len(question.options))[place]
        canvas.box(0, y, canvas.width, BAR, style.PAPER, style.SOFT)
        canvas.box(0, y, canvas.width * share, BAR, colour)
        canvas.text(8, y + BAR - 4, shares_reading.capped_words(report, question), style.text_on(colour), size=INSIDE)
        return y + BAR + GAP
    if question.shares is None:
        canvas.box(0, y, canvas.width, BAR, style.PAPER, style.SOFT)
        canvas.text(8, y + BAR - 4, question.mark, style.SOFT, size=INSIDE)
        return y + BAR + GAP
    total = sum(question.shares) or 1.0
    x = 0.0
    for colour, share in zip(style.ramp(len(question.options)), question.shares, strict=True):
        width = share / total * canvas.width
        canvas.box(x, y, max(width - 1, 0), BAR, colour)
        words = report.number(share * 100)
        if width > style.text_width(words, INSIDE) + 6:
            canvas.text(x + width / 2, y + BAR - 4, words, style.text_on(colour), align="center", size=INSIDE)
        x += width
    return y + BAR + GAP
