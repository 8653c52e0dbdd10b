"""What every parameter model shares: closed to unknown keys, frozen, and text in the programme's languages."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, model_validator

Language = Literal["da", "en"]
Audience = Literal["public", "administration", "centre", "network", "partners", "internal"]
ReportName = Literal["learning-report", "development-report", "centre-profile", "network-report", "programme-report", "method-report",
                     "brief", "parents-page", "dialogue-cards"]
Level = Literal["programme", "municipality", "network", "centre"]
Status = Literal["udkast", "endelig"]
DRAFT: Status = "udkast"

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""Lower-case handle: file name, path and command-line name alike; æ, ø, å written ae, oe, aa."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
"""Identifier of a role, scale, item or variable inside the tables."""

WaveName = Annotated[str, BeforeValidator(lambda value: str(value) if isinstance(value, int) else value),
                     StringConstraints(pattern=r"^[a-z0-9]+$")]
"""``2019``; YAML may write it as a number."""

Code = Annotated[str, BeforeValidator(lambda value: str(value) if isinstance(value, int | float) else value)]
"""An answer code as it stands in the export, compared as text."""


class Closed(BaseModel):
    """A frozen model that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Text(Closed):
    """The same words in each language; a language that is not written is None."""

    da: str | None = None
    en: str | None = None

    @model_validator(mode="after")
    def _not_empty(self) -> "Text":
        if not (self.da or self.en):
            raise ValueError("a text needs at least one language")
        return self

    def in_language(self, language: str) -> str:
        """The words in ``language``; KeyError names the languages there are."""
        words = getattr(self, language, None)
        if not words:
            have = [name for name in ("da", "en") if getattr(self, name)]
            raise KeyError(f"no text in {language!r}, only in {have}: {self.da or self.en!r}")
        return words

    def words(self) -> list[str]:
        """The words in every language that is written."""
        return [words for words in (self.da, self.en) if words]

    def languages(self) -> set[str]:
        return {name for name in ("da", "en") if getattr(self, name)}
