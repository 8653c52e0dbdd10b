"""A passport against what its audience may know: hashes, versions, counts of forms in whole municipalities as its rule rounds them."""

import re
from collections.abc import Iterator

from analysis.auditing.findings import Told
from analysis.auditing.listing import Listing

HASH = re.compile(r"[0-9a-f]{64}")
VERSION = re.compile(r"\d+(?:\.\w+)*(?:\+\w+)?")
WORDS = frozenset({"report", "handle", "audience", "language", "programme", "status", "network", "centre"})
HASHES = frozenset({"made_from", "files"})
COUNTED = ("received", "used")


def read_passport(papers: dict, file: str, listing: Listing) -> Iterator[Told]:
    """Numbers of a passport that are no hash, no version, not the number of hidden cells, and no count its audience may have."""
    rule = listing.meta.get("disclosure", {})
    for key, value in papers.items():
        if key in HASHES and isinstance(value, dict):
            yield from (
                Told(file, f"{key}.{name}", str(told), "is no hash of a whole file")
                for name, told in value.items()
                if told is not None and not (isinstance(told, str) and HASH.fullmatch(told))
            )
        elif key == "versions":
            yield from (
                Told(file, f"{key}.{name}", str(told), "is no version") for name, told in value.items() if not VERSION.fullmatch(told)
            )
        elif key == "cells_hidden":
            if value != int((listing.rows["status"] == "hidden").sum()):
                yield Told(file, key, str(value), "is not the number of hidden cells of the list")
        elif key == "forms":
            yield from _forms(value, file, listing, rule)
        elif key == "warnings":
            yield from (Told(file, key, word, "a warning holds digits") for word in value if re.search(r"\d", word))
        elif key not in WORDS | {"superseded"} and _has_digits(value):
            yield Told(file, key, str(value)[:40], "is none of a passport's parts")


def _has_digits(value) -> bool:
    return re.search(r"\d", str(value)) is not None


def _forms(forms: dict, file: str, listing: Listing, rule: dict) -> Iterator[Told]:
    """Counts of a municipality's forms: used ones as its response shows, received ones never so that few dropped can be counted."""
    least, step = rule.get("min_forms", 5), rule.get("round_forms_to", 1)
    for handle, roles in forms.items():
        nested = roles if all(isinstance(told, dict) for told in roles.values()) else {handle: roles}
        for role, told in nested.items():
            place = f"forms.{handle}.{role}" if nested is roles else f"forms.{role}"
            for name, count in told.items():
                if count is None:
                    continue
                if name not in COUNTED or count < least or count % step:
                    yield Told(file, f"{place}.{name}", str(count), f"is no count of {least} or more in steps of {step}")
            received, used = told.get("received"), told.get("used")
            if received is not None and used is not None and step == 1 and 0 < received - used < least:
                yield Told(file, place, f"{received} and {used}", "tell how many few were dropped")
