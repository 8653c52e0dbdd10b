"""What an export tells of each of its columns: its words, its codes and the shape of what stands in it. Never an answer in free text."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.intake.dates import parse_dates, parse_numbers
from analysis.intake.raw import RawTable

Shape = Literal["empty", "date", "number", "code", "text"]

MOST_CODES = 15
"""An answer scale has no more categories; what has more is an id, a number or free text."""
LONGEST_CODE = 40
"""Signs of the longest answer category that is written out in words."""
SENTENCE = r"[.!?;:@\n]"
"""Signs that stand in sentences and addresses, not in answer categories."""


@dataclass(frozen=True)
class Column:
    """One column of an export.

    ``text`` is the export's question (\"\" where it has none), ``labels`` its words for its codes. ``codes`` are what stands in the column,
    where that can be answer categories; empty where it is something else. ``distinct`` and ``filled`` count; ``values`` are read by the
    rules alone and never shown.
    """

    name: str
    text: str
    labels: dict[str, str]
    codes: tuple[str, ...]
    shape: Shape
    distinct: int
    filled: int
    values: pd.Series

    @property
    def numbers(self) -> pd.Series:
        return parse_numbers(self.values)

    @property
    def in_words(self) -> bool:
        """Whether its codes are words that the export does not list: they may be anything, somebody's name among it."""
        return not self.labels and any(not code.lstrip("-").isdigit() for code in self.codes)


def describe(raw: RawTable) -> list[Column]:
    """The columns of ``raw`` (every column of it read), in the file's order; columns without a name are left out."""
    found = []
    for name in raw.header:
        if name:
            values = raw.frame[name]
            told = values.dropna()
            distinct = told.unique()
            labels = raw.labels.get(name, {})
            shape = _shape(told, distinct, labels)
            codes = tuple(in_order(distinct)) if shape == "code" else ()
            found.append(Column(name, raw.questions.get(name, ""), labels, codes, shape, len(distinct), len(told), values))
    return found


def in_order(codes: object) -> list[str]:
    """Codes as people list them: numbers by size, then words."""
    return sorted(codes, key=lambda code: (not code.lstrip("-").isdigit(), int(code) if code.lstrip("-").isdigit() else 0, code))


def _shape(told: pd.Series, distinct: object, labels: dict[str, str]) -> Shape:
    if labels and set(distinct) <= set(labels):
        return "code"
    if told.empty:
        return "empty"
    if parse_dates(told).notna().all():
        return "date"
    numbers = parse_numbers(told)
    if numbers.notna().all():
        whole = (numbers % 1 == 0).all()
        return "code" if whole and len(distinct) <= MOST_CODES and numbers.abs().max() < 1000 else "number"
    # few words that come again and again may be categories; words that hardly repeat are somebody's own
    short = told.str.len().max() <= LONGEST_CODE and not told.str.contains(SENTENCE).any()
    return "code" if short and len(distinct) <= MOST_CODES and len(distinct) * 3 <= len(told) else "text"
