"""``make deliver RELEASE=name``: one folder and zip for each recipient of the reports there are."""

from collections.abc import Iterable, Mapping

from analysis.commands.look import audited
from analysis.commands.project import Project
from analysis.commands.words import needed
from analysis.parameters import DRAFT, ParameterError, Parameters, Problem, rests_on
from analysis.publishing.delivery import deliver as hand_over
from analysis.publishing.page import slug
from analysis.publishing.plan import PlannedReport, every_report
from analysis.publishing.selection import select


def deliver(project: Project, given: Mapping[str, str]) -> int:
    """Write ``reports/<programme>/deliveries/<release>/<recipient>``, folder and zip; ``ONLY=`` narrows.

    Nothing is handed over that the auditor finds anything in; of final reports it is said which waves no release holds. The programme's
    first language must be there; others go along where they have been made.
    """
    needed("deliver", given, RELEASE="a name for the delivery (2019-12)")
    if slug(given["RELEASE"]) != given["RELEASE"]:
        raise ParameterError([Problem("command line", "RELEASE", repr(given["RELEASE"]), "small letters, digits and hyphens",
                                      slug(given["RELEASE"]))])
    only = select(project.parameters, given["ONLY"]).only
    first = project.parameters.programme.languages[0]
    asked = [
        entry
        for entry in every_report(project.parameters)
        if (not only or entry.subject.named(only)) and (entry.language == first or entry.passport(project.layout, first).exists())
    ]
    there = [entry for entry in asked if entry.passport(project.layout, first).exists()]
    if told := audited(project, project.parameters, project.layout, there):
        raise ParameterError(told)
    folder = project.layout.reports / "deliveries" / given["RELEASE"]
    found = hand_over(project.parameters, project.layout, asked, folder)
    for one in found:
        print(f"{one.name}.zip: {len(one.reports)} report{'s' if len(one.reports) > 1 else ''}")
    if loose := unreleased(project.parameters, [entry for one in found for entry in one.reports]):
        print(f"No release holds {', '.join(loose)}: a form that comes later may still change what others are handed. "
              "make release freezes a wave.")
    print(f"{len(found)} recipients: {folder.relative_to(project.root).as_posix()}/")
    return 0


def unreleased(parameters: Parameters, reports: Iterable[PlannedReport]) -> list[str]:
    """The waves behind final reports that no release has frozen."""
    waves = {one for entry in reports if entry.status != DRAFT for one in rests_on(parameters, entry.subject)}
    return sorted(one.handle for one in waves if not parameters.released(one.municipality, one.wave))
