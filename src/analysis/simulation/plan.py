"""``simulation.yml``: what is planted in the synthetic answers, typed, closed and checked against the programme's other parameters."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from analysis.parameters import ParameterError, Parameters, Problem, listed, nearest
from analysis.parameters.base import Closed, Name, Slug, WaveName
from analysis.parameters.reading import read_model

Share = Annotated[float, Field(ge=0, le=1)]
Correlation = Annotated[float, Field(ge=-1, le=1)]
FILE = "simulation.yml"


class ScalePlan(Closed):
    """One scale, said about its scores: ``alpha`` with all items, variance shares, points a month of age, points of groups."""

    alpha: Annotated[float, Field(gt=0.3, lt=0.97)]
    icc: Share
    rater: Share = 0.0
    age: float = 0.0
    girl: float = 0.0
    vocational: float = 0.0
    higher: float = 0.0
    other_language: float = 0.0


class RolePlan(Closed):
    """One respondent group: who answers (shares of the invited, additive for families), how complete, which categories."""

    response: Share
    basic_education: float = 0.0
    other_language: float = 0.0
    dont_know: Share = 0.0
    blank: Share = 0.0
    unfinished: Share = 0.0
    duplicated: Share = 0.0
    shares: tuple[Share, ...] = Field(min_length=2)
    second_form: Share = 0.0
    """Share of answering families that send two forms (one in ten of them three)."""
    household: Share = 0.0
    """Share of a parent form's own variance that forms of one child have in common."""


class MunicipalityPlan(Closed):
    """One municipality's size, families and story, in points from 500."""

    children: Annotated[int, Field(ge=1)]
    higher: Share = 0.40
    basic: Share = 0.14
    other_language: Share = 0.10
    no_consent: Share = 0.03
    level: dict[WaveName, float]
    spread: dict[WaveName, float] = Field(default_factory=dict)
    background: dict[WaveName, float] = Field(default_factory=dict)
    scatter: float = 0.0
    sizes: dict[Slug, int] = Field(default_factory=dict)
    """Children of centres whose size is not left to chance."""
    scales: dict[Name, dict[WaveName, float]] = Field(default_factory=dict)

    def points(self, scale: str, wave: str) -> float:
        """Planted points from 500, before ``scatter``."""
        return self.scales.get(scale, {}).get(wave, self.level[wave])


class Together(Closed):
    """Centre deviations of two scales that go together."""

    first: Name
    second: Name
    correlation: Correlation


class SimulationPlan(Closed):
    """The whole of ``simulation.yml``."""

    centre_stability: Correlation
    same_role: Correlation
    other_role: Correlation
    informants: Share
    general: Share
    person_stability: Share
    """Share of a staff member's own deviation that is the same in the next wave."""
    staff_stays: Share
    staff_per_child: Annotated[float, Field(gt=0)]
    children_per_rater: Annotated[int, Field(ge=1)]
    age_months: tuple[int, int]
    all_agree: tuple[Name, ...] = ()
    lost_code: Share = 0.0
    """Share of forms whose centre the export does not name."""
    empty: Share = 0.0
    """Share of forms sent in without an answer."""
    withdrawn: Share = 0.0
    """Share of children without consent whose form was filled in before consent was withdrawn."""
    correlations: tuple[Together, ...] = ()
    roles: dict[Name, RolePlan]
    scales: dict[Name, ScalePlan]
    municipalities: dict[Slug, MunicipalityPlan]


def read_plan(folder: Path, parameters: Parameters) -> SimulationPlan:
    """The plan in ``folder``; raises ParameterError with every problem, disagreements with the programme among them."""
    name = f"parameters/{parameters.programme.slug}/{FILE}"
    plan, problems = read_model(folder / FILE, name, SimulationPlan)
    if plan is not None:
        problems = list(_disagreements(plan, parameters, name))
    if problems:
        raise ParameterError(problems)
    return plan


def _disagreements(plan: SimulationPlan, parameters: Parameters, file: str) -> Iterator[Problem]:
    scales = [scale.scale for _, scale in parameters.scales()]
    items = [item.item for instrument in parameters.instruments.values() for item in instrument.items()]
    for key, written, valid in (
        ("roles", plan.roles, parameters.programme.roles),
        ("scales", plan.scales, scales),
        ("municipalities", plan.municipalities, list(parameters.municipalities)),
    ):
        for found in written:
            if found not in valid:
                yield Problem(file, f"{key}.{found}", f"unknown name {found!r}", listed(valid), nearest(found, valid))
        for missing in valid:
            if missing not in written:
                yield Problem(file, f"{key}.{missing}", "nothing", f"what is planted in {missing!r}", nearest(missing, written))
    named = [(f"correlations.{n}", one, scales) for n, entry in enumerate(plan.correlations) for one in (entry.first, entry.second)]
    named += [(f"municipalities.{slug}.scales", one, scales) for slug, story in plan.municipalities.items() for one in story.scales]
    named += [("all_agree", one, items) for one in plan.all_agree]
    named += [
        (f"municipalities.{slug}.sizes", one, [centre.slug for centre in parameters.municipalities[slug].centres])
        for slug, story in plan.municipalities.items()
        if slug in parameters.municipalities
        for one in story.sizes
    ]
    for key, found, valid in named:
        if found not in valid:
            yield Problem(file, f"{key}.{found}", repr(found), listed(valid), nearest(found, valid))
    for slug, story in plan.municipalities.items():
        if slug in parameters.municipalities:
            for wave in parameters.municipalities[slug].waves:
                if wave.wave not in story.level:
                    yield Problem(file, f"municipalities.{slug}.level.{wave.wave}", "nothing", "points from 500 in this wave")
