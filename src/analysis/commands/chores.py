"""The small commands: tests, the lab, a clean house, norms, a key, the benchmark."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from analysis.commands import snake
from analysis.commands.events import Event
from analysis.commands.project import Project
from analysis.commands.reports import run_flow, validate
from analysis.parameters import ParameterError, Problem, programmes


def test(project: Project, more: list[str]) -> int:
    """The tests that prove the library; the heavy ones are CI's."""
    chosen = more or ["-m", "not heavy", "-n", "2"]
    return subprocess.call([sys.executable, "-m", "pytest", *chosen], cwd=project.root, env=snake.environment())


def lab(project: Project) -> int:
    """JupyterLab on the notebooks."""
    os.chdir(project.root)
    os.execve(sys.executable, [sys.executable, "-m", "jupyterlab", "notebooks"], snake.environment())


def clean(project: Project) -> int:
    """Remove what can be made again: processed data and reports, of every programme. Raw data are never touched."""
    for folder in (project.root / "data" / "processed", project.root / "reports"):
        for slug in programmes(project.root):
            shutil.rmtree(folder / slug, ignore_errors=True)
    (project.root / "reports" / "index.html").unlink(missing_ok=True)
    print("Removed data/processed/ and reports/. Raw data stand; `make reports` makes the rest again.")
    return 0


def norms(project: Project, told: Callable[[Event], None] = lambda event: None) -> int:
    """Freeze the programme's norms from its own responses: an explicit act, never part of `make reports`. ``told`` hears of each step."""
    validate(project, norms=False)
    code = run_flow(project, {}, targets=("everyones_responses",), told=told)
    if code:
        return code
    from analysis.scales.stage import freeze_norms

    freeze_norms(project.parameters, project.layout)
    print(f"Norms frozen in parameters/{project.programme}/norms/. Look at the difference before you commit it.")
    return 0


def key(project: Project, place: str) -> int:
    """Make a pseudonym key outside the project and print its fingerprint and what to do with both."""
    from analysis.intake.pseudonyms import VARIABLE, make_key

    path = Path(place or os.environ.get(VARIABLE) or "~/.laeringsrapport/pseudonym.key").expanduser().resolve()
    if path.is_relative_to(project.root):
        raise ParameterError([Problem("command line", "key", str(path), "a path outside the project: a key is never committed")])
    if path.exists():
        raise ParameterError([Problem("command line", "key", str(path), "a path where nothing lies: a key is never overwritten")])
    fingerprint = make_key(path)
    print(
        f"Made {path} (mode 600). Keep a copy where only those responsible for the data reach it:\n"
        "a lost key breaks every link over time.\n"
        f"Say where it is:           export {VARIABLE}={path}\nWrite into programme.yml:  pseudonym_key: \"{fingerprint}\""
    )
    return 0


def benchmark(project: Project, more: list[str]) -> int:
    """The goals of speed and memory, each with its figure and whether it is met."""
    return subprocess.call([sys.executable, "benchmarks/run.py", *more], cwd=project.root, env=snake.environment())


def performance(project: Project) -> int:
    """Where a report's time goes, part by part, into docs/performance.md (benchmarks/where.py)."""
    return subprocess.call([sys.executable, "benchmarks/where.py"], cwd=project.root, env=snake.environment())


def protection(project: Project) -> int:
    """What disclosure control hides and keeps from being computed, counted into docs/protection.md (tests/studies/protection.py)."""
    folders = [str(project.root / "tests"), str(project.root / "src")]
    surroundings = snake.environment() | {"PYTHONPATH": os.pathsep.join(folders)}
    return subprocess.call([sys.executable, "-m", "studies.protection"], cwd=project.root, env=surroundings)


def coverage_study(project: Project, more: list[str]) -> int:
    """Coverage and false findings in simulations, into docs/coverage.csv and docs/methods.md (tests/studies)."""
    folders = [str(project.root / "tests"), str(project.root / "src")]
    surroundings = snake.environment() | {"PYTHONPATH": os.pathsep.join(folders)}
    return subprocess.call([sys.executable, "-m", "studies", *more], cwd=project.root, env=surroundings)
