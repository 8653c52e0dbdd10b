"""Keyed pseudonyms: the same person gets the same code as long as the key is the same, and nobody gets back without the key.

HMAC-SHA256 of the export's id, cut to 16 hexadecimal digits (64 bits). The key lies outside the project; its fingerprint stands in
``programme.yml`` and in every processed file. A key that is missing or another one is an error: silently it would break every link over
time.
"""

import hashlib
import hmac
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.parameters import ParameterError, Problem, Programme

VARIABLE = "LAERINGSRAPPORT_KEY"
"""Environment variable that holds the path of the key file."""

PUBLIC_KEYS = {
    "public-test": b"the public test key of synthetic programmes: it protects nobody",
    "public-data": b"the public key of public-use data: their ids are public codes already",
}
DIGITS = 16
HOW = f"the path of the programme's key file; `make key` makes one, {VARIABLE} names it"


@dataclass(frozen=True)
class Pseudonyms:
    """Makes pseudonyms with one key; ``fingerprint`` is what may be shown of it."""

    key: bytes
    fingerprint: str

    def of(self, values: pd.Series, *scope: str) -> pd.Series:
        """Pseudonyms of ``values`` (text), null where null. ``scope`` keeps ids apart that are only alike: child 7 and rater 7."""
        prefix = "\x1f".join(scope) + "\x1e"
        codes = {value: hmac.digest(self.key, (prefix + value).encode(), "sha256").hex()[:DIGITS] for value in values.dropna().unique()}
        return values.map(codes).astype("str") if codes else values.astype("str")


def fingerprint(key: bytes) -> str:
    """Sixteen hexadecimal digits that tell keys apart and give nothing away of them."""
    return hashlib.sha256(b"fingerprint of a pseudonym key\x00" + key).hexdigest()[:16]


def pseudonyms(programme: Programme) -> Pseudonyms:
    """The programme's pseudonyms; raises ParameterError that says how to make a key where it is missing, open to others or another one."""
    if programme.pseudonym_key in PUBLIC_KEYS:
        return Pseudonyms(PUBLIC_KEYS[programme.pseudonym_key], programme.pseudonym_key)
    named = os.environ.get(VARIABLE)
    if not named:
        raise ParameterError([Problem("environment", VARIABLE, "nothing", HOW)])
    path = Path(named)
    if not path.is_file():
        raise ParameterError([Problem("environment", VARIABLE, "a path where no file lies", HOW)])
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ParameterError(
            [
                Problem(
                    "environment",
                    VARIABLE,
                    f"a key file of mode {stat.S_IMODE(path.stat().st_mode):o}",
                    "mode 600, so that only its owner reads it (chmod 600)",
                )
            ]
        )
    key = path.read_bytes().strip()
    found = fingerprint(key)
    if found != programme.pseudonym_key:
        raise ParameterError(
            [
                Problem(
                    f"parameters/{programme.slug}/programme.yml",
                    "pseudonym_key",
                    repr(programme.pseudonym_key),
                    f"{found!r}, the fingerprint of the key {VARIABLE} names; another key breaks every link over time. "
                    "For a new programme write the fingerprint there (`make key` prints it)",
                )
            ]
        )
    return Pseudonyms(key, found)


def make_key(path: Path) -> str:
    """Write a new key of 256 bits to ``path`` (mode 600) and return its fingerprint; FileExistsError where a file lies there already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    key = secrets.token_hex(32).encode()
    # created closed to others from the first moment, and never over an existing key
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key + b"\n")
    return fingerprint(key)
