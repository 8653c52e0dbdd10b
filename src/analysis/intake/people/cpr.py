"""CPR numbers: what can be one, and which of a column's numbers are.

A CPR number is a birth date (ddmmyy) and four digits, the first of which tells the century; the last of nearly all makes the weighted sum
divisible by 11. Since October 2007 there are numbers without that, "normally" of people born on 1 January
(https://www.cpr.dk/cpr-systemet/opbygning-af-cpr-nummeret/ and .../personnumre-uden-kontrolciffer-modulus-11-kontrol/). So modulus 11 is
evidence here, never a requirement.
"""

import re
from collections.abc import Collection
from datetime import date

SEPARATED = re.compile(r"(?<!\d)(?<!\d[.,])(\d{6})(?:[ ]?[-\u2010-\u2013/.][ ]?|[ ])(\d{4})(?!\d)(?![.,]\d)")
"""Six digits and four, with a hyphen, a blank or a stop between them."""
SPELLED = re.compile(r"(?<!\d)(\d{2})[ .](\d{2})[ .](\d{2})[ ]?[-\u2010-\u2013][ ]?(\d{4})(?!\d)")
"""``24.09.14-1234``."""
BARE = re.compile(r"(?<!\d)(?<!\d[.,])(\d{10})(?!\d)(?![.,]\d)")
NUMBER = re.compile(r"(\d{9,10})(?:[.,]0+)?|(\d{5})-(\d{4})")
"""A whole cell that is a number, its leading zero perhaps lost, a decimal perhaps added; or separated and without its zero."""

WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
OLDEST = 1900
CENTURIES = {"4": 36, "5": 57, "6": 57, "7": 57, "8": 57, "9": 36}
"""Seventh digit -> last two-digit year that belongs to the 2000s."""
ADMINISTRATIVE = 60
"""Added to the day in numbers given to people without an address in the country."""

CHANCE = 0.005
"""Share of random ten-digit numbers that have a date in front and pass modulus 11, or are born on 1 January (3.7 % / 11 and a bit)."""
MANY, DENSE = 20, 50
"""From so many different numbers on a column is judged as a whole; a series leaves on average fewer than ``DENSE`` places free."""


def born(digits: str, latest: date) -> date | None:
    """Birth date of ten digits; None where they have none between 1900 and ``latest``."""
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    day -= ADMINISTRATIVE if day > ADMINISTRATIVE else 0
    century = 2000 if year <= CENTURIES.get(digits[6], -1) else 1800 if digits[6] in "5678" else 1900
    try:
        found = date(century + year, month, day)
    except ValueError:
        return None
    return found if found.year >= OLDEST and found <= latest else None


def sure(digits: str, latest: date) -> bool:
    """Whether the ten digits are more than a date and four digits: modulus 11 holds, or a birthday on which it need not."""
    birth = born(digits, latest)
    return birth is not None and (_modulus_11(digits) or (birth.month, birth.day) == (1, 1))


def in_text(text: str, latest: date) -> bool:
    """Whether a CPR number stands somewhere in ``text`` that is not itself a number."""
    if any(born("".join(found.groups()), latest) for pattern in (SEPARATED, SPELLED) for found in pattern.finditer(text)):
        return True
    # digits alone in running text are believed on their date; in a token of letters and digits (a link, a hash) they need more
    believed = born if " " in text else sure
    return any(believed(found[1], latest) for found in BARE.finditer(text) if " " in text or _stands_alone(text, *found.span()))


def in_numbers(cells: Collection[str], latest: date) -> set[str]:
    """Those of a column's different cells that are nothing but a CPR number, without separator; judged together.

    One number says little: the column does. A dense series (a platform's running numbers) is none; where half of the numbers have a birth
    date in front, all that have are; elsewhere those whose modulus 11 holds, if there are more of them than chance gives.
    """
    separated = {cell: "".join(found.groups("")[1:]) for cell in cells if (found := NUMBER.fullmatch(cell)) and found[2]}
    found = {cell for cell, digits in separated.items() if born(digits.zfill(10), latest)}
    numbers = {cell: match[1].zfill(10) for cell in cells if (match := NUMBER.fullmatch(cell)) and match[1]}
    if not numbers or is_series([int(digits) for digits in numbers.values()]):
        return found
    dated = {cell for cell, digits in numbers.items() if born(digits, latest)}
    certain = {cell for cell in dated if sure(numbers[cell], latest)}
    if 2 * len(dated) >= len(numbers):
        return found | dated
    expected = CHANCE * len(numbers)
    return found | certain if len(numbers) < MANY or len(certain) > expected + 3 * expected**0.5 else found


def is_series(numbers: Collection[int]) -> bool:
    """Whether different numbers lie as close together as running numbers do."""
    return len(numbers) >= 3 and max(numbers) - min(numbers) < DENSE * len(numbers)


def _modulus_11(digits: str) -> bool:
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11 == 0


def _stands_alone(text: str, start: int, end: int) -> bool:
    """No letter at the digits' side, but for a word that leads in to them: ``CPR0101151234``."""
    return not text[end : end + 1].isalpha() and (not text[:start] or text[:start].isalpha() or not text[start - 1].isalpha())
