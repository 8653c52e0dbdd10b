"""``recommendations/*.yml``: which finding calls for which step, with the research behind it."""

from typing import Annotated, Literal

from pydantic import Field

from analysis.parameters.base import Closed, Name, Slug, Text

Pattern = Literal["low_level", "decline", "background_gap", "centre_spread", "informant_disagreement", "strong_association", "low_response"]
Competence = Literal["course", "coaching", "action_learning", "network"]


class Trigger(Closed):
    """A pattern in the shown findings. Empty ``scales`` means any scale of the named roles.

    ``lower``: in a background gap, the categories one of which must be the one that lies lower.
    """

    pattern: Pattern
    roles: tuple[Name, ...]
    scales: tuple[Name, ...] = ()
    background: tuple[Name, ...] = ()
    lower: tuple[Name, ...] = ()
    detail: Text


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


class Strength(Closed):
    """Level 1-4 by the catalogue's rule: base minus one per deduction, never below 1."""

    level: Annotated[int, Field(ge=1, le=4)]
    base: Annotated[int, Field(ge=1, le=4)]
    deductions: tuple[Literal["N", "O", "T", "C"], ...] = ()
    reason: Text


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
    reviewed_on: str | None = None
