"""A workbook as tables, with everything in its zip that a reader does not see."""

import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from analysis.auditing.findings import Told
from analysis.auditing.naming import Names
from analysis.auditing.numerals import normal
from analysis.auditing.page import Cell
from analysis.auditing.structural import Structural
from analysis.auditing.words import UNLISTED, read_cells, read_prose

PARTS = (
    "docProps/app.xml",
    "docProps/core.xml",
    "xl/theme/",
    "xl/worksheets/",
    "xl/tables/",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
    "xl/workbook.xml",
    "xl/_rels/",
    "_rels/",
    "[Content_Types].xml",
)
"""All that a workbook of ours consists of: no comments, drawings, macros, links outwards, cached pivots."""
HEAD = 5
"""The row of a sheet that holds the heads; above it stand the table's caption and marks."""


def read_workbook(path: Path, file: str, names: Names, structural: Structural) -> Iterator[Told]:
    """Everything in a workbook that is neither listed nor structural, or hidden from who opens it."""
    from openpyxl import load_workbook

    with zipfile.ZipFile(path) as packed:
        for part in packed.namelist():
            if not part.startswith(PARTS):
                yield Told(file, part, "-", "a part that no workbook of ours has")
    book = load_workbook(path)
    for name in book.defined_names:
        yield Told(file, f"name {name}", "-", "a workbook of ours defines no names")
    for sheet in book.worksheets:
        place = f"sheet »{sheet.title}«"
        if sheet.sheet_state != "visible":
            yield Told(file, place, "-", "a hidden sheet")
        hidden = [f"row {number}" for number, row in sheet.row_dimensions.items() if row.hidden]
        hidden += [f"column {letter}" for letter, column in sheet.column_dimensions.items() if column.hidden]
        yield from (Told(file, f"{place}, {where}", "-", "hidden") for where in hidden)
        yield from _sheet(sheet, file, place, names, structural)


def _sheet(sheet, file: str, place: str, names: Names, structural: Structural) -> Iterator[Told]:
    rows = [[cell for cell in row] for row in sheet.iter_rows()]
    for row in rows:
        for cell in row:
            if cell.comment is not None:
                yield Told(file, f"{place}, {cell.coordinate}", "-", "a comment")
            if cell.data_type == "f":
                yield Told(file, f"{place}, {cell.coordinate}", "-", "a formula")
    table = len(rows) > HEAD and len(rows[HEAD - 1]) > 1
    caption = str(rows[0][0].value or "") if rows else ""
    heads = [str(cell.value or "") for cell in rows[HEAD - 1]] if table else []
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if cell.value is None:
                continue
            where = f"{place}, {cell.coordinate}"
            body = table and number > HEAD
            beside = (str(row[0].value or ""),) if body and column else ()
            above = (heads[column],) if body and column else ()
            if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
                if not _listed(cell, beside + above, caption, names, structural):
                    yield Told(file, where, repr(cell.value), UNLISTED + " for what its headers name")
            elif body and column:
                yield from read_cells([Cell(str(cell.value), beside, above, caption, False)], file, names, structural)
            else:
                yield from read_prose(str(cell.value), file, where, names, structural)


def _listed(cell, headers: tuple[str, ...], caption: str, names: Names, structural: Structural) -> bool:
    """Whether a cell's number, as it is stored, is a listed cell's: a percent is a hundredth."""
    number = Decimal(repr(cell.value))
    number = number * 100 if "%" in cell.number_format else number
    places = names.named(headers)
    bound = bool({"centre", "network", "scale", "item"} & set(places))
    allowed = names.numbers(places if bound else places | names.named([caption]))
    written = normal(number)
    if written in allowed or structural.of_a_goal(headers, written) or structural.of_a_period(headers, written):
        return True
    if names.counts_municipalities(headers, places, written):
        return True
    return not bound and (written in structural.free or structural.is_year(written))
