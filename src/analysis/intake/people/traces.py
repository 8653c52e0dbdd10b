"""E-mails, phone numbers, addresses, IP addresses and names: what each looks like in a cell, and what a column's own name says.

No list of names is used. What that cannot find is said in docs/data-protection.md, section 4.
"""

import ipaddress
import re
from collections.abc import Collection

from analysis.intake.people.cpr import is_series

# every repeat is bounded: a hostile cell of a megabyte must not cost a night
EMAIL = re.compile(r"[\w.+%-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,}")

COUNTRY = re.compile(r"(?<![\w+])(?:\+|00)\d{1,3}[ -]?\(?\d(?:[ -]?\d){6,11}(?!\d)")
GROUPED = re.compile(r"(?<![\d.,:/-])[2-9]\d([ .-])\d{2}\1\d{2}\1\d{2}(?![\d.,:/-]\d|\d)")
HALVES = re.compile(r"(?<![\d.,:/-])([2-9]\d{3})[ ](\d{4})(?![\d.,:/-]\d|\d)")
EIGHT = re.compile(r"(?<![\w.,:/-])([2-9]\d{7})(?![\w:/-]|[.,]\d)")
YEAR = re.compile(r"(?:19|20)\d{2}")
DATES = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d{2}")

STREET = re.compile(
    r"\b[A-ZÆØÅÉ][\w.'’-]{0,40}(?: [\w.'’-]{1,40}){0,3} \d{1,3} ?[A-Za-z]?\b[^\d\n]{0,20}(?:\d{1,2}[.,][^\d\n]{0,12})?"
    r"\b[1-9]\d{3} [A-ZÆØÅ]"
)
"""Street, number, perhaps a floor, postcode and town."""
ROAD = re.compile(r"\b[A-ZÆØÅÉ][\w.'’ -]{0,40}?(?:vej|gade|allé|alle|stræde|vænget|vænge|boulevard)\.? \d{1,3}(?: ?[A-Za-z])?\b")

IP = re.compile(r"(?<![\w.])(?<!\w/)(?:\d{1,3}\.){3}\d{1,3}(?![\w.])|(?<![\w:.])(?=[0-9A-Fa-f]{0,4}:)[0-9A-Fa-f:.]{7,45}(?![\w:])")

CAPITAL, SMALL = "A-ZÆØÅÉÖÄÜÁÍÐÞ", "a-zæøåéèöäüáíðþ"
PERSON = re.compile(
    rf"[{CAPITAL}][{SMALL}'’]+(?:-[{CAPITAL}][{SMALL}]+)?(?: [{CAPITAL}](?:[{SMALL}'’]+(?:-[{CAPITAL}][{SMALL}]+)?|\.?)){{1,4}}"
)
"""Two to five capitalised words and nothing else."""
PERSON_SHARE, PERSON_LEAST = 0.6, 5
"""A column holds names where so large a share of its different texts, and at least so many, are nothing but capitalised words."""

NAME_COLUMN = re.compile(
    r"navn|(?:first|last|full|sur|user|family|recipient|maiden|middle)[ _.-]?name|^name$|[ _.-]name$|^name[ _.-]|initialer"
)
NO_PERSON = re.compile(
    r"inst|dagtilbud|afdeling|hus|stue|cent(?:er|re)|kommune|organi[sz]ation|enhed|gruppe|group|skole|område|omraade"
    r"|net(?:værk|vaerk|work)|event|instrument|variab|column|file|site|team|skema|survey|place|sted"
)
"""What a column may be named after that is no person: a place, a form, a file."""
PHONE_COLUMN = re.compile(r"tlf|telefon|mobil|phone|cellular")
IP_COLUMN = re.compile(r"(?:^|[^a-z])ip[ _.-]?a(?:d+r)?")
ADDRESS_COLUMN = re.compile(r"adresse|^address|street|vejnavn|postnr|postnummer|postcode|zip[ _.-]?code|latitude|longitude")
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
LETTERS = re.compile(r"[^\W\d_]{2,}")


def email(text: str) -> bool:
    return EMAIL.search(text) is not None


def phone(text: str) -> bool:
    """Danish numbers with country code, in groups, or as eight digits among words; others with their country code."""
    if COUNTRY.search(text) or GROUPED.search(text):
        return True
    if any(not (YEAR.fullmatch(found[1]) and YEAR.fullmatch(found[2])) for found in HALVES.finditer(text)):
        return True
    return LETTERS.search(text) is not None and any(not DATES.fullmatch(found[1]) for found in EIGHT.finditer(text))


def phone_numbers(cells: Collection[str]) -> set[str]:
    """Those of a column's different cells that are eight digits and nothing else, and neither dates nor running numbers."""
    found = {cell for cell in cells if EIGHT.fullmatch(cell) and not DATES.fullmatch(cell)}
    return set() if is_series([int(cell) for cell in found]) else found


def address(text: str) -> bool:
    return STREET.search(text) is not None or ROAD.search(text) is not None


def ip(text: str) -> bool:
    return any(_is_ip(found[0].rstrip(".")) for found in IP.finditer(text))


def _is_ip(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return len(text) > 6


def persons(cells: Collection[str]) -> set[str]:
    """Those of a column's different cells that are names, where the column is one of names."""
    worded = [cell for cell in cells if LETTERS.search(cell)]
    found = {cell for cell in worded if PERSON.fullmatch(cell)}
    return found if len(found) >= PERSON_LEAST and len(found) >= PERSON_SHARE * len(worded) else set()


def named_kinds(column: str) -> set[str]:
    """Kinds of personal data a column says it holds by its own name."""
    name = column.casefold()
    found = {"name"} if NAME_COLUMN.search(name) and not NO_PERSON.search(name) else set()
    found |= {kind for kind, pattern in (("phone", PHONE_COLUMN), ("ip", IP_COLUMN), ("address", ADDRESS_COLUMN)) if pattern.search(name)}
    return found
