"""Text of unknown make as rows of fields: the separator, the quotes, and a quick way for the large and simple."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
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
    def even(self) -> bool:
        """Whether all the rows have as many fields."""
        return self.table is not None or len({len(row) for row in self.rows}) <= 1

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
        return _grid(text, separator, quoted=False)
    header_quoted = text.lstrip().startswith('"')
    if unquoted and not header_quoted:
        plain = _grid(text, separator, quoted=False)
        if plain.even:
            return plain
    try:
        quoted = _grid(text, separator, quoted=True)
    except csv.Error:
        # quotes that do not close: read as they stand, so that the rows they make ragged are told
        return _grid(text, separator, quoted=False)
    if header_quoted or separator == ",":
        return quoted
    plain = _grid(text, separator, quoted=False)
    if plain.even and quoted.even and len(plain.numbers) != len(quoted.numbers):
        first = next(place for place, (one, other) in enumerate(zip(quoted.rows, plain.rows, strict=False), start=1) if one != other)
        found = "a quote that may open a text of several lines or belong to it"
        raise ParameterError([Problem(name, f"row {first}", found, "an export with quoted headings")])
    return plain if plain.even and not quoted.even else quoted


def records(text: str, separator: str | None = None, name: str = "file") -> list[list[str]]:
    """Rows of fields, stripped, blank ones left out."""
    return grid(text, name, separator).every


def delimiter(text: str) -> str:
    """The separator of the first line: semicolon, comma or tab, whichever stands there most outside quotes. A line without any (a title)
    leaves the word to the lines after it."""
    lines = [line for line in QUOTED.sub("", text[:65536]).splitlines() if line.strip(" ")][:HEAD]
    for line in lines[:1]:
        if any(sign in line for sign in ";,\t"):
            return max(";,\t", key=line.count)
    counts = {sign: [line.count(sign) for line in lines[1:]] for sign in ";\t,"}
    # a separator stands equally often in most lines; a comma in a sentence does not
    steady = {sign: max((found.count(n), n) for n in found) for sign, found in counts.items() if any(found)}
    told = {sign: (times, n) for sign, (times, n) in steady.items() if n and 2 * times > len(lines) - 1}
    return max(told, key=told.get) if told else ";"


def _grid(text: str, separator: str, quoted: bool) -> Grid:
    """``text`` read with quotes or without; csv.Error where its quotes do not close."""
    quick = _quick(text, separator, quoted) if len(text) >= LARGE else None
    if quick:
        return quick
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE, strict=True
    )
    filled = [(number, row) for number, row in enumerate(([value.strip() for value in row] for row in reader), start=1) if any(row)]
    return Grid([row for _, row in filled], [number for number, _ in filled])


def _quick(text: str, separator: str, quoted: bool) -> Grid | None:
    """The grid of a text whose records all have as many fields as the first and whose quotes stand at the edges of fields; None where it is
    no such text."""
    content = text.encode()
    if quoted and not _quotes_at_edges(content, separator):
        return None
    quoting = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    first = next(csv.reader(io.StringIO(text[: 1 << 20], newline=""), delimiter=separator, quoting=quoting), [])
    names = [str(place) for place in range(len(first))]
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(content),
            read_options=pa_csv.ReadOptions(column_names=names, block_size=1 << 24),
            parse_options=pa_csv.ParseOptions(
                delimiter=separator, quote_char='"' if quoted else False, newlines_in_values=quoted, ignore_empty_lines=False
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""], quoted_strings_can_be_null=True
            ),
        )
    except pa.ArrowInvalid:
        return None
    # the first record is the header
    columns = [_stripped(column).slice(1) for column in table.columns]
    table = pa.table(columns, names=names)
    blank = pc.is_null(pc.coalesce(*columns))
    numbers: Sequence[int] = range(1, table.num_rows + 2)
    if pc.any(blank).as_py():
        numbers = [1, *(place + 2 for place, nothing in enumerate(blank.to_pylist()) if not nothing)]
        table = table.filter(pc.invert(blank))
    start = table.slice(0, HEAD).to_pylist()
    return Grid([[value.strip() for value in first], *([row[name] or "" for name in names] for row in start)], numbers, table)


def _quotes_at_edges(content: bytes, separator: str) -> bool:
    """Whether every quote has a separator, a line's end or another quote on one side, and there is an even number of them."""
    signs = np.frombuffer(b"\n" + content + b"\n", dtype=np.uint8)
    quotes = signs[1:-1] == ord('"')
    edge = np.isin(np.arange(256), [ord(sign) for sign in (separator, "\n", "\r", '"')])[signs]
    return np.count_nonzero(quotes) % 2 == 0 and not (quotes & ~(edge[:-2] | edge[2:])).any()


def _stripped(column: pa.ChunkedArray) -> pa.ChunkedArray:
    text = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
