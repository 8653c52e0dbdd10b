"""Answer categories found from an export's labels and codes; questions with the same categories share a set."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.intake.drafting.describe import Column, in_order
from analysis.intake.drafting.guess import letters

NO_ANSWER = re.compile(
    r"\b(ved ikke|don t know|do not know|ikke relevant|not relevant|not applicable|n a|oensker ikke|no answer|refused|uoplyst|prefer not|"
    r"kan ikke svare|ingen mening|no opinion|har ikke svaret|vet ikke|ikke aktuelt)\b"
)
GOOD_END = re.compile(
    r"\b(helt enig|meget enig|strongly agree|altid|always|meget tilfreds|very satisfied|very often|meget ofte|i hoej grad|"
    r"i meget hoej grad|to a (very )?high degree|glad|happy)\b"
)
LONGEST_NAME = 30


@dataclass(frozen=True)
class DraftOption:
    """``value`` is what the code would count; None where its words say it is no answer. ``label`` is the code itself where none is told."""

    code: str
    label: str
    value: float | None


@dataclass(frozen=True)
class DraftOptions:
    """``doubts`` are what a person must decide about the set, in words."""

    name: str
    options: tuple[DraftOption, ...]
    doubts: tuple[str, ...]


def option_sets(columns: Iterable[Column]) -> tuple[list[DraftOptions], dict[str, str]]:
    """The sets of the questions ``columns``, and column -> name of its set. Sets without labels are joined where one holds the other's
    codes: a category nobody ticked is one all the same."""
    columns = list(columns)
    labelled = {column.name: tuple(_ordered(column)) for column in columns if column.labels}
    bare = {column.name: set(column.codes) for column in columns if not column.labels}
    merged: list[set[str]] = []
    for codes in sorted(bare.values(), key=len, reverse=True):
        if not any(codes <= other for other in merged):
            merged.append(codes)
    unlabelled = {
        name: tuple((code, code) for code in in_order(next(other for other in merged if codes <= other))) for name, codes in bare.items()
    }
    names: dict[tuple, str] = {}
    found, of = [], {}
    for column in columns:
        pairs = labelled.get(column.name) or unlabelled[column.name]
        if pairs not in names:
            names[pairs] = _name(pairs, column.name in labelled, set(names.values()))
            found.append(_set(names[pairs], pairs, column.name in labelled))
        of[column.name] = names[pairs]
    return found, of


def _ordered(column: Column) -> list[tuple[str, str]]:
    """(code, words) in order; a code that stands in the file and has no words is told by itself."""
    told = {**{code: code for code in column.codes}, **column.labels}
    return [(code, told[code]) for code in in_order(told)]


def _set(name: str, pairs: tuple[tuple[str, str], ...], labelled: bool) -> DraftOptions:
    doubts = []
    numbers = all(re.fullmatch(r"-?\d+", code) for code, _ in pairs)
    silent = {code for code, words in pairs if (labelled and NO_ANSWER.search(letters(words))) or not code.strip()}
    if labelled:
        doubts += [
            f"code {code} stands in the file and the export has no words for it" for code, words in pairs if code == words and numbers
        ]
    else:
        doubts.append("the export has no words for these codes: write what they mean, and null for those that are no answer")
    if numbers:
        values = {code: float(code) for code, _ in pairs}
        counted = sorted(values[code] for code, _ in pairs if code not in silent)
        far = [value for value, before in zip(counted[1:], counted, strict=False) if value - before > 2] if len(counted) > 2 else []
        if far and not labelled:
            doubts.append(f'{far[0]:g} lies far from the others: is it an answer, or "don\'t know" (null)?')
        elif counted and counted[0] < 0:
            doubts.append(f"{counted[0]:g} is negative: is it an answer, or a code for no answer (null)?")
    else:
        values = {code: float(place) for place, (code, _) in enumerate(((c, w) for c, w in pairs if c not in silent), start=1)}
        doubts.append("the codes are words: put them in order, worst first, and number them")
    answers = [(code, words) for code, words in pairs if code not in silent]
    if labelled and numbers and answers and GOOD_END.search(letters(answers[0][1])) and not GOOD_END.search(letters(answers[-1][1])):
        doubts.append(f"{answers[0][1]!r} seems the favourable end: high must be favourable, so should the values run the other way?")
    options = tuple(DraftOption(code, words, None if code in silent else values.get(code)) for code, words in pairs)
    return DraftOptions(name, options, tuple(doubts))


def _name(pairs: tuple[tuple[str, str], ...], labelled: bool, taken: set[str]) -> str:
    """A handle from the first and the last answer."""
    words = [letters(text) for _, text in pairs if labelled and not NO_ANSWER.search(letters(text))]
    ends = [f"{words[0]} to {words[-1]}" if len(words) > 1 else "", f"codes {pairs[0][0]} to {pairs[-1][0]}"]
    plain = next(name for end in ends if (name := handle(end)) and (name[0].isalpha()))[:LONGEST_NAME].strip("_")
    name, number = plain, 2
    while name in taken:
        name, number = f"{plain}_{number}", number + 1
    return name


def handle(told: str) -> str:
    """``told`` as a name of the codebook: lower case, letters, digits and underscores."""
    return re.sub(r"_+", "_", letters(told).replace(" ", "_")).strip("_")
