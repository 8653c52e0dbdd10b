"""Who answered: one bar a group, answered of invited."""

from typing import TYPE_CHECKING

from analysis.display import naming
from analysis.display.figures import style
from analysis.display.figures.canvas import Canvas
from analysis.display.figures.figure import Figure, assemble
from analysis.display.figures.pieces import unshown
from analysis.display.html import Html
from analysis.display.numbers import percent
from analysis.display.rows import each
from analysis.display.shares_reading import mark_legend
from analysis.display.tables import counts_words, table
from analysis.display.titles import rates_sentence

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report

BAR = 18
GAP = 10
LABEL, WORDS = 170, 150
"""Room for the group beside its bar, and for the numbers on the other side."""


def response_rates(report: "Report", response: "pd.DataFrame") -> Figure | Html:
    """Rows ``response`` of one unit, one a group of respondents; nothing where invitations were not counted."""
    if (instead := unshown(report, response)) is not None:
        return instead
    shown = response[response["status"] == "shown"]
    alt = [_spoken(report, row) for row in each(response)]
    caption = report.say("figure.caption.response", legend=mark_legend(report, response)).strip()
    return assemble(
        report,
        rates_sentence(report, shown),
        alt,
        caption,
        lambda sheet: _draw(sheet, report, response),
        lambda words: response_table(report, response, words),
    )


def response_table(report: "Report", response: "pd.DataFrame", caption: str | None = None) -> Html:
    """Invited, answered and rate by group. Where invited are so few that rates are shown as counts, the rate is left empty."""
    body = []
    for row in each(response):
        if row.status == "shown":
            cells = [
                report.number(row.n_groups) if row.n_groups == row.n_groups else "",
                report.number(row.n) if row.n == row.n else "",
                "" if "as_counts" in row.flags else percent(row.value, report.language),
            ]
        else:
            cells = [report.say(f"mark.{row.status}")] * 3
        body.append((_name(report, row), cells))
    heads = [report.say(key) for key in ("table.group", "table.invited", "table.answered", "table.rate")]
    return table(caption or report.say("table.response"), heads, body)


def _name(report: "Report", row) -> str:
    return naming.role_label(report.meta, row.role, report.language)


def _spoken(report: "Report", row) -> str:
    if row.status != "shown":
        return report.say("figure.alt.absent", label=_name(report, row), mark=report.say(f"mark.{row.status}"))
    return report.say("figure.alt.value", label=_name(report, row), value=counts_words(report, row), interval="")


def _draw(sheet: style.Sheet, report: "Report", response: "pd.DataFrame") -> str:
    canvas = Canvas(sheet, report.synthetic_mark)
    y = 0.0
    for row in each(response):
        counts = counts_words(report, row) if row.status == "shown" else report.say(f"mark.{row.status}")
        ink = style.INK if row.status == "shown" else style.SOFT
        left, right = (LABEL, canvas.width - WORDS) if sheet.beside else (0.0, canvas.width)
        room = left if sheet.beside else canvas.width - style.text_width(counts, weight="Semibold")
        lines = style.wrap(_name(report, row), room - 10)
        top = y
        for line in lines:
            y += style.LINE
            canvas.text(0, y - 4, line)
        canvas.text(canvas.width, y - 4, counts, ink, row.status == "shown", "right")
        if row.status == "shown" and "as_counts" not in row.flags:
            top = top + 1 if sheet.beside else y + 1
            canvas.box(left, top, right - left, BAR, style.MARGIN_BAND)
            canvas.box(left, top, (right - left) * min(row.value, 1.0), BAR, style.UNIT)
            y = max(y, top + BAR)
        y += GAP
    canvas.down_to(y)
    return canvas.svg()
