"""Text of unknown make as rows of fields: the separator, the quotes, and a quick way for the large and simple."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from analysis.parameters import ParameterError, Problem

HEAD = 30
"""Rows in which a header is looked for."""

LARGE = 1 << 20
"""Signs from which on the quick way is worth its while."""

QUOTED = re.compile(r'"(?:[^"]|"")*"')


@dataclass(frozen=True)
class Grid:
    """Rows that are not blank, stripped, and the number a reader of the file would give each.

    A large simple table comes as ``table`` (its records by column, text, null where empty), and ``rows`` then holds its header and the
    first records only.
    """

    rows: list[list[str]]
    numbers: Sequence[int]
    table: pa.Table | None = None

    @property
    def head(self) -> list[list[str]]:
        return self.rows[:HEAD]

    @property
    def every(self) -> list[list[str]]:
        """All the rows, however they came."""
        if self.table is None:
            return self.rows
        columns = ([value or "" for value in column.to_pylist()] for column in self.table.columns)
        return [self.rows[0], *map(list, zip(*columns, strict=True))]


def grid(text: str, name: str, separator: str | None = None, unquoted: bool = False) -> Grid:
    """``text`` as a grid. ``unquoted``: its platform writes no quotes, so those that stand there are text.

    Raises ParameterError where the quotes can be read in two ways that give different rows.
    """
    separator = separator or delimiter(text)
    if '"' not in text:
        quick = _simple(text, separator) if len(text) >= LARGE else None
        return quick or _numbered(_parse(text, separator, csv.QUOTE_NONE))
    plain = _parse(text, separator, csv.QUOTE_NONE)
    header_quoted = text.lstrip().startswith('"')
    if unquoted and not header_quoted and _even(plain):
        return _numbered(plain)
    try:
        quoted = _parse(text, separator, csv.QUOTE_MINIMAL)
    except csv.Error:
        # quotes that do not close: read as they stand, so that the rows they make ragged are told
        return _numbered(plain)
    if header_quoted or separator == "," or not _even(plain):
        return _numbered(quoted)
    if not _even(quoted):
        return _numbered(plain)
    if len(quoted) != len(plain):
        first = next(place for place, (one, other) in enumerate(zip(quoted, plain, strict=False), start=1) if one != other)
        found = "a quote that may open a text of several lines or belong to it"
        raise ParameterError([Problem(name, f"row {first}", found, "an export with quoted headings")])
    return _numbered(quoted)


def records(text: str, separator: str | None = None, name: str = "file") -> list[list[str]]:
    """Rows of fields, stripped, blank ones left out."""
    return grid(text, name, separator).every


def delimiter(text: str) -> str:
    """The separator of the first line: semicolon, comma or tab, whichever stands there most outside quotes. A line without any (a title)
    leaves the word to the lines after it."""
    lines = [line for line in QUOTED.sub("", text[:65536]).splitlines() if line.strip()][:HEAD]
    for line in lines[:1]:
        if any(sign in line for sign in ";,\t"):
            return max(";,\t", key=line.count)
    counts = {sign: [line.count(sign) for line in lines[1:]] for sign in ";\t,"}
    # a separator stands equally often in most lines; a comma in a sentence does not
    steady = {sign: max((found.count(n), n) for n in found) for sign, found in counts.items() if any(found)}
    told = {sign: (times, n) for sign, (times, n) in steady.items() if n and 2 * times > len(lines) - 1}
    return max(told, key=told.get) if told else ";"


def _parse(text: str, separator: str, quoting: int) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=quoting, strict=True)
    return [[value.strip() for value in row] for row in reader]


def _numbered(rows: list[list[str]]) -> Grid:
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    return Grid([row for _, row in filled], [number for number, _ in filled])


def _even(rows: list[list[str]]) -> bool:
    return len({len(row) for row in rows if any(row)}) <= 1


def _simple(text: str, separator: str) -> Grid | None:
    """The grid of a text without quotes and blank lines whose rows all have as many fields as the first; None where it is no such text."""
    first, _, body = text.partition("\n")
    if not body.strip() or "\r" in first[:-1]:
        return None
    header = [name.strip() for name in first.split(separator)]
    names = [str(place) for place in range(len(header))]
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(body.encode()),
            read_options=pa_csv.ReadOptions(column_names=names, block_size=1 << 24),
            parse_options=pa_csv.ParseOptions(delimiter=separator, quote_char=False, newlines_in_values=False, ignore_empty_lines=False),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""], quoted_strings_can_be_null=True
            ),
        )
    except pa.ArrowInvalid:
        return None
    columns = [_stripped(column) for column in table.columns]
    table = pa.table(columns, names=names)
    filled = pc.invert(pc.is_null(columns[0]))
    for column in columns[1:]:
        if pc.all(filled).as_py():
            break
        filled = pc.or_(filled, pc.invert(pc.is_null(column)))
    numbers: Sequence[int] = range(1, table.num_rows + 2)
    if not pc.all(filled).as_py():
        numbers = [1, *(place + 2 for place, there in enumerate(filled.to_pylist()) if there)]
        table = table.filter(filled)
    start = table.slice(0, HEAD).to_pylist()
    return Grid([header, *([row[name] or "" for name in names] for row in start)], numbers, table)


def _stripped(column: pa.ChunkedArray) -> pa.ChunkedArray:
    text = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
