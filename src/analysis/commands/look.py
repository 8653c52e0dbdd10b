"""What looks at the reports of a run, all audiences together, before any of them is moved into ``reports/``."""

import json
from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from analysis.auditing.findings import Told
from analysis.auditing.holders import Weak
from analysis.auditing.look import look
from analysis.commands.project import Project
from analysis.parameters import Layout, Parameters, Problem
from analysis.publishing.passport import lacking
from analysis.publishing.placing import Look, as_made
from analysis.publishing.plan import PlannedReport, every_report


def looks(project: Project) -> tuple[Look, ...]:
    """The look at the bytes, and the independent auditor's."""
    return as_made, partial(audited, project)


def audited(project: Project, parameters: Parameters, staged: Layout, reports: Sequence[PlannedReport]) -> list[Problem]:
    """What the auditor says of reports that are staged, beside those that stand and are not replaced by them."""
    default = parameters.programme.languages[0]
    if older := [problem for entry in reports for problem in _older(entry, entry.passport(staged, default))]:
        return older
    published: dict[str, set[Path]] = defaultdict(set)
    built = set(reports)
    for entry in every_report(parameters):
        stands = entry.passport(project.layout, default).exists()
        if entry.subject.municipality and entry.shown(staged) and (stands or entry in built) and entry.shown(staged).exists():
            published[entry.subject.municipality].add(entry.shown(staged))
    touched = {entry.subject.municipality for entry in reports}
    found = look(
        parameters,
        staged,
        [entry.passport(staged, default) for entry in reports],
        {municipality: lists for municipality, lists in published.items() if municipality in touched},
        project.processors,
        lambda new: print(f"The auditor reads {new} new reports, alone and beside what stands.", flush=True),
    )
    return [_problem(one) for one in found]


def _older(entry: PlannedReport, passport: Path) -> list[Problem]:
    missing = lacking(json.loads(passport.read_text(encoding="utf-8")))
    expected = f"a passport of this version: make reports ONLY={entry.handle}"
    return [Problem(passport.name, ", ".join(missing), "nothing", expected)] if missing else []


def _problem(one: Told | Weak) -> Problem:
    if isinstance(one, Told):
        return Problem(one.file, one.place, one.number, f"a shown cell's number, or a structural one: it {one.why}")
    return Problem(one.what, one.holder, one.told, "no hidden cell that follows from shown ones")
