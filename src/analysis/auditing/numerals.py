"""Numbers as they are printed, found in running text: Danish ``1.234,5`` and English ``1,234.5``."""

import re
from dataclasses import dataclass
from decimal import Decimal

MINUS = "\u2212"
TOKEN = re.compile(rf"(?<![\w.,/])([+{MINUS}-]?)(\d[\d.,]*\d|\d)(?=(?:[\s\u00a0]?(%))?)")
DATE = re.compile(r"\b\d{1,2}\.\d{1,2}\.\d{4}\b|\b\d{4}-\d{2}-\d{2}\b")


@dataclass(frozen=True)
class Numeral:
    """``value`` is what is printed; of ``84 %`` it is 84. ``before`` and ``after`` are the words around it (lower case, "" at an end)."""

    text: str
    value: Decimal
    percent: bool
    before: str
    after: str
    start: int


def numerals(text: str, language: str) -> list[Numeral]:
    """Every number of ``text`` in reading order; letters joined to digits (``2b``) make no number, dates are left out."""
    text = DATE.sub(lambda found: " " * len(found[0]), text)
    found = []
    for match in TOKEN.finditer(text):
        end = match.end()
        if end < len(text) and (text[end].isalpha() or text[end] == "_"):
            continue
        sign, digits, percent = match.groups()
        value = read(digits.rstrip(".,"), language)
        left, right = text[: match.start()], text[end:]
        joined = left.rstrip()
        # a dash between two numbers joins an interval: it is no minus of the second
        negative = sign == MINUS or (sign == "-" and not joined[-1:].isalnum())
        found.append(Numeral(sign + digits, -value if negative else value, bool(percent), _last(left), _first(right), match.start()))
    return found


def read(digits: str, language: str) -> Decimal:
    """``1.234,5`` (da) or ``1,234.5`` (en): groups of three are groups, whatever else stands behind a mark is decimals."""
    group, point = (".", ",") if language == "da" else (",", ".")
    if re.fullmatch(rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})+(?:{re.escape(point)}\d+)?", digits):
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
