"""``retention.yml`` and ``withdrawn.yml``: how long a wave's data may lie where they lie, and who has asked to be left out."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from analysis.parameters.base import Closed, Slug, WaveName

Words = Annotated[str, StringConstraints(min_length=1)]


class Retention(Closed):
    """One wave's terms, in all municipalities or in those named. Dates are the last day the thing may exist."""

    wave: WaveName
    municipalities: tuple[Slug, ...] = ()
    """Empty: every municipality that has no entry of its own for the wave."""
    controller: Words
    purpose: Literal["research", "quality"]
    legal_basis: Words
    delete_raw_by: date | None = None
    delete_key_by: date | None = None
    no_dates_because: Words | None = None
    """Why nothing need be deleted: nobody's data, or public ones."""

    @model_validator(mode="after")
    def _dates_or_a_reason(self) -> "Retention":
        dates = (self.delete_raw_by, self.delete_key_by)
        if self.no_dates_because is not None:
            if any(dates):
                raise ValueError("either delete_raw_by and delete_key_by, or no_dates_because")
        elif None in dates:
            raise ValueError("delete_raw_by and delete_key_by are required, or the reason in no_dates_because")
        elif self.delete_key_by < self.delete_raw_by:
            raise ValueError(f"the key is deleted ({self.delete_key_by}) before the raw data ({self.delete_raw_by}) that need it")
        return self


class RetentionPlan(Closed):
    """The whole of ``retention.yml``."""

    waves: tuple[Retention, ...] = Field(min_length=1)

    def of(self, municipality: str, wave: str) -> Retention | None:
        """The municipality's own entry for the wave, else the one for all; None where there is none."""
        entries = [entry for entry in self.waves if entry.wave == wave]
        own = [entry for entry in entries if municipality in entry.municipalities]
        return next(iter([*own, *(entry for entry in entries if not entry.municipalities)]), None)


Tombstone = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
"""A keyed code of a withdrawn id: tells one who holds the key and the id that this is it, and nobody anything else."""


class Withdrawn(Closed):
    """The whole of ``withdrawn.yml``: fingerprint of the key -> codes made with it. Written by ``make forget`` only."""

    codes: dict[str, tuple[Tombstone, ...]] = {}
