"""The one way into ``reports/``: what was built in the staging folder is looked at there and then moved into place, or stays out.

Snakemake removes the outputs of a step before it runs; those lie in ``Layout.staged``, so a build that fails, is killed or is refused
leaves the last good report where its readers look for it.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.parameters import Layout, Parameters, Problem
from analysis.publishing.hashes import file_hash
from analysis.publishing.plan import PlannedReport

Look = Callable[[Parameters, Layout, Sequence[PlannedReport]], list[Problem]]
"""A look at built reports, all together: (parameters, where they are staged, which) to what is wrong with them."""


@dataclass(frozen=True)
class Placed:
    """``moved``: reports that are new in ``reports/``; ``problems``: why others are not there."""

    moved: tuple[PlannedReport, ...]
    problems: tuple[Problem, ...]


def place(parameters: Parameters, layout: Layout, asked: Iterable[PlannedReport], looks: Sequence[Look]) -> Placed:
    """Move what is staged of ``asked`` into ``layout.reports``. A problem that any of ``looks`` finds keeps all of it out."""
    staged, default = layout.staged, parameters.programme.languages[0]
    built = [entry for entry in asked if entry.passport(staged, default).exists()]
    problems = [problem for look in looks for problem in look(parameters, staged, built)]
    if problems:
        return Placed((), tuple(problems))
    fresh = [entry for entry in built if not stands(entry, layout, default)]
    for entry in fresh:
        _move(entry, layout, default)
        full = next(one.formats for one in parameters.programme.reports if one.report == entry.report)
        for path in replace(entry.other, formats=full).files(layout, default):
            path.unlink(missing_ok=True)
    return Placed(tuple(fresh), ())


def as_made(parameters: Parameters, layout: Layout, reports: Sequence[PlannedReport]) -> list[Problem]:
    """The look at the bytes: every file is the one its passport tells of."""
    return [problem for entry in reports for problem in changed_since_its_passport(entry, layout, parameters.programme.languages[0])]


def changed_since_its_passport(entry: PlannedReport, layout: Layout, default: str) -> list[Problem]:
    """Files of a report that are gone or are not as its passport says they were made."""
    found = []
    for path, told in files_told(entry, layout, default).items():
        if not path.exists() or file_hash(path) != told:
            name = path.relative_to(layout.root).as_posix() if path.is_relative_to(layout.root) else path.name
            state = "another file than its passport tells of" if path.exists() else "nothing"
            found.append(Problem(name, "file", state, "the file as it was made: remove its passport, and make reports makes it again"))
    return found


def files_told(entry: PlannedReport, layout: Layout, default: str) -> dict[Path, str]:
    """The files of a report by its passport, and their hashes."""
    told = json.loads(entry.passport(layout, default).read_text(encoding="utf-8"))["files"]
    return {entry.path(layout, suffix, default): digest for suffix, digest in told.items()}


def stands(entry: PlannedReport, layout: Layout, default: str) -> bool:
    """True where ``reports/`` holds what is staged. That a placed report is marked as superseded says nothing about what is staged."""
    passport = entry.passport(layout, default)
    if not passport.exists() or not all(path.exists() for path in files_told(entry, layout, default)):
        return False
    here, there = (json.loads(entry.passport(one, default).read_text(encoding="utf-8")) for one in (layout, layout.staged))
    here.pop("superseded", None)
    return here == there and not changed_since_its_passport(entry, layout, default)


def _move(entry: PlannedReport, layout: Layout, default: str) -> None:
    """Everything is beside its place before the first file is moved, and the passport, by which a report is known, goes last."""
    staged = layout.staged
    sources = [*files_told(entry, staged, default), entry.passport(staged, default)]
    targets = [layout.reports / source.relative_to(staged.reports) for source in sources]
    parts = [target.with_name(f".{target.name}.part") for target in targets]
    for source, part in zip(sources, parts, strict=True):
        part.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, part)
    targets[-1].unlink(missing_ok=True)
    for part, target in zip(parts, targets, strict=True):
        os.replace(part, target)
