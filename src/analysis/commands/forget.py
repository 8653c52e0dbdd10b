"""``make forget IDS=<file>``: withdrawn persons leave raw files, processed data and reports, all at once or not at all."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.commands.project import Project
from analysis.commands.words import needed
from analysis.parameters import Layout, ParameterError, Problem, Subject, listed, nearest

if TYPE_CHECKING:
    from analysis.intake.people.forget import Forgetting

IDS = "a file outside the project, one id a line as the export has it, or role,id"


def forget(project: Project, given: Mapping[str, str]) -> int:
    """Forget the persons of the id file; prints what was done, in counts."""
    from analysis.intake.people.forget import plan_forgetting, receipt_file, receipt_path
    from analysis.intake.people.transaction import commit, recover
    from analysis.publishing.passport import superseded
    from analysis.publishing.plan import every_report
    from analysis.publishing.selection import split

    needed("forget", given, IDS=IDS)
    ids = Path(given["IDS"]).expanduser().resolve()
    if ids.is_relative_to(project.root):
        raise ParameterError([Problem("command line", "forget IDS=", "a file in the project", f"{IDS}: ids are never committed")])
    if recover(journal(project.layout)):
        print("An earlier make forget was interrupted; what it had begun was put in order first.")
    parameters, layout, today = project.parameters, project.layout, date.today()
    only = split(given["ONLY"])
    known = [
        name for place in parameters.municipalities.values() for name in (place.slug, *(f"{place.slug}-{w.wave}" for w in place.waves))
    ]
    strange = [Problem("command line", "ONLY", repr(name), listed(known), nearest(name, known)) for name in only if name not in known]
    if strange:
        raise ParameterError(strange)
    plan = plan_forgetting(parameters, layout, ids, only, today)
    default = parameters.programme.languages[0]
    passports = {
        path: superseded(path, today, plan.receipt["receipt"])
        for planned in every_report(parameters)
        for entry in (planned, planned.other)
        if rests_on(entry.subject, plan) and (path := entry.passport(layout, default)).is_file()
    }
    told = plan.receipt | {"reports_superseded": len(passports)}
    files = plan.files | passports | {receipt_path(layout, told): receipt_file(told)}
    commit(files, plan.removed, journal(layout))
    print(_summary(told, project, ids))
    return 0


def rests_on(subject: Subject, plan: "Forgetting") -> bool:
    """Whether a report on ``subject`` was made with answers of those forgotten: their round's, later ones', and those over many."""
    if not subject.municipality:
        return subject.wave in {wave for _, wave in plan.waves}
    return any(subject.municipality == place and subject.wave in ("", wave) for place, wave in plan.later)


def journal(layout: Layout) -> Path:
    """Where a running ``make forget`` says what it moves; it lies there afterwards only if it was killed."""
    return layout.parameters / ".forget.json"


def interrupted(layout: Layout) -> list[Problem]:
    """The problem that a killed ``make forget`` left the programme between two states."""
    if not journal(layout).exists():
        return []
    expected = "none: run make forget again, it first puts everything back in order"
    return [Problem(journal(layout).relative_to(layout.root).as_posix(), "file", "the journal of an interrupted make forget", expected)]


def _summary(told: dict, project: Project, ids: Path) -> str:
    removed = "\n".join(f"  {where}: {count} record{'s' if count != 1 else ''}" for where, count in told["records_removed"].items())
    lines = [
        f"Forgotten: {', '.join(f'{count} {who}' for who, count in told['persons'].items())}. Removed from the raw files:",
        removed or "  nothing: they stood in none",
        f"{told['reports_superseded']} reports are superseded; make reports makes them again.",
        f"Commit parameters/{project.programme}/withdrawn.yml and withdrawals/{told['receipt']}.yml: with them nobody comes back.",
        f"Not reached from here: copies and backups of the exports, the survey platform, reports already delivered, norms that were frozen "
        f"with them (make norms), and {ids.name}, which you delete now.",
    ]
    return "\n".join(lines)
