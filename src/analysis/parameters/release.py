"""``releases/<name>.yml``: what a release froze. Written by ``make release`` only.

It lies with the parameters, for it must outlive processed data. Internal as the project itself: a pattern tells which centres are small.
No recipient's folder holds it.
"""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from analysis.parameters.base import Closed, Name, Slug, WaveName

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Codes = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{16}( |$))*$")]
"""Codes of forms, parted by spaces: they match no pseudonym in any table, and tell whether a form was there to one who holds it."""


class FrozenPattern(Closed):
    """Which centres and networks one role's reports hide (``disclosure.secondary.Pattern``)."""

    role: Name
    primary: tuple[Slug, ...] = ()
    hidden: tuple[Slug, ...] = ()
    hidden_networks: tuple[Slug, ...] = ()
    dropped: tuple[Name, ...] = ()
    groups: tuple[tuple[Slug, ...], ...] = ()


class FrozenWave(Closed):
    """One municipality's wave as it was released. ``key`` is the fingerprint its pseudonyms were made with, ``data`` the hash of its raw
    files, ``counts`` the forms used by role."""

    municipality: Slug
    wave: WaveName
    key: str
    data: Digest
    counts: dict[Name, Annotated[int, Field(ge=0)]]
    forms: dict[Name, Codes]
    patterns: tuple[FrozenPattern, ...]

    @property
    def handle(self) -> str:
        return f"{self.municipality}-{self.wave}"


class Release(Closed):
    """``number`` counts the programme's releases; ``released_on`` is the day of the freeze. The reports of a wave may follow one by one."""

    name: Slug
    number: Annotated[int, Field(ge=1)]
    released_on: date
    waves: Annotated[tuple[FrozenWave, ...], Field(min_length=1)]

    def of(self, municipality: str, wave: str) -> FrozenWave | None:
        return next((entry for entry in self.waves if (entry.municipality, entry.wave) == (municipality, wave)), None)
