"""Where a command works, and what it was asked for."""

import argparse
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from analysis.parameters import Layout, ParameterError, Parameters, Problem, load_parameters, nearest, programmes
from analysis.publishing.selection import Selection, select, split

NARROWING = ("ONLY", "REPORT", "PROGRAMME", "LANGUAGE", "FORMATS", "RAW", "CORES")
"""Words a person may write as ``KEY=value`` behind make or a command."""


@dataclass(frozen=True)
class Project:
    """``root`` holds ``parameters/``; the rest is what was asked for, as it was written."""

    root: Path
    programme: str
    raw: str = ""
    only: str = ""
    report: str = ""
    language: str = ""
    formats: str = ""
    cores: int = 0

    @cached_property
    def parameters(self) -> Parameters:
        return load_parameters(self.root, self.programme)

    @cached_property
    def selection(self) -> Selection:
        return select(self.parameters, self.only, self.report, self.language, self.formats)

    @cached_property
    def layout(self) -> Layout:
        return Layout(self.root, self.programme, Path(self.raw).expanduser().resolve() if self.raw else None)

    @property
    def processors(self) -> int:
        """Cores this process may use, or as many as ``CORES=`` says."""
        return self.cores or (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``--only`` and its kin, and the same as ``ONLY=...``."""
    parser.add_argument("words", nargs="*", metavar="KEY=value", help=", ".join(f"{key}=" for key in NARROWING))
    for key in NARROWING:
        parser.add_argument(f"--{key.lower()}", default="", help=argparse.SUPPRESS)
    parser.add_argument("--root", default="", help=argparse.SUPPRESS)


def project(arguments: argparse.Namespace, default_programme: str) -> Project:
    """The project a command works on; ParameterError for a word nobody knows."""
    values = {key: getattr(arguments, key.lower()) for key in NARROWING}
    problems = []
    for word in arguments.words:
        key, _, value = word.partition("=")
        if key not in NARROWING:
            problems.append(
                Problem("command line", key, repr(word), ", ".join(f"{name}=" for name in NARROWING), nearest(key.upper(), NARROWING))
            )
        values[key] = value
    if values["CORES"] and not values["CORES"].isdigit():
        problems.append(Problem("command line", "CORES", repr(values["CORES"]), "a whole number"))
    if values["RAW"] and not Path(values["RAW"]).expanduser().is_dir():
        problems.append(Problem("command line", "RAW", repr(values["RAW"]), "a folder that is there"))
    if problems:
        raise ParameterError(problems)
    programme = values["PROGRAMME"] or default_programme
    return Project(
        find_root(arguments.root),
        programme,
        values["RAW"],
        values["ONLY"],
        values["REPORT"],
        values["LANGUAGE"],
        values["FORMATS"],
        int(values["CORES"] or 0),
    )


def every_programme(project: Project) -> list[str]:
    """The programmes asked for; all of them where none was."""
    return list(split(project.programme)) or programmes(project.root)


def find_root(given: str = "") -> Path:
    """The nearest folder above that holds ``parameters/``; the library's own project where there is none."""
    if given:
        return Path(given).resolve()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "parameters").is_dir() and (folder / "Snakefile").is_file():
            return folder
    return Path(__file__).resolve().parents[3]
