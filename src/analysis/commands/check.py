"""``make check``: parameters, notebooks, plan and people's texts; with ``ONLY=`` the delivery of the waves it names.

Every problem at once.
"""

from datetime import date

from analysis.commands.forget import interrupted
from analysis.commands.open_ends import notes
from analysis.commands.project import Project
from analysis.commands.written import stale_texts
from analysis.parameters import ParameterError, Problem, programmes
from analysis.publishing.notebook_parameters import check_notebooks
from analysis.publishing.plan import every_report


def problems_of(project: Project) -> list[Problem]:
    """Problems of one programme's parameters, its notebooks' parameter cells and its plan."""
    try:
        parameters = project.parameters
    except ParameterError as error:
        return list(error.problems)
    problems = interrupted(project.layout)
    problems += check_notebooks(project.root / "notebooks", [entry.report for entry in parameters.programme.reports])
    default = parameters.programme.languages[0]
    seen: dict[str, str] = {}
    for entry in every_report(parameters):
        for path in entry.files(project.layout, default):
            name = path.relative_to(project.root).as_posix()
            if name in seen:
                problems.append(Problem(f"parameters/{project.programme}/programme.yml", "reports", f"two reports at {name}", "one"))
            seen[name] = entry.name
    return problems


def check(project: Project) -> int:
    """Print what stands, or raise with all that is wrong in every programme; with ``ONLY=`` look at deliveries."""
    if project.only:
        return check_deliveries(project)
    from analysis.intake.people.retention import overdue

    problems, lines = [], []
    for slug in programmes(project.root):
        one = Project(project.root, slug)
        found = problems_of(one) or [*overdue(one.parameters, one.layout, date.today()), *stale_texts(one)]
        problems += found
        if not found:
            places = one.parameters.municipalities.values()
            lines.append(
                f"{slug}: {len(places)} municipalities, {sum(len(place.waves) for place in places)} survey waves, "
                f"{len(one.parameters.scales())} scales, {len(one.parameters.recommendations)} recommendations, "
                f"{len(every_report(one.parameters))} reports in the plan"
            )
            lines += notes(one)
    if problems:
        raise ParameterError(problems)
    print("\n".join([*lines, "Parameters, notebooks and plan agree."]))
    return 0


def check_deliveries(project: Project) -> int:
    """Print how every check on the waves asked for came out and write it as a page; 0 where reports may be made of all of them."""
    from analysis.commands.delivery_page import in_order, verdict, write_page
    from analysis.intake.stage import check_wave

    problems = problems_of(project)
    if problems:
        raise ParameterError(problems)
    failed = False
    for municipality, wave in waves_asked(project):
        results = check_wave(project.parameters, project.layout, municipality, wave)
        page = write_page(project.parameters, project.layout, municipality, wave, results)
        print(f"{municipality}-{wave}: {verdict(results)}\n")
        print(table(in_order(results)))
        print(f"\nAs a page: {page.relative_to(project.root)}\n")
        failed = failed or any(result.result == "fail" for result in results)
    return 1 if failed else 0


def waves_asked(project: Project) -> list[tuple[str, str]]:
    """(municipality, wave) of everything ``ONLY=`` names, a centre standing for its wave."""
    asked = {handle.partition("/")[0] for handle in project.selection.only}
    return [
        (place.slug, entry.wave)
        for place in project.parameters.municipalities.values()
        for entry in place.waves
        if {place.slug, f"{place.slug}-{entry.wave}"} & asked
    ]


def table(results: list) -> str:
    """The checks that want a person with their problems and guidance, then the rest in a line each."""
    lines = []
    for result in results:
        name = f"{result.result.replace('_', ' '):<15}{result.check.name}"
        if result.result in ("fail", "warning"):
            lines += [f"{name}: {result.check.rule}", *(f"    {problem}" for problem in result.problems)]
            lines += [f"    -> {result.check.guidance}", ""]
        else:
            lines.append(f"{name}{f': {result.reason}' if result.reason else ''}")
    return "\n".join(lines)
