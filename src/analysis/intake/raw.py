"""What every reader of a raw format hands over, and how text files of unknown make are opened."""

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from analysis.parameters import ParameterError, Problem, nearest


@dataclass(frozen=True)
class RawTable:
    """One role's export, all as text, as it came.

    ``header`` names every column of the file; ``frame`` holds those that were asked for, one row per record, text stripped, null where
    empty. ``unread`` holds all the others in the same way: nothing but ``intake.people`` looks into them, for personal data that should
    not be there. ``labels`` are the export's own words for its codes (column -> code -> words), ``questions`` its words for its columns.
    ``bookkeeping`` are columns the platform is known to write: no codebook need tell of them. ``reason`` says of a record that the platform
    itself marks as nobody's answer why it is none (one of ``tables.REASONS``, null elsewhere). ``notes`` tell what was left out or put
    right on the way (title rows, a totals row): warnings, nothing that stops. ``first_row`` is the number a reader of the file would give
    the first record; ``numbers`` has the number of each where blank rows lie between them.
    """

    file: str
    header: tuple[str, ...]
    frame: pd.DataFrame
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    first_row: int = 2
    unread: pd.DataFrame = field(default_factory=pd.DataFrame)
    questions: dict[str, str] = field(default_factory=dict)
    bookkeeping: frozenset[str] = frozenset()
    reason: pd.Series | None = None
    notes: tuple[Problem, ...] = ()
    numbers: tuple[int, ...] = ()

    def with_columns(self, columns: Collection[str]) -> "RawTable":
        """The table with every one of ``columns``, empty where the file has none."""
        absent = {name: pd.Series(None, index=self.frame.index, dtype="str") for name in sorted(set(columns) - set(self.frame))}
        return replace(self, frame=self.frame.assign(**absent))

    def rows(self, where: pd.Series) -> str:
        """``3 rows: 2, 5, 9``: where a mask holds, for messages (never the answers themselves)."""
        places = where.to_numpy().nonzero()[0].tolist()
        numbers = [self.numbers[place] if self.numbers else self.first_row + place for place in places]
        shown = ", ".join(str(number) for number in numbers[:10])
        return f"{len(numbers)} row{'s' if len(numbers) != 1 else ''}: {shown}" + (", ..." if len(numbers) > 10 else "")


def decode(content: bytes) -> str:
    """Text of an export whose make is told by its first bytes: UTF-16 and UTF-8 by their marks, else UTF-8, else CP1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    if content.startswith(b"\xef\xbb\xbf"):
        return content.decode("utf-8-sig")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        # five bytes mean nothing in CP1252; a file that has them is still readable but for those characters
        return content.decode("cp1252", errors="replace")


def delimiter(header: str) -> str:
    """The separator of the header line: semicolon, comma or tab, whichever stands there most."""
    return max(";,\t", key=header.count)


def records(text: str, separator: str | None = None) -> list[list[str]]:
    """Rows of fields, stripped. Quotes are honoured where they are used: exports with semicolons mostly write none, and a lone quote
    in an open answer must not swallow the rows after it. Blank lines are left out."""
    first = text.partition("\n")[0]
    separator = separator or delimiter(first)
    plain = _parse(text, separator, csv.QUOTE_NONE)
    if '"' not in first and separator != "," and len({len(row) for row in plain}) <= 1:
        return plain
    try:
        quoted = _parse(text, separator, csv.QUOTE_MINIMAL)
    except csv.Error:
        # quotes that do not close: read as they stand, so that the rows they make ragged are told
        return plain
    return quoted if '"' in first or separator == "," or len({len(row) for row in quoted}) == 1 else plain


def _parse(text: str, separator: str, quoting: int) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=quoting, strict=True)
    return [[value.strip() for value in row] for row in reader if any(value.strip() for value in row)]


def read_bytes(path: Path, name: str) -> bytes:
    """Content of a raw file, or a ParameterError that says what is missing and what lies there instead."""
    if not path.is_file():
        beside = [sibling.name for sibling in path.parent.iterdir()] if path.parent.is_dir() else []
        raise ParameterError(
            [Problem(name, "file", "nothing", "the export (raw files are named in municipalities/*.yml)", nearest(path.name, beside))]
        )
    return path.read_bytes()


def table_of(rows: list[list[str]], name: str, columns: Collection[str], labels: dict[str, dict[str, str]] | None = None) -> RawTable:
    """A header and its records as a RawTable of ``columns``; ragged rows and repeated column names are problems."""
    if not rows:
        raise ParameterError([Problem(name, "file", "no rows", "a header row of column names and one row per form")])
    header, body = rows[0], rows[1:]
    ragged = [number for number, row in enumerate(body, start=2) if len(row) != len(header)]
    problems = [
        Problem(name, f"column {column}", f"{header.count(column)} columns of this name", "one")
        for column in sorted(set(header))
        if column and header.count(column) > 1
    ]
    if ragged:
        problems.append(
            Problem(
                name,
                f"row {', '.join(map(str, ragged[:10]))}{', ...' if len(ragged) > 10 else ''}",
                f"{len(ragged)} row{'s' if len(ragged) != 1 else ''} of another number of fields",
                f"{len(header)} fields, as in the header",
            )
        )
    if problems:
        raise ParameterError(problems)

    def text(wanted: bool) -> pd.DataFrame:
        places = [(place, column) for place, column in enumerate(header) if (column in columns) is wanted]
        return pd.DataFrame(
            {column or f"(column {place + 1})": pd.array([row[place] or None for row in body], dtype="str") for place, column in places}
        )

    return RawTable(name, tuple(header), text(True), labels or {}, unread=text(False))
