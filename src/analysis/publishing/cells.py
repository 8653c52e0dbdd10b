"""What a table's cell says, as numbers: ``498–524`` is two, ``513 (506–520)`` three. Read back from what the page shows, so both agree."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from analysis.display.numbers import EN_DASH, MINUS, UNTIL, number

NUMBER = r"[+\u2212]?\d[\d.,]*"


@dataclass(frozen=True)
class Number:
    """A number as shown: ``value`` is exactly what the reader sees (0.84 of ``84 %``), ``form`` the number format that shows it so."""

    value: float
    form: str


Values = tuple[Number, ...]
"""Nothing (words), one number, the two ends of an interval, or a number with its interval."""


@cache
def _patterns(language: str) -> tuple[re.Pattern, ...]:
    percent = r"(?P<percent>[\s\u00a0]?%)?"
    ends = rf"(?P<low>{NUMBER})(?:{EN_DASH}|[\s\u00a0]{UNTIL[language]}[\s\u00a0])(?P<high>{NUMBER})"
    value = rf"(?P<value>{NUMBER})"
    return tuple(re.compile(pattern) for pattern in (value + percent, ends + percent, rf"{value}{percent} \({ends}[\s\u00a0]?%?\)"))


@cache
def _period(language: str) -> re.Pattern:
    """From one year to another, which looks like an interval and is none: ends of four digits have a separator."""
    return re.compile(rf"(19|20)\d\d(?:{EN_DASH}|[\s\u00a0]{UNTIL[language]}[\s\u00a0])(19|20)\d\d")


def values(text: str, language: str) -> Values:
    """The numbers a cell consists of, in the order value, low, high; nothing where it is anything but numbers. Two years are a period."""
    if _period(language).fullmatch(text):
        return ()
    for pattern in _patterns(language):
        found = pattern.fullmatch(text)
        if found:
            told = found.groupdict()
            numbers = [read(told[name], language, bool(told.get("percent"))) for name in ("value", "low", "high") if told.get(name)]
            return tuple(one for one in numbers if one is not None) if None not in numbers else ()
    return ()


@lru_cache(4096)
def read(text: str, language: str, percent: bool = False) -> Number | None:
    """``−1.234,5`` as a number; None where the language would not have written it so."""
    group, point = (".", ",") if language == "da" else (",", ".")
    plain = text.lstrip("+").replace(group, "").replace(point, ".").replace(MINUS, "-")
    if not re.fullmatch(r"-?\d+(\.\d+)?", plain):
        return None
    decimals = len(plain.partition(".")[2])
    exact = Decimal(plain)
    grouped = number(float(exact), language, decimals)
    if text.lstrip("+") not in (grouped, grouped.replace(group, "")):
        return None
    form = ("#,##0" if group in text else "0") + ("." + "0" * decimals if decimals else "")
    form += ('" "%' if language == "da" else "%") if percent else ""
    signed = "+" if text.startswith("+") else ""
    return Number(float(exact / 100 if percent else exact), f'{signed}{form};"{MINUS}"{form};{form}' if signed or exact < 0 else form)
