"""A copy of the project to measure in: parameters, notebooks, the flow and a library of its own, so that nothing in place is touched."""

import compileall
import os
import shutil
import sys
import time
from collections.abc import Mapping
from contextlib import contextmanager
from pathlib import Path

from measure import Measured, measure

from analysis.__main__ import DEFAULT_PROGRAMME
from analysis.commands import fork
from analysis.commands.project import Project
from analysis.commands.snake import environment
from analysis.publishing import warm

ROOT = Path(__file__).resolve().parents[1]
SECONDS_TO_START = 60


def project(place: Path, only: str) -> Project:
    """The copy, in ``place``. Compiled, as an installed library is."""
    ignored = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__", "*.egg-info")
    for name in ("parameters", "notebooks", "src"):
        shutil.copytree(ROOT / name, place / name, ignore=ignored)
    for name in ("Snakefile", "requirements.lock"):
        shutil.copy(ROOT / name, place / name)
    compileall.compile_dir(place / "src", quiet=2)
    return Project(place, DEFAULT_PROGRAMME, only=only)


def surroundings(project: Project) -> dict[str, str]:
    """Processes use the copy's library; kernels, which take no PYTHONPATH, the installed one."""
    return environment() | {"PYTHONPATH": str(project.root / "src")}


def reports(project: Project) -> Measured:
    """One ``make reports`` in the copy, the environment made."""
    words = [f"ONLY={project.only}"] if project.only else []
    return run(project, "reports", *words)


def run(project: Project, *words: str, kernels: Mapping[str, str] | None = None) -> Measured:
    """``python -m analysis`` with ``words`` in the copy; ``kernels`` leads to the process that kernels are forked from."""
    command = [sys.executable, "-m", "analysis", *words, "--root", str(project.root)]
    return measure(command, project.root, surroundings(project) | (kernels or {}))


@contextmanager
def kernels(project: Project):
    """A process that kernels and steps are forked from while inside, as a run of ``make reports`` keeps one; yields the variable that leads
    to it."""
    with warm.prepared(project.root / "kernels.log", fork.modules()) as (variables, start):
        start()
        until = time.monotonic() + SECONDS_TO_START
        while variables and not Path(variables[warm.SOCKET]).exists() and time.monotonic() < until:
            time.sleep(0.1)
        yield variables


def tool(name: str) -> str:
    """A command of this environment."""
    return str(Path(sys.executable).parent / name)


def with_tools(project: Project) -> dict[str, str]:
    """Commands of this environment are found first."""
    return surroundings(project) | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
