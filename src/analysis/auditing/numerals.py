"""Numbers as they are printed, found in running text: Danish ``1.234,5`` and English ``1,234.5``."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

MINUS = "\u2212"
TOKEN = re.compile(rf"(?<![\w.,/])([+{MINUS}-]?)(\d[\d.,]*\d|\d)(?=(?:[\s\u00a0]?(%))?)")
DIGIT = re.compile(r"\d")
SHORT = 80
"""Letters of a text that is kept with its numbers."""
DATE = re.compile(r"\b\d{1,2}\.\d{1,2}\.\d{4}\b|\b\d{4}-\d{2}-\d{2}\b")


GROUPED = {group: re.compile(rf"\d{{1,3}}(?:\{group}\d{{3}})+(?:\{point}\d+)?") for group, point in ((".", ","), (",", "."))}
"""The sign that parts groups of three -> a number with such groups."""


@dataclass(frozen=True)
class Numeral:
    """``value`` is what is printed; of ``84 %`` it is 84. ``whole`` is the text it stands in, ``start`` and ``end`` where."""

    text: str
    value: Decimal
    percent: bool
    whole: str
    start: int
    end: int

    @cached_property
    def before(self) -> str:
        """The word in front of it, in lower case; "" at the beginning."""
        return _last(self.whole[: self.start])

    @cached_property
    def after(self) -> str:
        """The word behind it, in lower case; "" at the end."""
        return _first(self.whole[self.end :])

    @cached_property
    def written(self) -> str:
        """The value in the one way in which numbers are compared: no sign, no needless zeros."""
        return normal(self.value)


def numerals(text: str, language: str) -> tuple[Numeral, ...]:
    """Every number of ``text`` in reading order; letters joined to digits (``2b``) make no number, dates are left out."""
    if not DIGIT.search(text):
        return ()
    return _again(text, language) if len(text) < SHORT else _numerals(text, language)


@lru_cache(50_000)
def _again(text: str, language: str) -> tuple[Numeral, ...]:
    """Figures and tables say the same short texts again and again."""
    return _numerals(text, language)


def _numerals(text: str, language: str) -> tuple[Numeral, ...]:
    text = DATE.sub(lambda found: " " * len(found[0]), text)
    found = []
    for match in TOKEN.finditer(text):
        end = match.end()
        if end < len(text) and (text[end].isalpha() or text[end] == "_"):
            continue
        sign, digits, percent = match.groups()
        value = read(digits.rstrip(".,"), language)
        # a dash between two numbers joins an interval: it is no minus of the second
        negative = sign == MINUS or (sign == "-" and not text[: match.start()].rstrip()[-1:].isalnum())
        found.append(Numeral(sign + digits, -value if negative else value, bool(percent), text, match.start(), end))
    return tuple(found)


def normal(number: Decimal) -> str:
    written = f"{abs(number):f}"
    return (written.rstrip("0").rstrip(".") if "." in written else written) or "0"


def plain(number: float) -> str:
    """A listed number in the same way."""
    return normal(Decimal(repr(round(float(number), 6))))


def read(digits: str, language: str) -> Decimal:
    """``1.234,5`` (da) or ``1,234.5`` (en): groups of three are groups, whatever else stands behind a mark is decimals."""
    group, point = (".", ",") if language == "da" else (",", ".")
    if group in digits and GROUPED[group].fullmatch(digits):
        digits = digits.replace(group, "")
    whole, _, decimals = digits.replace(group, point).partition(point)
    return Decimal(f"{whole}.{decimals.replace(point, '')}" if decimals else whole)


WORD = re.compile(r"[^\W\d_]+|§|%|\d+")


def _last(text: str) -> str:
    found = WORD.findall(text[-40:])
    return found[-1].lower() if found else ""


def _first(text: str) -> str:
    found = WORD.search(text[:40].lstrip(" \u00a0%"))
    return found[0].lower() if found else ""
