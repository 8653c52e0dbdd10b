"""``municipalities/<slug>.yml``: waves, raw files, register of centres, networks, initiatives, goals."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from analysis.parameters.base import Closed, Code, Name, Slug, Status, Text, WaveName
from analysis.parameters.competence_plan import CompetencePlan
from analysis.parameters.goals import Goal
from analysis.parameters.questions import MOST_QUESTIONS, Question

Format = Literal["surveyxact", "limesurvey", "qualtrics", "redcap", "enalyzer", "spss", "excel", "csv"]


class FileFlag(Closed):
    """The column of one file that says whether a form was completed, and the codes that say so (``any``: whatever stands there)."""

    column: str
    codes: tuple[Code, ...] | Literal["any"]


class RawFile(Closed):
    """Where one role's export lies, relative to the programme's raw folder: a file, or the folder of one export."""

    path: str
    format: Format | None = None
    """The platform the export is from. It is told by content; where it is stated, another content is an error."""
    columns: dict[str, str] = {}
    """column of the codebook -> what this file calls it, where that is something else."""
    completed: FileFlag | None = None
    """Where this file's platform tells completed forms otherwise than the codebook says."""
    missing: tuple[Code, ...] = ()
    """Codes by which this file says that nothing was answered, beside those of the codebook."""
    sheet: str | None = None
    """The sheet of a workbook, where more than one has columns of the codebook."""


class Period(Closed):
    """First and last day answers were collected, both included."""

    start: date
    end: date

    @model_validator(mode="after")
    def _in_order(self) -> "Period":
        if self.end < self.start:
            raise ValueError(f"the period ends ({self.end}) before it starts ({self.start})")
        return self


class MunicipalityWave(Closed):
    """One municipality's round. ``wave`` is also the wave of the instrument's columns; ``status`` says how far people trust the report."""

    wave: WaveName
    field_period: Period
    raw: dict[Name, RawFile]
    invited: str | None = None
    """Path of the denominators: CSV with centre;role;invited;no_consent."""
    status: Literal[Status, "planlagt"] = "udkast"
    """``planlagt``: set up before the exports are there; known to the tools that prepare it, and to no step of the flow."""


class Site(Closed):
    slug: Slug
    name: str
    codes: tuple[str, ...] = ()


class FormerName(Closed):
    name: str
    until: date


class Part(Closed):
    """A centre that a closed one was split into, and the sites of the closed one that went with it."""

    centre: Slug
    sites: tuple[Slug, ...] = ()


class Centre(Closed):
    """A unit led by one leader. ``codes`` are what exports call it; ``successor`` is the centre it was merged into, ``split_into`` the
    centres it was split into. Answers given before a split follow their site; where none is told they stay with the closed centre, and
    no change is told of the parts."""

    slug: Slug
    name: str
    codes: tuple[str, ...] = ()
    kind: Literal["municipal", "independent", "private", "pulje", "childminding"] = "municipal"
    network: Slug | None = None
    opened: date | None = None
    closed: date | None = None
    successor: Slug | None = None
    split_into: tuple[Part, ...] = ()
    former_names: tuple[FormerName, ...] = ()
    sites: tuple[Site, ...] = ()
    shares_knowledge: bool = False
    """The centre has agreed to be named where centres may learn from each other: as one to ask, and as one that asks."""

    @model_validator(mode="after")
    def _ends_once(self) -> "Centre":
        if self.successor and self.split_into:
            raise ValueError("either a successor (merged) or split_into, not both")
        if self.split_into and self.closed is None:
            raise ValueError("a centre that was split has a last day: closed")
        if len(self.split_into) == 1:
            raise ValueError("split_into names two centres or more; one is a successor")
        own = {site.slug for site in self.sites}
        told = [site for part in self.split_into for site in part.sites]
        if set(told) - own or len(set(told)) != len(told):
            raise ValueError(f"split_into divides the centre's own sites, each once: {sorted(own)}")
        return self

    def name_on(self, day: date) -> str:
        """What the centre was called on ``day``."""
        earlier = [former for former in sorted(self.former_names, key=lambda former: former.until) if day <= former.until]
        return earlier[0].name if earlier else self.name


def successor_on(centres: Mapping[str, Centre], slug: str, day: date, site: str | None = None) -> str:
    """The centre that ``slug`` had become before ``day``: itself, what it was merged into, or the part that got ``site``.

    A centre that was split stays itself where the site does not tell which part it is.
    """
    seen: set[str] = set()
    while slug in centres and slug not in seen:
        seen.add(slug)
        centre = centres[slug]
        if centre.closed is None or centre.closed >= day:
            break
        after = centre.successor or next((part.centre for part in centre.split_into if site in part.sites), None)
        if after is None:
            break
        slug = after
    return slug


class Network(Closed):
    slug: Slug
    name: str


class Module(Closed):
    name: Text
    finished: date


class Initiative(Closed):
    """What was done between waves. ``design`` decides the words that may be used of it (METHODS 9)."""

    slug: Slug
    name: Text
    start: date
    end: date
    target: Text
    design: Literal["all", "some", "lot"]
    modules: tuple[Module, ...] = ()
    centres: tuple[Slug, ...] = ()
    """Centres that took part; empty with ``design: all`` means every centre."""
    scales: tuple[Name, ...] = ()
    """Scales on which development is looked for."""
    participation: str | None = None
    """Raw file that lists who finished which module: CSV or workbook with centre;module;finished, and person. Without it a centre that
    took part finished every module on the register's day."""
    source: str = ""


class Municipality(Closed):
    slug: Slug
    name: str
    number: int | None = None
    reported: bool = True
    in_programme: bool = True
    """Part of norms and comparisons; a municipality outside is compared, never part of a comparison."""
    agrees_to_comparison: bool = True
    reporting_unit: Literal["centre", "site"] = "centre"
    """``site`` is refused: a leader's answers and a centre's profile belong to the unit that is led."""
    register_from_data: bool = False
    """The units are those found in the data (public microdata without a register)."""
    waves: tuple[MunicipalityWave, ...] = Field(min_length=1)
    networks: tuple[Network, ...] = ()
    centres_from: str | None = None
    """CSV or workbook beside the municipality's file that holds the centres instead of ``centres`` (``parameters.register_file``)."""
    centres: tuple[Centre, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    goals: tuple[Goal, ...] = ()
    questions: tuple[Question, ...] = Field(default=(), max_length=MOST_QUESTIONS)
    plans: tuple[CompetencePlan, ...] = ()
    """At most one after each survey: it stands in that survey's reports and is followed up in the next one's."""

    @model_validator(mode="after")
    def _one_register(self) -> "Municipality":
        if self.centres_from and self.centres:
            raise ValueError("either `centres` here or `centres_from`, the file that lists them, not both")
        return self

    @model_validator(mode="after")
    def _reports_by_centre(self) -> "Municipality":
        if self.reporting_unit == "site":
            raise ValueError("reporting_unit: centre. Sites are no unit of reports here; where they are to be, list each site as a centre "
                             "of the register, with the codes the exports have for it")
        return self

    def wave(self, name: str) -> MunicipalityWave:
        """The wave called ``name``; KeyError lists those there are."""
        for wave in self.waves:
            if wave.wave == name:
                return wave
        raise KeyError(f"{self.slug} has no wave {name!r}, only {[wave.wave for wave in self.waves]}")

    def previous(self, name: str) -> MunicipalityWave | None:
        """The wave before ``name``, by field period."""
        this = self.wave(name)
        earlier = [wave for wave in self.waves if wave.field_period.end < this.field_period.start]
        return max(earlier, key=lambda wave: wave.field_period.end, default=None)
