"""A municipality's plans for competence development: the survey each follows from, its catalogue with prices, what is planned for whom and
when, and the frame it must keep to. Sums are computed here, never written down."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from analysis.parameters.base import Audience, Closed, Name, Slug, Text, WaveName
from analysis.parameters.problems import Problem, unknown

if TYPE_CHECKING:
    from analysis.parameters.load import Parameters
    from analysis.parameters.municipality import Municipality, MunicipalityWave

Money = Annotated[float, Field(ge=0)]
"""Kroner."""


class PackageModule(Closed):
    name: Text
    price: Money
    """For one unit of the package's ``per``."""


class Package(Closed):
    """What the municipality can offer or buy. ``scales``: what it aims at; ``need``: what those who take it are to be able to do."""

    slug: Slug
    name: Text
    need: Text
    scales: tuple[Name, ...] = Field(min_length=1)
    per: Literal["municipality", "centre", "participant"]
    modules: tuple[PackageModule, ...] = Field(min_length=1)
    source: str = ""

    @property
    def price(self) -> float:
        """All modules, for one unit."""
        return sum(module.price for module in self.modules)


class Effort(Closed):
    """What is planned: a ``package`` of the catalogue, or something with a name and a ``cost`` of its own (without one: no price yet).

    ``centres``: those that take part, none named: all that are open when it begins. ``participants``: where the package is paid for each.
    ``decided``: whether the municipality has decided it for everybody or each centre for itself. ``initiative``: the same thing in the
    register of initiatives, whose modules then stand in the figure.
    """

    slug: Slug
    package: Slug | None = None
    name: Text | None = None
    cost: Money | None = None
    start: date
    end: date
    who: Text
    responsible: Text
    decided: Literal["central", "local"]
    centres: tuple[Slug, ...] = ()
    participants: Annotated[int, Field(ge=1)] | None = None
    initiative: Slug | None = None
    source: str = ""

    @model_validator(mode="after")
    def _whole(self) -> "Effort":
        if self.end < self.start:
            raise ValueError(f"it ends ({self.end}) before it starts ({self.start})")
        if (self.package is None) == (self.name is None):
            raise ValueError("either a package of the catalogue or a name of its own")
        if self.package is not None and self.cost is not None:
            raise ValueError("a package costs what the catalogue says: no cost here")
        return self


class Milestone(Closed):
    """A day to reach something by; ``deadline``: set by others, such as the law."""

    name: Text
    day: date
    deadline: bool = False
    source: str = ""


class Frame(Closed):
    """The money there is, and where it comes from."""

    amount: Money
    comes_from: Text
    source: str = ""


class NextSurvey(Closed):
    """When the municipality expects to survey again: what the plan is followed up by, as long as there is no later wave."""

    start: date
    end: date
    source: str = ""


class Decision(Closed):
    """Who decides what: the municipality for all (``central``) or each centre (``local``)."""

    what: Text
    by: Literal["central", "local"]
    source: str = ""


class CompetencePlan(Closed):
    """What was planned after one survey, the wave it ``follows``; one with nothing else is a form to fill in. ``audiences``: whose reports
    hold it. A part without a ``source`` is nobody's fact: in a synthetic programme the page says that it is made up."""

    follows: WaveName
    audiences: tuple[Audience, ...] = ("administration",)
    frame: Frame | None = None
    catalogue: tuple[Package, ...] = ()
    """Without one of its own a plan draws on that of the plan before."""
    efforts: tuple[Effort, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    next_survey: NextSurvey | None = None
    decisions: tuple[Decision, ...] = ()


def plan_after(place: "Municipality", wave: str) -> CompetencePlan:
    """What was planned after ``wave``; where nothing was, an empty plan for the same audiences as the one before. A plan without a
    catalogue has that of the one before; its next survey is the next wave, where there is one."""
    earlier = _earlier(place, wave)
    blank = CompetencePlan(follows=wave, audiences=earlier[-1].audiences) if earlier else CompetencePlan(follows=wave)
    own = next((plan for plan in place.plans if plan.follows == wave), blank)
    catalogue = next((plan.catalogue for plan in (own, *reversed(earlier)) if plan.catalogue), ())
    later = [one.field_period for one in _in_time(place) if one.field_period.start > place.wave(wave).field_period.end]
    survey = NextSurvey(start=later[0].start, end=later[0].end) if later else own.next_survey
    return own.model_copy(update={"catalogue": catalogue, "next_survey": survey})


def plan_before(place: "Municipality", wave: str) -> CompetencePlan | None:
    """What ``wave`` follows up: the last plan with an effort that follows from an earlier wave. None where there is none."""
    last = next((plan.follows for plan in reversed(_earlier(place, wave)) if plan.efforts), None)
    return plan_after(place, last) if last is not None else None


def _earlier(place: "Municipality", wave: str) -> list[CompetencePlan]:
    """Plans that follow from waves before ``wave``, in their order."""
    order = [one.wave for one in _in_time(place)]
    return sorted((plan for plan in place.plans if plan.follows in order[: order.index(wave)]), key=lambda plan: order.index(plan.follows))


def _in_time(place: "Municipality") -> list["MunicipalityWave"]:
    return sorted(place.waves, key=lambda wave: wave.field_period.start)


@dataclass(frozen=True)
class Cost:
    """What one effort costs: ``units`` (of ``per``) times ``price``; ``amount`` None where nobody has said a price."""

    effort: str
    per: str | None
    units: int | None
    price: float | None
    amount: float | None


@dataclass(frozen=True)
class Budget:
    """All costs, their sum as far as they are known, and the frame; ``over``: how far the sum lies above it (0 within or without one)."""

    costs: tuple[Cost, ...]
    total: float
    frame: float | None

    @property
    def over(self) -> float:
        return max(self.total - self.frame, 0.0) if self.frame is not None else 0.0

    @property
    def unpriced(self) -> int:
        return sum(cost.amount is None for cost in self.costs)


def budget(place: "Municipality", plan: CompetencePlan) -> Budget:
    """The costs of one of the municipality's plans."""
    packages = {package.slug: package for package in plan.catalogue}
    costs = tuple(_cost(place, effort, packages) for effort in plan.efforts)
    return Budget(costs, sum(cost.amount or 0.0 for cost in costs), plan.frame.amount if plan.frame else None)


def _cost(place: "Municipality", effort: Effort, packages: dict[str, Package]) -> Cost:
    if effort.package is None:
        return Cost(effort.slug, None, None, None, effort.cost)
    package = packages[effort.package]
    centres = len(effort.centres or _open(place, effort.start))
    units = {"municipality": 1, "participant": effort.participants, "centre": centres}[package.per]
    return Cost(effort.slug, package.per, units, package.price, units * package.price)


def _open(place: "Municipality", day: date) -> list[str]:
    return [centre.slug for centre in place.centres if (centre.opened is None or centre.opened <= day)
            and (centre.closed is None or centre.closed >= day)]


def plans_hang_together(parameters: "Parameters", instrument_files: set[str], folder: str) -> Iterator[Problem]:
    """A plan follows from a survey of the municipality and begins after it, alone; it names packages, scales, centres and initiatives there
    are; what is paid by participant says how many."""
    scales = sorted({scale.scale for _, scale in parameters.scales()})
    for slug, place in parameters.municipalities.items():
        file, surveyed = f"{folder}/municipalities/{slug}.yml", [wave.wave for wave in _in_time(place)]
        followed = [plan.follows for plan in place.plans]
        for wave in sorted({wave for wave in followed if followed.count(wave) > 1}):
            yield Problem(file, f"plans.{wave}", "several plans that follow from this wave", "one")
        for number, plan in enumerate(place.plans):
            if plan.follows in surveyed:
                yield from _plan(place, plan, scales, file)
            else:
                yield from unknown(file, f"plans.{number}.follows", plan.follows, surveyed)


def _plan(place: "Municipality", plan: CompetencePlan, scales: list[str], file: str) -> Iterator[Problem]:
    key, surveyed = f"plans.{plan.follows}", place.wave(plan.follows).field_period
    packages = {package.slug: package for package in plan_after(place, plan.follows).catalogue}
    for shelf, entries in (("catalogue", plan.catalogue), ("efforts", plan.efforts)):
        names = [entry.slug for entry in entries]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Problem(file, f"{key}.{shelf}.{name}", "several of this slug", "one")
    for package in plan.catalogue:
        for name in package.scales:
            yield from unknown(file, f"{key}.catalogue.{package.slug}.scales", name, scales)
    for effort in plan.efforts:
        yield from _effort(place, effort, packages, file, f"{key}.efforts.{effort.slug}")
        if effort.start <= surveyed.end:
            close = next((wave.wave for wave in reversed(_in_time(place)) if wave.field_period.end < effort.start), None)
            yield Problem(file, f"{key}.efforts.{effort.slug}.start", f"{effort.start}, before the survey it follows from had ended",
                          f"a day after {surveyed.end}, or a plan that follows from an earlier wave", close)
    if plan.next_survey is not None and plan.next_survey.start <= surveyed.end:
        remedy = f"a day after the survey it follows from: {surveyed.end}"
        yield Problem(file, f"{key}.next_survey.start", str(plan.next_survey.start), remedy)


def _effort(place: "Municipality", effort: Effort, packages: dict[str, Package], file: str, key: str) -> Iterator[Problem]:
    if effort.package is not None:
        yield from unknown(file, f"{key}.package", effort.package, packages)
        package = packages.get(effort.package)
        if package is not None and package.per == "participant" and effort.participants is None:
            yield Problem(file, f"{key}.participants", "nothing", f"how many take part: {package.slug!r} is paid by participant")
    for name in effort.centres:
        yield from unknown(file, f"{key}.centres", name, [centre.slug for centre in place.centres])
    if effort.initiative is not None:
        yield from unknown(file, f"{key}.initiative", effort.initiative, [entry.slug for entry in place.initiatives])
