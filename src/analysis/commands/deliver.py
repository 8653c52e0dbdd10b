"""``make deliver RELEASE=name``: one folder and zip for each recipient of the reports there are."""

from collections.abc import Mapping

from analysis.commands.project import Project
from analysis.commands.words import needed
from analysis.parameters import ParameterError, Problem
from analysis.publishing.delivery import deliver as hand_over
from analysis.publishing.page import slug
from analysis.publishing.plan import every_report
from analysis.publishing.selection import select


def deliver(project: Project, given: Mapping[str, str]) -> int:
    """Write ``reports/<programme>/deliveries/<release>/<recipient>``, folder and zip; ``ONLY=`` narrows.

    The programme's first language must be there; others go along where they have been made.
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
    folder = project.layout.reports / "deliveries" / given["RELEASE"]
    found = hand_over(project.parameters, project.layout, asked, folder)
    for one in found:
        print(f"{one.name}.zip: {len(one.reports)} report{'s' if len(one.reports) > 1 else ''}")
    print(f"{len(found)} recipients: {folder.relative_to(project.root).as_posix()}/")
    return 0
