"""Numbers as a reader of the language writes them: decimal comma, real minus, spaces that do not break, dates, lists, intervals."""

from datetime import date
from functools import cache, lru_cache

NBSP = "\u00a0"
MINUS = "\u2212"
EN_DASH = "\u2013"
LOCALES = {"da": "da_DK", "en": "en_GB"}
UNTIL = {"da": "til", "en": "to"}
OF = {"da": "ud af", "en": "out of"}


@cache
def _locale(language: str):
    from babel import Locale

    if language not in LOCALES:
        raise KeyError(f"no numbers in {language!r}, only in {sorted(LOCALES)}")
    return Locale.parse(LOCALES[language])


@lru_cache(16_384)
def number(value: float, language: str, decimals: int = 0) -> str:
    """``-1234.5`` as ``−1.234,5``; a zero has no sign."""
    from babel.numbers import format_decimal

    rounded = round(float(value), decimals) + 0.0
    written = format_decimal(abs(rounded), format="#,##0" + ("." + "0" * decimals if decimals else ""), locale=_locale(language))
    return (MINUS if rounded < 0 else "") + written


def signed(value: float, language: str, decimals: int = 0) -> str:
    """With a plus before what is above zero."""
    return ("+" if round(float(value), decimals) > 0 else "") + number(value, language, decimals)


def percent(share: float, language: str) -> str:
    """A share 0-1 as whole percent: ``47 %`` in Danish, ``47%`` in English."""
    return number(share * 100, language) + (f"{NBSP}%" if language == "da" else "%")


def interval(low: float, high: float, language: str, decimals: int = 0) -> str:
    """``498–524``; with ``til`` where an end is negative, because a dash beside a minus is misread."""
    first, last = number(low, language, decimals), number(high, language, decimals)
    if MINUS in first + last:
        return f"{first}{NBSP}{UNTIL[language]}{NBSP}{last}"
    return f"{first}{EN_DASH}{last}"


def percent_interval(low: float, high: float, language: str) -> str:
    return interval(low * 100, high * 100, language) + (f"{NBSP}%" if language == "da" else "%")


def out_of_ten(share: float, language: str) -> str | None:
    """``8 ud af 10`` where that is what whole tenths say; None at the ends, where "0 ud af 10" would say nobody."""
    tenths = round(share * 10)
    return f"{tenths}{NBSP}{OF[language]}{NBSP}10" if 1 <= tenths <= 9 else None


def day(value: str | date, language: str) -> str:
    """``16. september 2019`` from a date or its ISO text."""
    from babel.dates import format_date

    when = date.fromisoformat(value) if isinstance(value, str) else value
    return format_date(when, "long", locale=_locale(language)).replace(" ", NBSP, 1)


def period(start: str | date, end: str | date, language: str) -> str:
    """First and last day, with what they share said once: ``16. september–11. oktober 2019``."""
    first = date.fromisoformat(start) if isinstance(start, str) else start
    last = date.fromisoformat(end) if isinstance(end, str) else end
    if first == last:
        return day(first, language)
    opening = day(first, language)
    if first.year == last.year:
        opening = opening.rsplit(" ", 1)[0]
    return f"{opening} {UNTIL[language]} {day(last, language)}"


def listed(items: list[str], language: str) -> str:
    """``a, b og c``."""
    from babel.lists import format_list

    words = [str(item) for item in items]
    if len(words) < 3:
        return f" {'og' if language == 'da' else 'and'} ".join(words)
    return format_list(words, locale=_locale(language))
