"""``python -m analysis stage ...``: what a Snakemake rule calls. Each stage loads typed parameters and calls one function of one room."""

import argparse
import gc
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager

from analysis.commands.events import Event, tell
from analysis.commands.project import Project, find_root
from analysis.parameters import ParameterError, Subject, seen_again


def simulate(project: Project, arguments: argparse.Namespace) -> None:
    from analysis.simulation.stage import simulate as run

    run(project.parameters, project.layout)


def responses(project: Project, arguments: argparse.Namespace) -> None:
    from analysis.intake.stage import make_responses

    make_responses(project.parameters, project.layout, arguments.municipality, arguments.wave)


def scores(project: Project, arguments: argparse.Namespace) -> None:
    from analysis.scales.stage import make_scores

    make_scores(project.parameters, project.layout, arguments.municipality, arguments.wave)


def facts(project: Project, arguments: argparse.Namespace) -> None:
    from analysis.estimates.stage import make_facts

    with _text_as_python():
        make_facts(project.parameters, project.layout, arguments.wave)


def estimates(project: Project, arguments: argparse.Namespace) -> None:
    from analysis.publishing.stage import run_analysis

    for name in run_analysis(project.parameters, project.layout, arguments.municipality, arguments.wave):
        print(f"warning: {name}")


def shown(project: Project, arguments: argparse.Namespace) -> None:
    from analysis.disclosure.stage import make_shown
    from analysis.publishing.freeze import refuse_added

    about = Subject(arguments.municipality, arguments.wave)
    refuse_added(project.parameters, project.layout, seen_again(project.parameters, about))
    with _text_as_python():
        make_shown(project.parameters, project.layout, about)


def render(project: Project, arguments: argparse.Namespace) -> None:
    from analysis.publishing.stage import Outcome
    from analysis.publishing.stage import render as run

    def told(outcome: Outcome) -> None:
        tell(Event("render", outcome.report, outcome.seconds, outcome.where, outcome.exception, outcome.problem))
        print(f"{outcome.seconds:6.1f} s  {outcome.report}  {outcome.exception} {outcome.where} {outcome.problem}".rstrip(), flush=True)

    done = run(
        project.parameters,
        project.layout.staged,
        arguments.report,
        Subject(arguments.municipality, arguments.wave),
        selection=project.selection,
        threads=arguments.threads,
        told=told,
    )
    if any(outcome.failed for outcome in done):
        raise SystemExit(1)


STAGES: dict[str, tuple[Callable, tuple[str, ...]]] = {
    "simulate": (simulate, ()),
    "responses": (responses, ("municipality", "wave")),
    "scores": (scores, ("municipality", "wave")),
    "facts": (facts, ("wave",)),
    "estimates": (estimates, ("municipality", "wave")),
    "shown": (shown, ("municipality", "wave")),
    "render": (render, ("report", "municipality", "wave", "language")),
}
"""Stage -> what runs it, and the words it needs. An empty municipality is the programme, an empty wave all of them."""


def add_stages(parser: argparse.ArgumentParser) -> None:
    stages = parser.add_subparsers(dest="stage", required=True, metavar="stage")
    for name, (_, needed) in STAGES.items():
        stage = stages.add_parser(name)
        for word in ("programme", *needed):
            stage.add_argument(f"--{word}", required=True)
        for word in ("raw", "only", "formats", "root"):
            stage.add_argument(f"--{word}", default="")
        stage.add_argument("--threads", type=int, default=1)


def run_stage(arguments: argparse.Namespace) -> int:
    """Run one stage; its trouble is told in one line to whoever listens, in full to its log."""
    run, needed = STAGES[arguments.stage]
    what = "-".join(filter(None, (getattr(arguments, word) for word in needed if word in ("municipality", "wave")))) or arguments.programme
    project = Project(
        find_root(arguments.root),
        arguments.programme,
        arguments.raw,
        arguments.only,
        getattr(arguments, "report", ""),
        getattr(arguments, "language", ""),
        arguments.formats,
    )
    gc.set_threshold(50_000, 20, 20)  # a stage lives for seconds; looking for garbage as often as Python does costs it a tenth
    started = time.perf_counter()
    try:
        run(project, arguments)
    except Exception as error:
        traceback.print_exc()
        tell(Event(arguments.stage, what, time.perf_counter() - started, _where(error), _name(error), _message(error)))
        return 1
    if arguments.stage != "render":
        tell(Event(arguments.stage, what, time.perf_counter() - started))
    sys.stdout.flush()
    return 0


def _text_as_python() -> AbstractContextManager:
    """For a stage that takes thousands of small pieces of tables with text in them: of Python's own strings pandas takes them faster than
    of Arrow's. The values are the same."""
    import pandas as pd

    return pd.option_context("mode.string_storage", "python")


def _name(error: Exception) -> str:
    return getattr(error, "exception", type(error).__name__)


def _where(error: Exception) -> str:
    return getattr(error, "where", "")


def _message(error: Exception) -> str:
    """Our own errors name files, rows and keys, never answers; what others say may quote a value and stays in the log."""
    if isinstance(error, ParameterError):
        return str(error)
    if type(error).__module__.startswith("analysis."):
        return getattr(error, "line", str(error))
    from analysis.publishing.failures import our_line

    return our_line("".join(traceback.format_exception(error)))
