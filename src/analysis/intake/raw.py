"""What every reader of a raw format hands over, and how text files of unknown make are opened."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from analysis.parameters import ParameterError, Problem, nearest

MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
"""Byte order marks and what they tell."""

SEQUENCE = re.compile(rb"\xc3[\x80-\xbf]|\xe2\x80[\x93-\xa6]")
"""Letters and dashes in UTF-8; in CP1252 these bytes would be two or three signs nobody writes side by side."""


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
    missing: frozenset[str] = frozenset()
    """Codes by which the platform, or the municipality's file, says that nothing was answered."""

    def with_columns(self, columns: Collection[str]) -> "RawTable":
        """The table with every one of ``columns``, empty where the file has none."""
        absent = {name: pd.Series(None, index=self.frame.index, dtype="str") for name in sorted(set(columns) - set(self.frame))}
        return replace(self, frame=self.frame.assign(**absent))

    def rows(self, where: pd.Series) -> str:
        """``3 rows: 2, 5, 9``: where a mask holds, for messages (never the answers themselves)."""
        # by label, not by position: a mask may come from a table some of whose records were taken out
        places = [int(place) for place in where.index[where.to_numpy(dtype=bool)]]
        numbers = [self.numbers[place] if self.numbers else self.first_row + place for place in places]
        shown = ", ".join(str(number) for number in numbers[:10])
        return f"{len(numbers)} row{'s' if len(numbers) != 1 else ''}: {shown}" + (", ..." if len(numbers) > 10 else "")


def decode(content: bytes, name: str = "file") -> str:
    """Text of an export whose make is told by its first bytes: UTF-16 and UTF-8 by their marks, else UTF-8, else CP1252.

    Raises ParameterError where the bytes are damaged, or no text at all.
    """
    marked = next((encoding for mark, encoding in MARKS if content.startswith(mark)), None)
    if marked is None and b"\x00" in content:
        raise ParameterError([Problem(name, "file", "bytes that are no text", "UTF-8, CP1252, or UTF-16 with its byte order mark")])
    try:
        return content.decode(marked or "utf-8")
    except UnicodeDecodeError as error:
        if marked or SEQUENCE.search(content):
            row = content[: error.start].count(b"\n") + 1
            raise ParameterError(
                [Problem(name, f"row {row}", "a damaged byte", f"{(marked or 'utf-8').upper()} throughout, as in the rest of the file")]
            ) from None
    # five bytes mean nothing in CP1252; a file that has them is still readable but for those characters
    return content.decode("cp1252", errors="replace")


def read_bytes(path: Path, name: str) -> bytes:
    """Content of a raw file, or a ParameterError that says what is missing and what lies there instead."""
    if not path.is_file():
        beside = [sibling.name for sibling in path.parent.iterdir()] if path.parent.is_dir() else []
        raise ParameterError(
            [Problem(name, "file", "nothing", "the export (raw files are named in municipalities/*.yml)", nearest(path.name, beside))]
        )
    return path.read_bytes()
