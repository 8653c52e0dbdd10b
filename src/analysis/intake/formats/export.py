"""A whole export as its platform's reader understood it, before the codebook's columns are chosen from it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
import pyarrow as pa

from analysis.intake.formats.grid import Grid
from analysis.intake.raw import RawTable
from analysis.parameters import ParameterError, Problem


@dataclass(frozen=True)
class Wanted:
    """What the codebook looks for. ``columns`` None: everything; ``texts`` are the questions' words, by which a column may be headed."""

    columns: Collection[str] | None = None
    texts: Mapping[str, Collection[str]] = field(default_factory=dict)
    sheet: str | None = None

    def names(self, header: Sequence[str]) -> int:
        """How many of the columns looked for ``header`` has, by name or by text."""
        told = {" ".join(text.split()).casefold() for texts in self.texts.values() for text in texts}
        return sum(
            bool(name) and (self.columns is None or name in self.columns or " ".join(name.split()).casefold() in told) for name in header
        )


@dataclass(frozen=True)
class Export:
    """``columns[i]`` holds the answers under ``header[i]`` (text, null where empty); the rest is as RawTable has it. ``missing`` are codes
    by which the platform says that nothing was answered."""

    file: str
    header: tuple[str, ...]
    columns: tuple[pd.api.extensions.ExtensionArray, ...]
    numbers: Sequence[int]
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)
    bookkeeping: frozenset[str] = frozenset()
    reason: Sequence[str | None] | None = None
    notes: tuple[Problem, ...] = ()
    missing: frozenset[str] = frozenset()

    def column(self, name: str) -> pd.Series:
        """The answers under ``name``; nothing at all where there is no such column."""
        if name not in self.header:
            return pd.Series(None, index=range(len(self.numbers)), dtype="str")
        return pd.Series(self.columns[self.header.index(name)])

    def table(self, columns: Collection[str] | None) -> RawTable:
        """The export as ``RawTable``, its frame holding ``columns``. A column of that name twice is a problem."""
        wanted = {name for name in self.header if columns is None or name in columns}
        problems = _repeated(wanted, self.header, self.file)
        if problems:
            raise ParameterError(problems)
        index = pd.RangeIndex(len(self.numbers))
        read, unread = {}, {}
        for place, name in enumerate(self.header):
            called = name if name not in unread else f"{name} (column {place + 1})"
            (read if name in wanted else unread)[called] = self.columns[place]
        first = self.numbers[0] if self.numbers else 2
        consecutive = isinstance(self.numbers, range) or all(number == first + place for place, number in enumerate(self.numbers))
        return RawTable(
            file=self.file,
            header=self.header,
            frame=pd.DataFrame(read, index=index, copy=False),
            labels=self.labels,
            first_row=first,
            unread=pd.DataFrame(unread, index=index, copy=False),
            questions=self.questions,
            bookkeeping=self.bookkeeping,
            reason=None if self.reason is None else pd.Series(self.reason, index=index, dtype="str"),
            notes=self.notes,
            numbers=() if consecutive else tuple(self.numbers),
        )


def export_of(found: Grid, name: str, header_at: int = 0, skip: int = 0) -> Export:
    """The records below the header in row ``header_at`` of ``found``, ``skip`` rows further down.

    Blank columns at the right are left out; one with answers and no name is called by its place. Raises ParameterError with every row of
    another number of fields.
    """
    if len(found.rows) <= header_at:
        raise ParameterError([Problem(name, "file", "no rows", "a header row of column names and one row per form")])
    header, start = found.rows[header_at], header_at + 1 + skip
    numbers = found.numbers[start:]
    if found.table is not None:
        columns = [_text(column) for column in found.table.columns]
    else:
        columns = _columns(header, found.rows[start:], numbers, name)
    while header and not header[-1] and columns[len(header) - 1].isna().all():
        header = header[:-1]
    header = [told or f"(column {place})" for place, told in enumerate(header, start=1)]
    return Export(name, tuple(header), tuple(columns[: len(header)]), numbers)


def _columns(header: list[str], body: list[list[str]], numbers: Sequence[int], name: str) -> list[pd.api.extensions.ExtensionArray]:
    width = len(header)
    if {len(row) for row in body} == {max(map(len, body), default=0)} and not any(any(row[width:]) for row in body):
        # every record ends in separators the header has not: a column of nothing. In one record alone it may hide a shift
        body = [row[:width] for row in body]
    ragged = [number for number, row in zip(numbers, body, strict=True) if len(row) != width]
    if ragged:
        rows = f"row {', '.join(map(str, ragged[:10]))}{', ...' if len(ragged) > 10 else ''}"
        found = f"{len(ragged)} row{'s' if len(ragged) != 1 else ''} of another number of fields"
        raise ParameterError([*_repeated(header, header, name), Problem(name, rows, found, f"{width} fields, as in the header")])
    turned = list(zip(*body, strict=True)) if body else [()] * width
    return [_text(pa.array([value or None for value in column], pa.string())) for column in turned]


def _repeated(names: Collection[str], header: Sequence[str], file: str) -> list[Problem]:
    return [
        Problem(file, f"column {name}", f"{header.count(name)} columns of this name", "one")
        for name in sorted(set(names))
        if name and header.count(name) > 1
    ]


def _text(column: pa.Array | pa.ChunkedArray) -> pd.api.extensions.ExtensionArray:
    """Arrow text as pandas' text, without a Python object per cell."""
    return pd.array(column.cast(pa.large_string()).combine_chunks() if isinstance(column, pa.ChunkedArray) else column, dtype="str")
