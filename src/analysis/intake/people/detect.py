"""Which cells of a column hold personal data, of which kind. Each different text is looked at once, closely only where a sieve holds it."""

from collections.abc import Callable, Collection
from datetime import date
from typing import get_args

import pandas as pd

from analysis.intake.people import cpr, traces
from analysis.parameters.people import Kind

KINDS: tuple[str, ...] = get_args(Kind)
SHORTEST = 6
"""Fewer characters hold none of what is looked for in a cell; names in a column called so may be shorter."""

SIEVES = {
    "cpr": r"\d{2}[ .]?\d{2}[ .]?\d{2}[ ]?[-\x{2010}-\x{2013}/. ]?[ ]?\d{4}",
    "email": "@",
    "phone": r"\d{2}[ .-]?\d{2}[ .-]?\d{2}[ .-]?\d{2}|\+\d|00\d",
    "address": r"\d.*\d{4} |(?:vej|gade|all[ée]|stræde|vænget?|boulevard)\.? \d",
    "ip": r"\d\.\d{1,3}\.\d{1,3}\.\d|::|(?:[0-9A-Fa-f]{1,4}:){7}",
}
"""What a text must have in it to be looked at closely: linear time in any text, however hostile (RE2)."""

FINDERS: dict[str, Callable[[str], bool]] = {
    "email": traces.email,
    "phone": traces.phone,
    "address": traces.address,
    "ip": traces.ip,
}


def personal(name: str, values: pd.Series, latest: date, places: Collection[str] = (), declared: bool = False) -> dict[str, set[str]]:
    """kind -> the different cells of the column ``name`` that hold it; kinds that are not there are left out.

    ``values`` is text, null where empty; ``latest`` the last day a person in it can be born; ``places`` are texts known to be places
    (the register's), which are neither names nor addresses. ``declared``: the codebook reads the column as an identifier or as codes, so
    eight digits alone are no phone number there.
    """
    cells = [cell for cell in values.dropna().unique().tolist() if cell]
    said = traces.named_kinds(name)
    if not said and max(map(len, cells), default=0) < SHORTEST:
        return {}
    long = [cell for cell in cells if len(cell) >= SHORTEST]
    found = {kind: {cell for cell in _sieved(long, SIEVES[kind]) if finder(cell)} for kind, finder in FINDERS.items()}
    numbers = [cell for cell in long if cpr.NUMBER.fullmatch(cell)]
    texts = set(_sieved(long, SIEVES["cpr"])) - set(numbers)
    found["cpr"] = {cell for cell in texts if cpr.in_text(cell, latest)} | cpr.in_numbers(numbers, latest)
    if not declared:
        found["phone"] |= traces.phone_numbers(long)
    found["name"] = traces.persons(cells)
    if "name" in said:
        found["name"] = {cell for cell in cells if traces.LETTERS.search(cell)}
    for kind in said - {"name"}:
        found[kind] = {cell for cell in cells if any(sign.isalnum() for sign in cell)}
    for kind in ("name", "address"):
        found[kind] = {cell for cell in found[kind] if " ".join(cell.split()).casefold() not in places}
    # a number that is a CPR number is not a phone number as well
    found["phone"] -= found["cpr"]
    return {kind: found[kind] for kind in KINDS if found.get(kind)}


def _sieved(cells: list[str], pattern: str) -> list[str]:
    if not cells:
        return []
    import pyarrow as pa
    import pyarrow.compute as pc

    kept = pc.match_substring_regex(pa.array(cells, type=pa.string()), pattern)
    return [cell for cell, keep in zip(cells, kept.to_pylist(), strict=True) if keep]
