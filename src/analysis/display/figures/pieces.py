"""What figures of rows with intervals share: a row's points, right-hand words, alt sentence and mark, all from shown values."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from analysis.display import naming
from analysis.display.figures.interval_chart import MOST_ROWS, Axis, Point, Row, most_worth_showing
from analysis.display.html import NOTHING, Html, p
from analysis.display.rows import each
from analysis.display.tables import interval_words, value_words

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report


def unshown(report: "Report", rows: "pd.DataFrame") -> Html | None:
    """What stands in place of a figure of ``rows``: nothing where there are none, a note where none is shown.

    None where there is something to draw.
    """
    if rows.empty:
        return NOTHING
    if (rows["status"] == "shown").any():
        return None
    who = report.listed([naming.respondents(report.meta, role, report.language) for role in dict.fromkeys(rows["role"]) if role])
    key = "unshown.hidden" if (rows["status"] == "hidden").any() else "unshown.not_measured"
    return p(report.say(key, respondents=who), cls="note")


def point(kind: str, row) -> Point:
    """A shown row as a point with its interval, where it has one."""
    bounded = row.low == row.low and row.high == row.high
    return Point(kind, row.value, row.low if bounded else None, row.high if bounded else None)


def mark_of(report: "Report", row) -> str:
    """``skjult`` or ``ikke målt`` for a row without a value, empty for a shown one."""
    return "" if row.status == "shown" else report.say(f"mark.{row.status}")


def scale_name(report: "Report") -> Callable:
    """Names a row by its scale; where several roles stand in one figure, with the respondents."""

    def name(row) -> str:
        return naming.scale_label(report.meta, row.role, row.scale, report.language)

    return name


def scale_and_respondents(report: "Report", row) -> str:
    """``Sprog og samtale (kontaktpædagoger)``."""
    label = naming.scale_label(report.meta, row.role, row.scale, report.language)
    return report.say("label.scale_of", scale=label, respondents=naming.respondents(report.meta, row.role, report.language))


def namer(report: "Report", rows: "pd.DataFrame") -> Callable:
    """Scale names alone, or with the respondents where the rows come from several groups."""
    return scale_name(report) if rows["role"].nunique() <= 1 else lambda row: scale_and_respondents(report, row)


def under_respondents(report: "Report", lines: dict[tuple, Row], axis: Axis, most: int = MOST_ROWS) -> list[Row]:
    """The chart of ``lines`` (a table's row -> its line), of very many those most worth showing; under a heading for each group that
    answered where there are several, so that no line repeats whose it is."""
    kept = {id(line) for line in most_worth_showing(list(lines.values()), axis, most)}
    by_role: dict[str, list[Row]] = {}
    for row, line in lines.items():
        if id(line) in kept:
            by_role.setdefault(row.role, []).append(line)
    if len(by_role) < 2:
        return [line for own in by_role.values() for line in own]
    heads = {role: Row(naming.role_label(report.meta, role, report.language), header=True) for role in by_role}
    return [line for role, own in by_role.items() for line in (heads[role], *own)]


def spoken(report: "Report", label: str, row) -> str:
    """A row in the alt text: value and interval, or its mark."""
    if row.status != "shown":
        return report.say("figure.alt.absent", label=label, mark=mark_of(report, row))
    words = interval_words(report, row)
    key = "figure.alt.interval" if words else "figure.alt.value"
    return report.say(key, label=label, value=value_words(report, row), interval=words)


def by_key(rows: "pd.DataFrame", *keys: str) -> dict:
    return {tuple(getattr(row, key) for key in keys): row for row in each(rows)}


def shown_values(*tables: "pd.DataFrame") -> list[float]:
    """Values and interval ends of all shown rows: what an axis must hold."""
    return [float(value) for rows in tables for column in ("value", "low", "high") for value in rows[column].dropna()]


def left_out(report: "Report", rows: "pd.DataFrame", most: int = MOST_ROWS) -> str:
    """Where the rest is, if a figure draws only ``most`` of its rows; with a space before it."""
    return f" {report.say('figure.alt.many', n=report.number(len(rows)))}" if len(rows) > most else ""


def n_caption(report: "Report", rows: "pd.DataFrame") -> str:
    """``485 svar``, ``470–485 svar``, or by group where several groups stand in one figure."""
    from analysis.display.shares_reading import n_range

    return report.listed([report.answers_from(role, n_range(report, own)) for role, own in rows.groupby("role", sort=False)])
