"""Semantic tables: caption, scoped headers, one mark for what is hidden and one for what was not measured."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.display import naming
from analysis.display.figures.interval_chart import MOST_ROWS
from analysis.display.html import NOTHING, Html, Piece, el
from analysis.display.numbers import interval, number, percent, percent_interval, signed
from analysis.display.rows import each, grouped
from analysis.display.text import say

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report

SIGNED = frozenset(
    {
        "comparison",
        "centre_comparison",
        "network_comparison",
        "comparability",
        "change",
        "change_adjusted",
        "gap",
        "gap_adjusted",
        "gap_change",
        "spread_change",
        "leader_staff_gap",
        "leader_staff_gap_change",
        "initiative",
        "lasting_change",
    }
)
"""Differences: a plus is written."""
TWO_DECIMALS = frozenset({"agreement", "link", "reliability", "points_in_answers"})


def table(
    caption: Piece, heads: Sequence[Piece], rows: Sequence[tuple[Piece, Sequence[Piece]]], numbers: bool | Sequence[bool] = True
) -> Html:
    """``rows`` are (row header, cells); nothing where there are no rows. ``numbers``: cells are aligned as numbers, or for each column."""
    if not rows:
        return NOTHING
    each = [numbers] * (len(heads) - 1) if isinstance(numbers, bool) else numbers
    kinds = ["num" if one else None for one in each]
    head = el(
        "tr",
        el("th", heads[0], scope="col"),
        (el("th", words, cls=kind, scope="col") for words, kind in zip(heads[1:], kinds, strict=True)),
    )
    body = (
        el("tr", el("th", name, scope="row"), (el("td", cell, cls=kind) for cell, kind in zip(cells, kinds, strict=True)))
        for name, cells in rows
    )
    return el("table", el("caption", caption), el("thead", head), el("tbody", body))


def folded(made: Html) -> Html:
    """A table the reader unfolds on a screen and finds among the tables at the end on paper, opened by its caption; nothing of nothing."""
    if not made:
        return NOTHING
    words = Html(made.partition("<caption>")[2].partition("</caption>")[0])
    return el("div", el("details", el("summary", words), made), cls="twin")


def value_words(report: "Report", row) -> str:
    """A row's value as its kind is written, or its mark."""
    if row.status != "shown":
        return report.say(f"mark.{row.status}")
    if row.kind in ("answer_share", "response"):
        words = percent(row.value, report.language)
        return report.say("share.or_more", share=words) if "capped" in row.flags else words
    if row.kind in TWO_DECIMALS:
        return number(row.value, report.language, 2)
    return (signed if row.kind in SIGNED else number)(row.value, report.language)


def interval_words(report: "Report", row) -> str:
    """``498–524``; empty where the row has no interval."""
    if row.status != "shown" or row.low != row.low or row.high != row.high:
        return ""
    if row.kind in ("answer_share", "response"):
        return percent_interval(row.low, row.high, report.language)
    return interval(row.low, row.high, report.language, 2 if row.kind in TWO_DECIMALS else 0)


def with_interval(report: "Report", row) -> str:
    """``513 (506–520)``; the mark where the row is hidden or there is none."""
    if row is None:
        return report.say("mark.not_measured")
    words = interval_words(report, row)
    return f"{value_words(report, row)} ({words})" if words else value_words(report, row)


def n_words(report: "Report", row) -> str:
    return number(row.n, report.language) if row is not None and row.n == row.n else ""


def counts_words(report: "Report", row) -> str:
    """``84 % (425 af 505)`` of a row ``response``; where few were invited, the numbers alone."""
    if row.n != row.n or row.n_groups != row.n_groups:
        return percent(row.value, report.language)
    counts = report.say("response.counts", answered=report.number(row.n), invited=report.number(row.n_groups))
    return counts if "as_counts" in row.flags else f"{percent(row.value, report.language)} ({counts})"


def shares_table(report: "Report", shares: "pd.DataFrame", caption: str) -> Html:
    """Questions down, answers across, worst to best. Where questions have different answers, a column's head names them all."""
    questions = list(grouped(shares, "role", "scale", "item").items())
    if not questions:
        return NOTHING
    entries = [naming.item_entry(report.meta, role, item) for (role, _, item), _ in questions]
    options = [[option for option in entry["options"] if option["value"] is not None] for entry in entries]
    width = max(len(own) for own in options)
    labels = [[report.pick(own[place]["label"]) for own in options if place < len(own)] for place in range(width)]
    heads = [" / ".join(dict.fromkeys(words)) for words in labels]
    body = []
    for entry, own, (_, rows) in zip(entries, options, questions, strict=True):
        by_code = {row.contrast: row for row in rows}
        cells = [
            value_words(report, by_code[option["code"]]) if option["code"] in by_code else percent(0, report.language) for option in own
        ]
        n = max((n_words(report, row) for row in rows), default="")
        body.append((report.pick(entry["text"]), [*cells, *[""] * (width - len(cells)), n]))
    return table(caption, [report.say("table.question"), *heads, report.say("table.n")], body)


def values_table(
    report: "Report", caption: str, label_head: str, columns: Sequence[tuple[str, "pd.DataFrame"]], by: Sequence[str], label
) -> Html:
    """One line for each key ``by`` of the first column's rows; each column gives value and interval. ``label(row)`` names the line."""
    first = columns[0][1]
    lookups = [{tuple(getattr(row, key) for key in by): row for row in each(rows)} for _, rows in columns]
    with_interval = [bool((rows["low"].notna()).any()) for _, rows in columns]
    heads = [label_head]
    for (head, _), wide in zip(columns, with_interval, strict=True):
        heads += [head, report.say("table.interval")] if wide else [head]
    body = []
    for row in each(first):
        key = tuple(getattr(row, name) for name in by)
        cells = []
        for lookup, wide in zip(lookups, with_interval, strict=True):
            found = lookup.get(key)
            cells += [value_words(report, found) if found else report.say("mark.not_measured")]
            cells += [interval_words(report, found) if found else ""] if wide else []
        body.append((label(row), [*cells, n_words(report, row)]))
    return table(caption, [*heads, report.say("table.n")], body)


CENTRE_COLUMNS = 4
"""Scales beside each other in a table of centres: what an A4 page holds."""
COLUMNS_AT_THE_END = 6
"""... and in one of many municipalities, whose names are short beside those of centres."""


def centre_table(report: "Report", estimates: "pd.DataFrame", part: int = 1) -> Html:
    """Centres down in the register's order, scales across: estimate and interval. ``part`` is the first, second, ... run of scales."""
    return _unit_table(report, estimates, part, "centre", "table.centres")


def municipality_table(report: "Report", levels: "pd.DataFrame", part: int = 1) -> Html:
    """Municipalities down in alphabetical order, scales across: level and interval. ``part`` as in ``centre_table``.

    Of more municipalities than a figure holds the tables are pages long: they are kept for the end, with more scales beside each other.
    """
    if levels["unit"].nunique() <= MOST_ROWS:
        return _unit_table(report, levels, part, "municipality", "table.municipalities")
    return folded(_unit_table(report, levels, part, "municipality", "table.municipalities", COLUMNS_AT_THE_END))


def _unit_table(
    report: "Report", estimates: "pd.DataFrame", part: int, level: str, caption: str, columns: int = CENTRE_COLUMNS
) -> Html:
    pairs = list(dict.fromkeys(zip(estimates["role"], estimates["scale"], strict=True)))[(part - 1) * columns : part * columns]
    if not pairs:
        return NOTHING
    found = {(row.unit, row.role, row.scale): row for row in each(estimates)}
    rows = [
        (naming.unit_label(report.meta, level, unit), [with_interval(report, found.get((unit, *pair))) for pair in pairs])
        for unit in dict.fromkeys(estimates["unit"])
    ]
    who = naming.respondents(report.meta, pairs[0][0], report.language)
    heads = [report.say(f"table.{level}"), *(naming.scale_label(report.meta, role, scale, report.language) for role, scale in pairs)]
    words = report.say("table.of_scales", table=report.say(caption, respondents=who), scales=report.listed(heads[1:]))
    return table(words, heads, rows, numbers=False)


def data_table(frame: "pd.DataFrame", caption: str, language: str = "da") -> Html:
    """Any frame as a table, for the internal method report: the first column is the row header, numbers as the language writes them.

    Column names and the codes of ``CODED`` are looked up in the catalogue (``column.<name>``, ``code.<code>``) and stand as they are where
    it knows none. ``q`` and ``p`` get three
    decimals.
    """
    if frame.empty:
        return NOTHING
    heads = [_column_words(name, language) for name in frame.columns]
    body = [
        (
            _cell(row[0], frame.columns[0], language),
            [_cell(value, name, language) for value, name in zip(row[1:], frame.columns[1:], strict=True)],
        )
        for row in frame.itertuples(index=False, name=None)
    ]
    return table(caption, heads, body, [_numeric(frame[name]) for name in frame.columns[1:]])


CODED = frozenset({"kind", "flags", "contrast", "level", "step", "reason", "treatment", "personal_data", "model", "gate", "centre_gate"})
"""Columns of ``data_table`` whose cells are codes of the library's own, not names or words of the parameters."""


def _numeric(column: "pd.Series") -> bool:
    """Numbers to the right, text and yes or no to the left."""
    return column.dtype.kind in "iuf"


def _column_words(name: str, language: str) -> str:
    from analysis.display.text import has

    key = f"column.{name}"
    return say(key, language) if has(key, language) else str(name)


def _code_words(value: str, column: str, language: str) -> str:
    """A code of the library's own in words (``code.<code>``), several where they are joined by ``;``; any other text as it stands."""
    from analysis.display.text import has

    if column not in CODED:
        return value
    words = [say(f"code.{one}", language) if has(f"code.{one}", language) else one for one in value.split(";")]
    return ", ".join(words)


def _cell(value, column: str, language: str) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, str):
        return _code_words(value, column, language)
    if isinstance(value, bool) or (hasattr(value, "dtype") and value.dtype == bool):
        return say("word.yes" if value else "word.no", language)
    if isinstance(value, int | float) or hasattr(value, "dtype"):
        if column in ("p", "q") or column.endswith("_q"):
            return f"<\u00a0{number(0.001, language, 3)}" if value < 0.001 else number(value, language, 3)
        return number(value, language, 0 if float(value).is_integer() else 2 if abs(value) < 10 else 1)
    return str(value)
