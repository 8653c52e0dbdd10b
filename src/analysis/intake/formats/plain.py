"""Tables as offices make them: a workbook or a CSV with one row a form, under whatever titles, over whatever totals (docs/formats.md)."""

from collections.abc import Mapping
from dataclasses import replace

import pyarrow.compute as pc

from analysis.intake.formats.export import Export, Wanted, export_of
from analysis.intake.formats.grid import Grid
from analysis.intake.register import normal
from analysis.parameters import ParameterError, Problem, nearest

TOTALS = frozenset({"i alt", "ialt", "total", "totalt", "total:", "i alt:", "sum", "sum:", "grand total", "hovedtotal", "samlet"})
"""What the first cell of a row of totals says."""


def read_plain(found: Grid, name: str, wanted: Wanted) -> Export:
    """The table in ``found``. Rows above the header and a row of totals below the forms are left out, and that is told."""
    at, header = _header(found, wanted)
    notes = []
    if at:
        rows = found.every
        found = Grid([*rows[:at], header, *rows[at + 1 :]], found.numbers)
        rows = ", ".join(str(number) for number in found.numbers[:at])
        what = f"{at} row{'s' if at > 1 else ''} above the header, left out"
        notes.append(Problem(name, f"row {rows}", what, "the header in the first row"))
    found, total = _without_totals(found, at, name)
    if total:
        notes.append(Problem(name, f"row {total}", "a row of totals, left out: it is no form", "forms only"))
    export = export_of(found, name, header_at=at)
    return replace(export, notes=tuple(notes))


def sheet_of(book: Mapping[str, Grid], name: str, wanted: Wanted) -> Grid:
    """The sheet with the forms: the one that is named, else the only one, else the only one with columns that are looked for."""
    if wanted.sheet is not None:
        if wanted.sheet not in book:
            raise ParameterError([Problem(name, "sheet", repr(wanted.sheet), "a sheet of the workbook", nearest(wanted.sheet, book))])
        return book[wanted.sheet]
    if not book:
        raise ParameterError([Problem(name, "file", "no rows", "a header row of column names and one row per form")])
    if len(book) == 1:
        return next(iter(book.values()))
    hits = {title: max((wanted.names(row) for row in found.head), default=0) for title, found in book.items()}
    best = [title for title, times in hits.items() if times and times == max(hits.values())]
    if len(best) != 1:
        told = ", ".join(repr(title) for title in best or book)
        raise ParameterError([Problem(name, "sheets", told, "one sheet of forms, or `sheet:` beside the path in the municipality's file")])
    return book[best[0]]


def _header(found: Grid, wanted: Wanted) -> tuple[int, list[str]]:
    """Place of the row with most of the names that are looked for, and the header it gives; the first row where none has any.

    A header may have two rows, some of whose cells are merged downwards: where that gives more of the names, a name that stands in the
    upper row alone is the column's.
    """
    if not found.rows:
        return 0, []
    above = [[], *found.head[:-1]]
    headers = [_two_rows(upper, lower, wanted) for upper, lower in zip(above, found.head, strict=True)]
    hits = [wanted.names(header) for header in headers]
    at = hits.index(max(hits))
    return at, headers[at]


def _two_rows(upper: list[str], lower: list[str], wanted: Wanted) -> list[str]:
    beside = [*upper, *[""] * len(lower)]
    both = [own or above for own, above in zip(lower, beside, strict=False)]
    return both if wanted.names(both) > wanted.names(lower) else lower


def _without_totals(found: Grid, at: int, name: str) -> tuple[Grid, int]:
    """The grid without its last row where that is one of totals, and that row's number (0: there is none).

    A row is one of totals where its first filled cell says so. Anywhere but at the end it is a problem: what follows may belong to it.
    """
    if found.table is None:
        first = (next(value for value in row if value) for row in found.rows[at + 1 :])
    else:
        first = pc.coalesce(*found.table.columns).to_pylist()
    told = [place for place, value in enumerate(first, start=at + 1) if normal(value) in TOTALS]
    if told and told != [len(found.numbers) - 1]:
        numbers = ", ".join(str(found.numbers[place]) for place in told[:10])
        raise ParameterError([Problem(name, f"row {numbers}", "totals between the forms", "forms only, or one row of totals at the end")])
    if not told:
        return found, 0
    table = None if found.table is None else found.table.slice(0, found.table.num_rows - 1)
    rows = found.rows[:-1] if table is None or len(found.rows) == len(found.numbers) else found.rows
    return replace(found, rows=rows, numbers=found.numbers[:-1], table=table), found.numbers[-1]
