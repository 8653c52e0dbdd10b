"""``recommendations/*.yml``: which finding calls for which step, with the research behind it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from analysis.parameters.base import Closed, Name, Slug, Text

Pattern = Literal["low_level", "decline", "background_gap", "centre_spread", "informant_disagreement", "strong_association", "low_response"]
UNREAD_AT_MOST = 2
"""Highest level of an entry whose main publications nobody has read the findings of."""
Competence = Literal["course", "coaching", "action_learning", "network"]


class Trigger(Closed):
    """A pattern in the shown findings, on any scale of the named roles unless ``scales`` or ``themes`` (either will do) narrow it.

    ``lower``: in a background gap, the categories one of which must be the one that lies lower. ``least``: the smallest size that calls,
    in the number's own unit (points; of an association its coefficient).
    """

    pattern: Pattern
    roles: tuple[Name, ...]
    scales: tuple[Name, ...] = ()
    themes: tuple[Name, ...] = ()
    background: tuple[Name, ...] = ()
    lower: tuple[Name, ...] = ()
    least: Annotated[float, Field(gt=0)] | None = None
    detail: Text

    @model_validator(mode="after")
    def _narrowed_by_what_it_has(self) -> "Trigger":
        if self.pattern == "low_response" and (self.least is not None or self.scales or self.themes):
            raise ValueError("a response rate has no scale, theme or size of its own: leave out scales, themes and least")
        if self.pattern != "background_gap" and (self.background or self.lower):
            raise ValueError("background and lower narrow a background_gap only")
        return self


class Evidence(Closed):
    """A publication. Only what was seen at the address may be printed as a figure.

    ``verified``: whether the finding itself was read, read as retold elsewhere, or only that the publication exists; none was read in full.
    ``seen_at``: where that was, for whoever checks it; never printed.
    """

    publication: Slug
    role: Literal["main", "supporting", "caution"]
    authors: str
    year: int | str
    title: str
    outlet: str
    doi: str | None = None
    design: Text
    main_figure: Text | None = None
    figure_status: Literal["seen", "second_hand", "none"]
    unverified_fields: tuple[str, ...] = ()
    verified: Literal["finding", "second_hand", "existence"] = "existence"
    seen_at: str = ""
    note: Text | None = None


    @model_validator(mode="after")
    def _what_was_not_seen_is_unverified(self) -> "Evidence":
        for field in ("authors", "title", "outlet"):
            if "not shown" in getattr(self, field) and field not in self.unverified_fields:
                raise ValueError(f"{field}: what was not seen is one of unverified_fields, so that it is not printed")
        return self


class Strength(Closed):
    """Level 1-4 by the catalogue's rule: base minus one per deduction, never below 1 (docs/recommendations.md)."""

    level: Annotated[int, Field(ge=1, le=4)]
    base: Annotated[int, Field(ge=1, le=4)]
    deductions: tuple[Literal["N", "O", "T", "C"], ...] = ()
    reason: Text

    @model_validator(mode="after")
    def _by_the_rule(self) -> "Strength":
        by_rule = max(1, self.base - len(self.deductions))
        if self.level > by_rule:
            raise ValueError(f"level {by_rule} at most: base {self.base} less {len(self.deductions)} deductions")
        return self


class Recommendation(Closed):
    recommendation: Slug
    area: Name
    area_label: Text
    secondary_areas: tuple[Name, ...] = ()
    title: Text
    triggers: tuple[Trigger, ...] = Field(min_length=1)
    practice: Text
    who_acts: tuple[Literal["staff", "leader", "administration", "politicians"], ...]
    competence_development: Competence
    competence_also: tuple[Competence, ...] = ()
    competence_note: Text
    evidence_kind: Literal["effect", "association", "process", "diagnostic", "method"]
    strength: Strength
    caution: Text
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    reviewed_by: str | None = None
    """The researcher who read the publications in full and stands by the entry."""
    reviewed_on: date | None = None

    @model_validator(mode="after")
    def _main_publication_was_read(self) -> "Recommendation":
        mains = [publication for publication in self.evidence if publication.role == "main"]
        if not mains:
            raise ValueError("evidence: at least one publication with role: main, on which the strength rests")
        if self.strength.level > UNREAD_AT_MOST and not any(publication.verified == "finding" for publication in mains):
            raise ValueError(f"strength.level {UNREAD_AT_MOST} at most: no main publication's finding was read (verified: finding)")
        if (self.reviewed_by is None) != (self.reviewed_on is None):
            raise ValueError("reviewed_by and reviewed_on together: who signed, and when")
        return self
