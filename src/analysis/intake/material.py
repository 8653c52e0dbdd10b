"""What the checks of a municipality's wave look at: everything that was delivered, and what kept it from being read."""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from analysis.intake.codebook import Use, plain_columns, uses
from analysis.intake.corrections import Outcome
from analysis.intake.forms import RoleForms, told_places
from analysis.intake.people.examine import Examined
from analysis.intake.raw import RawTable, decode
from analysis.intake.register import Register
from analysis.intake.responses import counted
from analysis.parameters import Instrument, Municipality, ParameterError, Parameters, Problem
from analysis.parameters.checks import CheckThresholds
from analysis.parameters.instrument import Item, OptionSet
from analysis.parameters.municipality import MunicipalityWave
from analysis.parameters.programme import BackgroundVariable

BINARY = (b"PK\x03\x04", b"$FL2", b"$FL3", b"\xd0\xcf\x11\xe0")
"""First bytes of workbooks (new and old) and SPSS files: nothing in them is told by looking at their bytes."""


class NotApplicable(Exception):
    """Raised by a check that has nothing to look at; its words say why."""


@dataclass(frozen=True)
class Content:
    """One delivered file as it lies there; ``name`` is how messages call it."""

    name: str
    data: bytes

    @property
    def is_text(self) -> bool:
        return not self.data.startswith(BINARY)

    @cached_property
    def text(self) -> str:
        """The file's text, "" of a binary one; signs that are damaged are replaced."""
        if not self.is_text:
            return ""
        try:
            return decode(self.data)
        except ParameterError:
            return self.data.decode("utf-16" if self.data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8", errors="replace")


@dataclass(frozen=True)
class RoleExport:
    """What was delivered for one role.

    ``raw`` (corrections applied, every column of the codebook there) and ``forms`` are None where the file could not be read;
    ``unreadable`` says why. ``elsewhere`` are columns that other waves or roles read from the same file; None: it serves this one alone.
    """

    role: str
    instrument: Instrument
    wave: str
    file: str
    path: str
    contents: tuple[Content, ...]
    raw: RawTable | None
    forms: RoleForms | None
    unreadable: tuple[Problem, ...]
    elsewhere: frozenset[str] | None
    background: tuple[BackgroundVariable, ...]
    """The programme's background variables."""
    examined: Examined | None = None
    """What personal data were found in the file; None where it could not be read."""
    corrections: tuple[Outcome, ...] = ()
    """What became of the corrections of this file."""

    @cached_property
    def uses(self) -> list[Use]:
        """Every column that is read."""
        return uses(self.instrument, self.wave, self.background)

    @cached_property
    def told(self) -> dict[str, pd.Series]:
        """``child``, ``centre``, ``answered`` ... -> its column, as text; without those the file lacks."""
        return {key: self.raw.frame[name] for key, name in plain_columns(self.instrument, self.wave).items() if name in self.raw.header}

    @cached_property
    def places(self) -> tuple[pd.Series, pd.Series]:
        """What the export calls centre and site of each record."""
        return told_places(self.told, self.instrument, self.raw.frame.index)

    @cached_property
    def asked(self) -> list[Item]:
        """Items with a column in the file, in codebook order."""
        return [item for item in self.instrument.items() if item.column(self.wave) in self.raw.header]

    @cached_property
    def used(self) -> pd.Series:
        """Whether each form is used; shares the forms' index."""
        return self.forms.forms["reason"].isna()

    @cached_property
    def used_forms(self) -> pd.DataFrame:
        """The forms used, as ``intake.forms`` makes them."""
        return self.forms.forms.loc[self.used]

    @cached_property
    def answers(self) -> pd.DataFrame:
        """What the answers of the forms used count, one column per item asked; NaN: none, or one that counts nothing."""
        codes = self.forms.codes.loc[self.used]
        return pd.DataFrame(
            {item.item: counted(*pd.factorize(codes[item.item]), values_of(self.options(item))) for item in self.asked}, index=codes.index
        )

    def options(self, item: Item) -> OptionSet:
        return self.instrument.options(item, self.wave)

    def rows(self, index: pd.Index) -> str:
        """``2 rows: 5, 9``: the records of ``index`` as a reader of the file counts them."""
        return self.raw.rows(pd.Series(self.raw.frame.index.isin(index), index=self.raw.frame.index))


@dataclass(frozen=True)
class Earlier:
    """The municipality's wave before this one, as it was processed; ``sources`` is file -> SHA-256 of what it was made from."""

    wave: str
    forms: pd.DataFrame
    responses: pd.DataFrame
    flow: pd.DataFrame
    sources: dict[str, str]


@dataclass(frozen=True)
class WaveMaterial:
    """All there is about one municipality's wave. ``exports`` holds every role of its raw files, readable or not."""

    parameters: Parameters
    municipality: Municipality
    wave: MunicipalityWave
    register: Register
    exports: dict[str, RoleExport]
    invited: pd.DataFrame
    """The denominators, ``role, centre, invited, no_consent``."""
    invited_file: str
    invited_problems: tuple[Problem, ...]
    earlier: Earlier | None
    today: date
    participation: pd.DataFrame
    """Modules finished by centre before the field period, ``tables.PARTICIPATION``."""
    participation_problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """``billund-2019``: how messages call the wave as a whole."""
        return f"{self.municipality.slug}-{self.wave.wave}"

    @property
    def thresholds(self) -> CheckThresholds:
        return self.parameters.programme.checks

    @cached_property
    def readable(self) -> list[RoleExport]:
        """Exports that could be read, in the programme's order of roles."""
        return [export for export in self.exports.values() if export.raw is not None]

    @cached_property
    def people(self) -> pd.DataFrame:
        """Counts of the personal data found, as ``intake.tables`` has them."""
        return pd.concat([export.examined.found for export in self.readable], ignore_index=True)

    @cached_property
    def contents(self) -> list[Content]:
        """Every delivered file once."""
        return list({content.name: content for export in self.exports.values() for content in export.contents}.values())

    @cached_property
    def sources(self) -> dict[str, str]:
        """File that holds answers -> SHA-256 of its content, as it came. What else an export consists of (labels, structure, a dictionary)
        is about the questions, and may well be the same every time."""
        return {
            content.name: hashlib.sha256(content.data).hexdigest()
            for export in self.readable
            for content in export.contents
            if len(export.contents) == 1 or content.name == export.raw.file
        }

    @cached_property
    def received(self) -> pd.DataFrame:
        """One row per form received of every readable role, as ``intake.forms`` makes them, with ``reason``."""
        return pd.concat([export.forms.forms for export in self.readable], ignore_index=True)


def values_of(options: OptionSet) -> dict[str, float]:
    """code -> what it counts; codes that count nothing are left out."""
    return {option.code: option.value for option in options.answers}
