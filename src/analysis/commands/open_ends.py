"""What a person has still to fill in or to set going: told by ``make check``, and in the way of reports of that municipality only."""

from collections.abc import Iterable

from analysis.commands.project import Project
from analysis.parameters import Problem
from analysis.parameters.decisions import to_fill_in

WHOLE = ("programme", "retention")
"""Files of the whole programme: what is left open there holds back every report of it."""


def notes(project: Project) -> list[str]:
    """Lines on planned waves and on marks that are left, for a programme whose parameters are valid."""
    planned = project.parameters.planned
    lines = [f"  planned, no part of any run before their status is udkast: {', '.join(planned)}"] if planned else []
    return lines + [f"  to fill in: {problem.file}, {problem.key}: {problem.expected}" for problem in _marks(project, _files(project))]


def unfilled(project: Project, municipalities: Iterable[str]) -> list[Problem]:
    """Marks left in the programme's own file and in those of ``municipalities``, but for one that is still being planned."""
    being_planned = {handle.rpartition("-")[0] for handle in project.parameters.planned}
    return _marks(project, [*WHOLE, *(slug for slug in municipalities if slug not in being_planned)])


def _files(project: Project) -> list[str]:
    return [*WHOLE, *sorted(path.stem for path in (project.layout.parameters / "municipalities").glob("*.yml"))]


def _marks(project: Project, stems: Iterable[str]) -> list[Problem]:
    folder = project.layout.parameters
    paths = [folder / f"{stem}.yml" if stem in WHOLE else folder / "municipalities" / f"{stem}.yml" for stem in stems]
    return [problem for path in paths for problem in to_fill_in(path, path.relative_to(project.root).as_posix())]
