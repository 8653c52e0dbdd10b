"""Keyed pseudonyms: the same person gets the same code as long as the key is the same, and nobody gets back without the key.

HMAC-SHA256 of the export's id, cut to 16 hexadecimal digits (64 bits). The programme is part of what is hashed, so two programmes with one
key never match. The key lies outside the project; its fingerprint stands in ``programme.yml`` and in every processed file. A key that is
missing or another one is an error: silently it would break every link over time.

A key file holds the key on its first line. Lines after it are retired keys, kept by ``make rekey`` for one purpose: to know again those who
were withdrawn while such a key was in use (``withdrawn.yml``).
"""

import hashlib
import hmac
import os
import secrets
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis.parameters import ParameterError, Problem, Programme

VARIABLE = "LAERINGSRAPPORT_KEY"
"""Environment variable that holds the path of the key file."""

PUBLIC_KEYS = {
    "public-test": b"the public test key of synthetic programmes: it protects nobody",
    "public-data": b"the public key of public-use data: their ids are public codes already",
}
DIGITS, TOMBSTONE_DIGITS = 16, 32
HOW = f"the path of the programme's key file; `make key` makes one, {VARIABLE} names it"


@dataclass(frozen=True)
class Pseudonyms:
    """Makes a programme's pseudonyms with one key; ``fingerprint`` is what may be shown of it. ``retired`` is fingerprint -> older key."""

    key: bytes
    fingerprint: str
    programme: str
    retired: dict[str, bytes] = field(default_factory=dict)

    def of(self, values: pd.Series, *scope: str) -> pd.Series:
        """Pseudonyms of ``values`` (text), null where null. ``scope`` keeps ids apart that are only alike: child 7 and rater 7."""
        return self._codes(self.key, values, DIGITS, *scope)

    def tombstones(self, values: pd.Series, fingerprint: str, *scope: str) -> pd.Series:
        """What ``withdrawn.yml`` calls ``values``, by the key of ``fingerprint``: codes that match no pseudonym in any table."""
        key = self.key if fingerprint == self.fingerprint else self.retired[fingerprint]
        return self._codes(key, values, TOMBSTONE_DIGITS, "withdrawn", *scope)

    def _codes(self, key: bytes, values: pd.Series, digits: int, *scope: str) -> pd.Series:
        prefix = "\x1f".join((self.programme, *scope)) + "\x1e"
        codes = {value: hmac.digest(key, (prefix + value).encode(), "sha256").hex()[:digits] for value in values.dropna().unique()}
        return values.map(codes).astype("str") if codes else values.astype("str")


def scopes(programme: Programme, municipality: str, wave: str, role: str) -> dict[str, tuple[str, ...]]:
    """Kind of id -> within what it means the same somebody. Adults keep theirs over waves.

    Children of a repeated cross-section are other children in each wave, and their numbers may be handed out anew.
    """
    return {
        "child": ("child", municipality) if programme.design == "cohort" else ("child", municipality, wave),
        "rater": ("rater", municipality),
        "person": ("person", municipality, role),
        "form": ("form", municipality, wave, role),
    }


def fingerprint(key: bytes) -> str:
    """Sixteen hexadecimal digits that tell keys apart and give nothing away of them."""
    return hashlib.sha256(b"fingerprint of a pseudonym key\x00" + key).hexdigest()[:16]


def pseudonyms(programme: Programme) -> Pseudonyms:
    """The programme's pseudonyms; raises ParameterError that says how to make a key where it is missing, open to others or another one."""
    if programme.pseudonym_key in PUBLIC_KEYS:
        return Pseudonyms(PUBLIC_KEYS[programme.pseudonym_key], programme.pseudonym_key, programme.slug)
    named = os.environ.get(VARIABLE)
    if not named:
        raise ParameterError([Problem("environment", VARIABLE, "nothing", HOW)])
    key, *retired = read_keys(Path(named), "environment", VARIABLE)
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
    return Pseudonyms(key, found, programme.slug, {fingerprint(old): old for old in retired})


def read_keys(path: Path, file: str, word: str) -> list[bytes]:
    """The key of a key file and its retired ones; ParameterError (``file``, ``word``: what named it) where it is missing, open or empty."""
    if not path.is_file():
        raise ParameterError([Problem(file, word, "a path where no file lies", HOW)])
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        expected = "mode 600, so that only its owner reads it (chmod 600)"
        raise ParameterError([Problem(file, word, f"a key file of mode {mode:o}", expected)])
    keys = path.read_bytes().split()
    if not keys:
        raise ParameterError([Problem(file, word, "an empty file", HOW)])
    return keys


def make_key(path: Path, retired: Iterable[bytes] = ()) -> str:
    """Write a new key of 256 bits to ``path`` (mode 600) and return its fingerprint; FileExistsError where a file lies there already.

    ``retired`` keys are written below it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    key = secrets.token_hex(32).encode()
    # created closed to others from the first moment, and never over an existing key
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(b"".join(line + b"\n" for line in (key, *retired)))
    return fingerprint(key)
