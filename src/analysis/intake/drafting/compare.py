"""An export against the codebook of its wave: what is new, gone, renamed, another question, or answered by other categories."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from fnmatch import fnmatchcase
from typing import Literal

from analysis.intake.codebook import known_columns
from analysis.intake.drafting.describe import Column, describe
from analysis.intake.drafting.draft import form_of
from analysis.intake.drafting.guess import ITEM, Guess, guess, letters
from analysis.intake.drafting.option_sets import NO_ANSWER
from analysis.intake.raw import RawTable
from analysis.parameters import Instrument, Item
from analysis.parameters.programme import BackgroundVariable

SAME_QUESTION = 0.85
"""Likeness of two texts from which they are taken to be one question in slightly other words."""
OTHER_QUESTION = 0.60
"""Likeness below which a column's text is another question than the codebook's."""

Kind = Literal["renamed", "gone", "other_question", "options", "new_item", "new_column"]


@dataclass(frozen=True)
class Difference:
    """``item`` of the codebook (\"\": none) and ``column`` of the export; ``words`` say it in a sentence a person can act on."""

    kind: Kind
    item: str
    column: str
    words: str


@dataclass(frozen=True)
class Comparison:
    """``differences`` in the codebook's order, then the file's; ``columns`` and ``guesses`` are of the whole file."""

    differences: tuple[Difference, ...]
    columns: Mapping[str, Column]
    guesses: Mapping[str, Guess]


def compare(raw: RawTable, instrument: Instrument, wave: str, background: Iterable[BackgroundVariable]) -> Comparison:
    """``raw`` (every column of it read) against what ``instrument`` says of ``wave``."""
    background = list(background)
    columns = {column.name: column for column in describe(raw)}
    known = known_columns(instrument, [wave], background)
    guesses = guess(columns.values(), form_of(instrument.role), raw.bookkeeping, [variable.name for variable in background])
    spare = [
        column
        for name, column in columns.items()
        if name not in known and name not in raw.bookkeeping and not any(fnmatchcase(name, pattern) for pattern in instrument.ignored)
    ]
    found, taken = [], set()
    for item in instrument.items():
        name = item.column(wave)
        if name is None:
            continue
        if name not in columns:
            other = _same_question(item, [column for column in spare if column.name not in taken])
            if other is None:
                found.append(Difference("gone", item.item, name, f"{item.item} ({name}) is not in the file: not asked any more?"))
                continue
            taken.add(other.name)
            found.append(Difference("renamed", item.item, other.name, f"{item.item} stands in {other.name}, where the codebook has {name}"))
            name = other.name
        elif columns[name].text and (like := likeness(columns[name].text, item)) < OTHER_QUESTION:
            now = _named_like(columns[name].text, instrument)
            also = f", the words of {now.item}" if now is not None and now is not item else ""
            said = f"{name} asks {columns[name].text!r}{also}; the codebook has it for {item.item} (likeness {like:.2f})"
            found.append(Difference("other_question", item.item, name, said))
            continue
        said = _other_answers(columns[name], instrument, item, wave)
        if said:
            found.append(Difference("options", item.item, name, f"{item.item} ({name}): {said}"))
    for column in spare:
        if column.name not in taken:
            kind = "new_item" if guesses[column.name].kind == ITEM else "new_column"
            text = f": {column.text!r}" if column.text else ""
            found.append(Difference(kind, "", column.name, f"{column.name}{text} is not in the codebook ({guesses[column.name].reason})"))
    return Comparison(tuple(found), columns, guesses)


def likeness(text: str, item: Item) -> float:
    """0 to 1: how like ``text`` is to the item's words, in the language that fits best."""
    return max(SequenceMatcher(None, letters(text), letters(words), autojunk=False).ratio() for words in item.text.words())


def _same_question(item: Item, spare: list[Column]) -> Column | None:
    asked = [(likeness(column.text, item), column) for column in spare if column.text]
    best = max(asked, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] >= SAME_QUESTION else None


def _named_like(text: str, instrument: Instrument) -> Item | None:
    best = max(instrument.items(), key=lambda item: likeness(text, item))
    return best if likeness(text, best) >= SAME_QUESTION else None


def _other_answers(column: Column, instrument: Instrument, item: Item, wave: str) -> str:
    """What the export's answer categories differ in from the codebook's; \"\" where they are the same."""
    known = {option.code: option.label for option in instrument.options(item, wave).options}
    if not column.labels:
        strange = sorted(set(column.codes) - set(known))
        return f"the file has the codes {', '.join(strange)}, which the codebook does not" if strange else ""
    more, fewer = [code for code in column.labels if code not in known], [code for code in known if code not in column.labels]
    other = [
        code
        for code, words in column.labels.items()
        if code in known and not NO_ANSWER.search(letters(words)) and not any(_alike(words, label) for label in known[code].words())
    ]
    parts = [
        *(f"new answer {code} ({column.labels[code]})" for code in more),
        *(f"{code} ({known[code].words()[0]}) is no answer any more" for code in fewer),
        *(f"{code} now means {column.labels[code]!r}, was {known[code].words()[0]!r}" for code in other),
    ]
    return "; ".join(parts)


def _alike(words: str, label: str) -> bool:
    return SequenceMatcher(None, letters(words), letters(label), autojunk=False).ratio() >= OTHER_QUESTION
