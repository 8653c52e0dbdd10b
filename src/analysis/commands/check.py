"""``make check``: everything that can be known without data. Every problem at once."""

from datetime import date

from analysis.commands.forget import interrupted
from analysis.commands.open_ends import notes
from analysis.commands.project import Project
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
    """Print what stands, or raise with all that is wrong in every programme."""
    from analysis.intake.people.retention import overdue

    problems, lines = [], []
    for slug in programmes(project.root):
        one = Project(project.root, slug)
        found = problems_of(one) or list(overdue(one.parameters, one.layout, date.today()))
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
