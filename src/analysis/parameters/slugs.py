"""Handles from names: lower case, æ, ø, å as ae, oe, aa, other accents dropped, everything else a hyphen."""

import re
import unicodedata

DANISH = {"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae", "ü": "u", "ß": "ss"}


def slug_of(name: str) -> str:
    """``Åkanden`` -> ``aakanden``; \"\" where a name has no letter or digit."""
    # a letter may come as one sign or as a letter and its ring
    low = unicodedata.normalize("NFC", name).lower()
    written = "".join(DANISH.get(sign, sign) for sign in low)
    plain = unicodedata.normalize("NFKD", written).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def municipality_slug(name: str) -> str:
    """As ``slug_of``, without the word Kommune: ``Nordfyns Kommune`` -> ``nordfyns``."""
    return slug_of(re.sub(r"\bkommune\b", " ", name, flags=re.IGNORECASE)) or slug_of(name)
