"""``make reports``: the whole parameter matrix is validated before anything starts, then Snakemake runs, then the index is written."""

import fcntl
import os
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

from analysis.commands import snake
from analysis.commands.check import problems_of
from analysis.commands.events import Event, read
from analysis.commands.fork import modules
from analysis.commands.open_ends import unfilled
from analysis.commands.progress import Progress, failure_table
from analysis.commands.project import Project
from analysis.parameters import ParameterError, Problem, rests_on
from analysis.publishing.flow import Flow
from analysis.publishing.placing import place as move_into_place
from analysis.publishing.plan import plan, render_jobs
from analysis.publishing.warm import prepared


def _nobody(event: Event) -> None:
    """Who hears of a step where nobody asked to."""


def make_reports(project: Project, told: Callable[[Event], None] = _nobody) -> int:
    """Build what was asked for and is missing or changed; 0 if every report stands, 1 with a table of failures, 2 for bad input.

    ``told`` hears of each step and report as it is done.
    """
    validate(project)
    jobs = render_jobs(plan(project.parameters, project.selection))
    if not jobs:
        print("Nothing was asked for: no report fits what was chosen. `make list` shows the plan.")
        return 2
    rules = {f"render_{job.key}": (job.report, len(job.reports)) for job in jobs}
    failed = run_flow(project, rules, told=told, meanwhile=_import_what_comes_after)
    from analysis.commands.look import looks
    from analysis.publishing.index import write_index

    placed = move_into_place(project.parameters, project.layout, plan(project.parameters, project.selection), looks(project))
    if placed.problems:
        print(f"\nNothing was moved into reports/; what lay there before still stands.\n{ParameterError(placed.problems)}", file=sys.stderr)
        failed = 1
    place = write_index(project.root)
    print(f"Reports: {place.parent.relative_to(project.root)}/, all of them from {place.relative_to(project.root)}")
    return failed


def _import_what_comes_after() -> None:
    """The auditor and the index rest on pandas: half a second, which passes while Snakemake reads its rules."""
    import analysis.commands.look
    import analysis.publishing.index  # noqa: F401


def _without_norms(project: Project) -> list[Problem]:
    """A programme whose norms were never frozen: told before anything starts, with the command that does it."""
    if any(project.layout.norms.glob("*.csv")):
        return []
    name = project.layout.norms.relative_to(project.root).as_posix()
    remedy = f"frozen norms: `make norms PROGRAMME={project.programme}` freezes them from the norm wave's answers, once"
    return [Problem(f"{name}/", "folder", "no norms", remedy)]


def validate(project: Project, norms: bool = True) -> None:
    """ParameterError with everything wrong with parameters, notebooks, what was asked for, and raw files that are not there."""
    project.selection  # noqa: B018  unknown names are told before anything else
    problems = problems_of(project)
    asked = sorted(
        {one.municipality for entry in plan(project.parameters, project.selection) for one in rests_on(project.parameters, entry.subject)}
    )
    problems += [*unfilled(project, asked), *(_without_norms(project) if norms else [])]
    layout = project.layout
    for path in Flow(project.parameters, layout).missing_raw(asked):
        name = path.relative_to(layout.root) if path.is_relative_to(layout.root) else path.relative_to(layout.raw)
        problems.append(Problem(str(name), "raw data", "no such file", "the export, there or in the folder that RAW= names"))
    if problems:
        raise ParameterError(problems)


def run_flow(
    project: Project,
    reports_in: dict[str, tuple[str, int]],
    targets: tuple[str, ...] = (),
    told: Callable[[Event], None] = _nobody,
    meanwhile: Callable[[], None] = lambda: None,
) -> int:
    """Run Snakemake, tell how it goes, and print the table of what failed. ``meanwhile`` is done as soon as it runs."""
    progress = Progress(reports_in, project.processors)
    folder = project.root / ".snakemake"
    folder.mkdir(exist_ok=True)
    log = folder / "laeringsrapport.log"
    with (
        only_run(folder / "laeringsrapport.lock"),
        tempfile.TemporaryDirectory(prefix="lr-events-") as place,
        prepared(folder / "laeringsrapport-kernels.log", modules()) as (kernels, start_kernels),
    ):
        events, offset = Path(place) / "events.jsonl", 0
        work = threading.Event()

        def planned(rules: dict[str, int]) -> None:
            progress.planned(rules)
            if progress.total:
                work.set()

        process = snake.run(project, events, log, planned, targets=targets, variables=kernels)
        try:
            meanwhile()
            while True:
                running = process.poll() is None
                if work.is_set():
                    start_kernels()  # from this thread: what it starts ends with the thread that started it
                found, offset = read(events, offset)
                for event in found:
                    progress.heard(event)
                    told(event)
                if not running:
                    break
                _wait(process, 0.1)
        except BaseException:
            process.terminate()
            process.wait()
            raise
        process.listener.join(timeout=10)
    for rule, signal in snake.deaths(log.read_text(encoding="utf-8", errors="replace")):
        progress.failures.append(
            Event(rule, "all of it", 0.0, "the process", signal, "killed from outside; the same command goes on from here")
        )
    print(progress.closing())
    if progress.failures:
        print("\n" + failure_table(progress.failures))
    elif process.returncode:
        print(f"\nSnakemake stopped; the end of {log.relative_to(project.root)}:\n" + tail(log), file=sys.stderr)
    return 1 if process.returncode or progress.failures else 0


def tail(log: Path, lines: int = 15) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def _wait(process, seconds: float) -> None:
    import subprocess

    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return


@contextmanager
def only_run(path: Path):
    """One run at a time in a project; the lock goes with the process that held it, so nothing has to be unlocked after a crash."""
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SystemExit("Another run is at work in this project; wait for it, or stop it.") from None
        file.write(str(os.getpid()))
        file.flush()
        yield
