"""``make national``: a country made up, and the whole flow on it, by the same steps as any programme.

``parameters/national.yml`` says how large it is; it lies in a project of its own, build/national/, where ``FOLDER=`` does not say another.
"""

import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from analysis.commands.chores import norms
from analysis.commands.progress import clock
from analysis.commands.project import Project
from analysis.commands.reports import make_reports
from analysis.commands.tally import Tally
from analysis.parameters import REPORTS, Layout, ParameterError, Parameters, Problem, load_parameters
from analysis.simulation.country import CountryPlan, read_country, resized
from analysis.simulation.country_stage import write_country

SIZES = ("MUNICIPALITIES", "CENTRES", "CHILDREN", "PROFILES")


def make_country(project: Project, given: Mapping[str, str]) -> int:
    """Derive the country, simulate it, freeze its norms, make its reports, and say what each step took; 0 if every report stands."""
    plan = resized(read_country(project.root), _numbers(given))
    cores = _numbers(given, ("CORES",)).get("cores", 0)
    home = Path(given["FOLDER"]).expanduser().resolve() if given["FOLDER"] else project.root / "build" / "national"
    source, layout = load_parameters(project.root, plan.programme), Layout(project.root, plan.programme)
    write_country(source, layout, plan, home)
    country = Project(home, plan.slug, cores=cores)
    _told(country.parameters, plan, home)
    started = time.perf_counter()
    with Tally() as tally:
        failed = _run(country, plan, tally)
    print(f"\n{country.parameters.programme.name.in_language('en')}: {clock(time.perf_counter() - started)} on {country.processors} "
          "processors; seconds of the clock, added up over jobs:")
    print("\n".join(tally.lines()))
    return failed


def _run(country: Project, plan: CountryPlan, tally: Tally) -> int:
    if not any(country.layout.norms.glob("*.csv")) and (failed := norms(country, tally.heard)):
        return failed
    asked = handles(country.parameters, plan)
    failed = [make_reports(replace(country, report=report, only=",".join(only)), tally.heard) for report, only in asked.items() if only]
    return max(failed, default=0)


def handles(parameters: Parameters, plan: CountryPlan) -> dict[str, list[str]]:
    """REPORT= -> ONLY= of each run: what there is one of in a municipality's or the programme's last wave together, then the profiles."""
    wave, per = plan.waves[-1], {entry.report: REPORTS[entry.report].per for entry in plan.reports}
    every = [f"{slug}-{wave}" for slug in parameters.municipalities]
    centres = [f"{slug}-{wave}/{centre.slug}" for slug in parameters.municipalities for centre in parameters.open_centres(slug, wave)]
    count = min(plan.profiles, len(centres))
    sample = [centres[place * len(centres) // count] for place in range(count)] if count < len(centres) else every
    whole = [report for report, kind in per.items() if kind != "centre"]
    over_time = list(parameters.municipalities) if "municipality" in per.values() else []
    asked = {",".join(whole): [*every, *over_time, *([wave] if "programme" in per.values() else [])]} if whole else {}
    return asked | {report: sample if plan.profiles else [] for report, kind in per.items() if kind == "centre"}


def _numbers(given: Mapping[str, str], names: tuple[str, ...] = SIZES) -> dict[str, int]:
    """The words that were given as numbers, by their keys in ``national.yml``."""
    problems = [Problem("command line", name, repr(given[name]), "a whole number")
                for name in names if given[name] and not given[name].isdigit()]
    if problems:
        raise ParameterError(problems)
    return {name.lower(): int(given[name]) for name in names if given[name]}


def _told(parameters: Parameters, plan: CountryPlan, home: Path) -> None:
    centres = sum(len(place.centres) for place in parameters.municipalities.values())
    print(f"{plan.municipalities} municipalities, {centres} centres, {plan.children} children a wave, {len(plan.waves)} waves, "
          f"{len(parameters.scales())} scales; all of it in {home}/", file=sys.stdout, flush=True)
