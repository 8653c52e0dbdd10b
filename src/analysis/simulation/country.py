"""``parameters/national.yml``: a country of made-up municipalities, as the parameters of a programme of its own.

Everything but the municipalities is another programme's: what is typed here is how many there are, how large, and how they differ.
"""

import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from statistics import NormalDist
from typing import Annotated

import numpy as np
from pydantic import BaseModel, Field

from analysis.parameters import Centre, Layout, Municipality, ParameterError, Parameters, Problem, ReportPlan, Text, listed, nearest
from analysis.parameters.base import Closed, Slug, WaveName
from analysis.parameters.municipality import MunicipalityWave, Network, Period, RawFile
from analysis.parameters.reading import read_model
from analysis.simulation.plan import MunicipalityPlan, read_plan

FILE = "parameters/national.yml"
COPIED = ("instrument/*.yml", "themes.yml", "recommendations/*.yml")
"""Files of the programme that are the country's as they are."""
LEAST, MOST = 0.02, 0.9
"""Shares of families are kept within these."""


class Normal(Closed):
    """What each municipality draws its own value from."""

    mean: float
    sd: Annotated[float, Field(ge=0)]


class Families(Closed):
    """Shares of a municipality's families."""

    higher: Normal
    other_language: Normal
    no_consent: Normal


class CountryPlan(Closed):
    """The whole of ``national.yml``."""

    programme: Slug
    slug: Slug
    name: Text
    waves: Annotated[tuple[WaveName, ...], Field(min_length=1)]
    seed: int
    municipalities: Annotated[int, Field(ge=1, le=999)]
    largest_to_smallest: Annotated[float, Field(ge=1)]
    children: Annotated[int, Field(ge=1)]
    centres: Annotated[int, Field(ge=1)]
    networks_from: Annotated[int, Field(ge=4)]
    centres_per_network: Annotated[int, Field(ge=2)]
    families: Families
    level: Normal
    change: Normal
    scatter: Annotated[float, Field(ge=0)]
    reports: Annotated[tuple[ReportPlan, ...], Field(min_length=1)]
    profiles: Annotated[int, Field(ge=0)]


def read_country(root: Path) -> CountryPlan:
    """The plan in ``parameters/national.yml``; ParameterError with every problem."""
    plan, problems = read_model(root / FILE, FILE, CountryPlan)
    if problems:
        raise ParameterError(problems)
    return plan


def resized(plan: CountryPlan, given: dict[str, int]) -> CountryPlan:
    """``plan`` with other sizes; fewer municipalities have fewer centres and children in proportion, where these are not given too."""
    if "municipalities" in given:
        part = given["municipalities"] / plan.municipalities
        given = {"centres": max(round(plan.centres * part), 1), "children": max(round(plan.children * part), 1)} | given
    return CountryPlan.model_validate(plan.model_dump() | given)


def country(source: Parameters, layout: Layout, plan: CountryPlan) -> dict[PurePosixPath, bytes]:
    """Every parameter file of the country by its path in the programme's folder, derived from the programme in ``source`` and ``layout``.

    ParameterError where the programme is not simulated, or lacks a wave the plan names.
    """
    _refuse(source, layout, plan)
    simulated = read_plan(layout.parameters, source)
    places = list(_municipalities(source, plan))
    planted = {place.slug: _planted(plan, place.slug, children) for place, children in places}
    files = {PurePosixPath(path.relative_to(layout.parameters).as_posix()): path.read_bytes()
             for pattern in COPIED for path in sorted(layout.parameters.glob(pattern))}
    files[PurePosixPath("programme.yml")] = _yaml(_programme(source, plan))
    files[PurePosixPath("simulation.yml")] = _yaml(simulated.model_copy(update={"municipalities": planted}))
    if source.retention:
        kept = tuple(entry.model_copy(update={"municipalities": ()}) for entry in source.retention.waves if entry.wave in plan.waves)
        files[PurePosixPath("retention.yml")] = _yaml(source.retention.model_copy(update={"waves": kept}))
    return files | {PurePosixPath(f"municipalities/{place.slug}.yml"): _yaml(place) for place, _ in places}


def sizes(total: int, count: int, ratio: float, least: int = 1) -> list[int]:
    """``total`` dealt out to ``count`` places, smallest first: log-normal, the largest ``ratio`` times the smallest; at least ``least``."""
    quantiles = np.array([NormalDist().inv_cdf((place + 0.5) / count) for place in range(count)])
    reach = quantiles[-1] - quantiles[0]
    weights = np.exp(np.log(ratio) * quantiles / reach) if reach else np.ones(count)
    exact = np.maximum(total * weights / weights.sum(), least)
    whole = np.floor(exact).astype(int)
    missing = total - int(whole.sum())
    if missing > 0:
        whole[np.argsort(whole - exact, kind="stable")[:missing]] += 1
    for _ in range(-missing):  # the least of the small is taken from the large
        whole[np.argmax(whole)] -= 1
    return sorted(whole.tolist())


def _refuse(source: Parameters, layout: Layout, plan: CountryPlan) -> None:
    known = [wave.wave for wave in source.programme.waves]
    problems = [Problem(FILE, "waves", repr(wave), listed(known), nearest(wave, known)) for wave in plan.waves if wave not in known]
    if not (layout.parameters / "simulation.yml").exists():
        problems.append(Problem(FILE, "programme", repr(plan.programme), "a programme that is simulated: with a simulation.yml"))
    if plan.centres < plan.municipalities:
        problems.append(Problem(FILE, "centres", str(plan.centres), f"one for each of {plan.municipalities} municipalities or more"))
    if problems:
        raise ParameterError(problems)


def _programme(source: Parameters, plan: CountryPlan) -> BaseModel:
    changed = {"slug": plan.slug, "name": plan.name, "seed": plan.seed, "norm_wave": plan.waves[0], "reports": plan.reports,
               "waves": tuple(wave for wave in source.programme.waves if wave.wave in plan.waves)}
    return source.programme.model_copy(update=changed)


def _municipalities(source: Parameters, plan: CountryPlan) -> Iterator[tuple[Municipality, int]]:
    """Each municipality and its children; which of them is large is drawn, so that the alphabet does not tell."""
    count = plan.municipalities
    order = np.random.default_rng(plan.seed).permutation(count)
    children, centres = (sizes(total, count, plan.largest_to_smallest) for total in (plan.children, plan.centres))
    digits = max(2, len(str(count)))
    for number, size in enumerate(order, start=1):
        slug, name = f"kommune-{number:0{digits}d}", f"Kommune {number:0{digits}d}"
        waves = tuple(_wave(source, slug, wave) for wave in plan.waves)
        networks, register = _register(plan, f"{number:0{digits}d}", centres[size])
        yield Municipality(slug=slug, name=name, waves=waves, networks=networks, centres=register), children[size]


def _wave(source: Parameters, slug: str, wave: str) -> MunicipalityWave:
    """A wave as the programme's own municipalities have it: their first one's field period, the platform's exports."""
    period = next(entry.field_period for place in source.municipalities.values() for entry in place.waves if entry.wave == wave)
    raw = {role: RawFile(path=f"{slug}/{wave}/{role}", format="surveyxact") for role in source.programme.roles}
    return MunicipalityWave(wave=wave, field_period=Period(start=period.start, end=period.end), raw=raw,
                            invited=f"{slug}/{wave}/invited.csv", status="endelig")


def _register(plan: CountryPlan, code: str, count: int) -> tuple[tuple[Network, ...], tuple[Centre, ...]]:
    """Centres by number, in networks where there are many."""
    groups = count // plan.centres_per_network if count >= plan.networks_from else 0
    networks = tuple(Network(slug=f"netvaerk-{number:02d}", name=f"Netværk {number:02d}") for number in range(1, groups + 1))
    named = ((number, {"network": networks[(number - 1) * groups // count].slug} if groups else {}) for number in range(1, count + 1))
    return networks, tuple(Centre(slug=f"dagtilbud-{number:03d}", name=f"Dagtilbud {number:03d}", codes=(f"{code}-{number:03d}",), **within)
                           for number, within in named)


def _planted(plan: CountryPlan, slug: str, children: int) -> MunicipalityPlan:
    """What is planted in one municipality's answers; a stream of its own, so that a country of another size has the same municipalities."""
    rng = np.random.default_rng([plan.seed, zlib.crc32(slug.encode())])
    shares = {name: round(float(np.clip(rng.normal(drawn.mean, drawn.sd), LEAST, MOST)), 3) for name, drawn in plan.families}
    first = rng.normal(plan.level.mean, plan.level.sd)
    steps = np.cumsum([0.0, *rng.normal(plan.change.mean, plan.change.sd, size=len(plan.waves) - 1)])
    level = {wave: round(float(first + step), 1) for wave, step in zip(plan.waves, steps, strict=True)}
    return MunicipalityPlan(children=children, scatter=plan.scatter, level=level, **shares)


def _yaml(model: BaseModel) -> bytes:
    import yaml

    written = model.model_dump(mode="json", exclude_unset=True)
    return yaml.dump(written, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), allow_unicode=True, sort_keys=False, width=120).encode()
