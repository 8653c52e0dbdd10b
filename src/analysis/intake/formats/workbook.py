"""Workbooks (``.xlsx``) as rows of text, opened with care: nothing in them is unpacked without bound, expanded or calculated."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

from analysis.intake.formats.grid import Grid
from analysis.parameters import ParameterError, Problem

MOST_BYTES = 1 << 30
"""Unpacked size of all parts of a workbook together beyond which it is refused."""

MOST_PACKED = 200
"""Times a part may grow by unpacking; sheets of forms grow ten- to thirtyfold, a bomb a thousandfold."""

SMALL = 1 << 20
"""Parts of fewer unpacked bytes may grow by as much as they like."""

DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)")
ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})


def is_workbook(content: bytes) -> bool:
    """Whether ``content`` is a zip archive with a workbook in it."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except zipfile.BadZipFile:
        return False


def sheets(content: bytes, name: str) -> dict[str, Grid]:
    """Sheet -> its rows, in the workbook's order; sheets without a word are left out.

    Numbers as their shortest text (``1``, ``62.5``), dates as ``2019-09-24``. Raises ParameterError where the file is damaged, too large,
    or holds formulas without their values or values that are errors.
    """
    import openpyxl

    calculated = _guard(content, name)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        found = {sheet.title: _rows(sheet) for sheet in book.worksheets}
    except Exception as error:  # openpyxl raises whatever its parsers do on a damaged part
        raise ParameterError([Problem(name, "file", f"a damaged workbook ({type(error).__name__})", "an .xlsx file")]) from error
    problems = [problem for title, rows in found.items() for problem in _errors(rows, title, name)]
    if calculated:
        problems += _without_values(content, found, name)
    if problems:
        raise ParameterError(problems)
    grids = {}
    for title, rows in found.items():
        filled = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
        if filled:
            grids[title] = Grid([row for _, row in filled], [number for number, _ in filled])
    return grids


def _guard(content: bytes, name: str) -> bool:
    """Refuse a workbook that would unpack beyond bounds or declares entities; whether any of its sheets has formulas."""
    calculated = False
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        grown = [part for part in parts if part.file_size > max(SMALL, MOST_PACKED * part.compress_size)]
        unpacked = sum(part.file_size for part in parts)
        if grown or unpacked > MOST_BYTES:
            raise ParameterError(
                [
                    Problem(
                        name,
                        "file",
                        f"a workbook that unpacks to {unpacked / 1e6:,.0f} MB from {len(content) / 1e6:,.1f} MB",
                        f"one of at most {MOST_BYTES / 1e6:,.0f} MB, no part of it packed more than {MOST_PACKED}-fold; export it as CSV",
                    )
                ]
            )
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                try:
                    data = archive.read(part)
                except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
                    raise ParameterError(
                        [Problem(name, part.filename, f"a damaged part ({type(error).__name__})", "an .xlsx file; export it again")]
                    ) from error
                # a workbook is UTF-8; anything else could hide a declaration from this look
                if DECLARATION.search(data) or data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:100]:
                    raise ParameterError(
                        [Problem(name, part.filename, "a document type declaration", "a workbook without one, as every office writes it")]
                    )
                calculated |= part.filename.startswith("xl/worksheets/") and re.search(rb"<f[ />]", data) is not None
    return calculated


def _rows(sheet: object) -> list[list[str]]:
    # the size a sheet states of itself is wrong in files of some platforms
    sheet.reset_dimensions()
    rows = [[_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _errors(rows: Sequence[Sequence[str]], title: str, name: str) -> Iterator[Problem]:
    numbers = [number for number, row in enumerate(rows, start=1) if not ERRORS.isdisjoint(row)]
    if numbers:
        told = f"sheet {title!r}, row {_few(numbers)}"
        yield Problem(name, told, "cells whose formula went wrong (#N/A, #REF!, ...)", "values, or empty cells")


def _without_values(content: bytes, found: dict[str, list[list[str]]], name: str) -> Iterator[Problem]:
    """Formulas whose value was never stored: written by a program, never calculated by an office."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        numbers = []
        for number, (cells, values) in enumerate(zip(sheet.iter_rows(), found[sheet.title], strict=True), start=1):
            if any(cell.data_type == "f" and not value for cell, value in zip(cells, values, strict=False)):
                numbers.append(number)
        if numbers:
            told = f"sheet {sheet.title!r}, row {_few(numbers)}"
            yield Problem(name, told, "formulas without a stored value", "values: open the file in a spreadsheet and save it")


def _few(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:10])) + (", ..." if len(numbers) > 10 else "")
