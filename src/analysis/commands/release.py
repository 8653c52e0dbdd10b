"""``make release NAME=2019-12 RELEASES=/folder``: freeze a wave's forms and hidden cells, and copy its reports out, read-only."""

import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from analysis.auditing.holders import Weak
from analysis.auditing.stage import audit, follows
from analysis.commands import snake
from analysis.commands.audit import told
from analysis.commands.project import Project
from analysis.commands.words import needed
from analysis.disclosure.stage import make_shown
from analysis.parameters import Layout, ParameterError, Problem, Subject, rests_on
from analysis.parameters.release import Release
from analysis.publishing.archive import MANIFEST, archive, unfit, writable
from analysis.publishing.delivery import WITHHELD
from analysis.publishing.freeze import freeze, refuse_added, write
from analysis.publishing.page import slug
from analysis.publishing.plan import PlannedReport, every_report
from analysis.publishing.selection import select


def release(project: Project, given: Mapping[str, str]) -> int:
    """Freeze the waves that ``ONLY=`` names (all, if it names none) and copy what there is of their reports.

    The same name again adds the reports that have been made since. Another name for waves that were released before is a new release: its
    numbers are attacked beside those of earlier ones, then it freezes and lets in what came late, and it copies nothing before every
    audience's reports have been made anew and audited.
    """
    needed("release", given, NAME="a name for the release (2019-12)", RELEASES="a folder outside the project that keeps releases")
    name, folder = given["NAME"], outside(project, given["RELEASES"]) / project.programme / given["NAME"]
    if slug(name) != name:
        raise ParameterError([Problem("command line", "NAME", repr(name), "small letters, digits and hyphens", slug(name))])
    parameters, layout = project.parameters, project.layout
    only = select(parameters, given["ONLY"]).only
    asked = [entry for entry in every_report(parameters) if entry.audience != WITHHELD and (not only or entry.subject.named(only))]
    waves = list(dict.fromkeys(one for entry in asked for one in rests_on(parameters, entry.subject)))
    if missing := not_computed(project, waves):
        raise ParameterError(missing)
    known = any(one.name == name for one in parameters.releases)
    replaced = sorted({one.name for one in parameters.releases for wave in waves if one.of(wave.municipality, wave.wave)} - {name})
    if replaced and not known:
        frozen = freeze(parameters, layout, name, waves, date.today())
        if weak := foreseen(project, frozen, list(dict.fromkeys(entry.subject.round for entry in asked)), folder):
            print("\n".join(map(str, weak)))
            print("Nothing is frozen: what came late would follow from the two releases together.", file=sys.stderr)
            return 1
        write(frozen, layout.release(name))
        print(f"{name} is frozen and takes the place of {', '.join(replaced)}. Nothing is copied yet: "
              "make reports for all audiences, and this command again.")
        return 0
    refuse_added(parameters, layout, waves)
    first = parameters.programme.languages[0]
    there = [entry for entry in asked if entry.passport(layout, first).exists()]
    absent = [entry for entry in asked if entry.language == first and entry not in there]
    problems = [*unfit(parameters, layout, there, folder), *outdated(project, there)]
    if replaced:
        found = f"nothing, and {name} takes the place of {', '.join(replaced)}"
        expected = "the report, made for every audience: make reports"
        problems += [Problem(entry.name, "report", found, expected) for entry in absent]
    if not there and not problems:
        problems = [Problem("command line", "ONLY", "no report that has been made", "reports to release: make reports")]
    if problems:
        raise ParameterError(problems)
    frozen = freeze(parameters, layout, name, waves, date.today())
    if not audited(project, frozen, there, folder):
        return 1
    write(frozen, layout.release(name))
    new = archive(parameters, layout, frozen, there, folder)
    print(f"Frozen: {', '.join(one.handle for one in frozen.waves)}. Commit {layout.release(name).relative_to(project.root).as_posix()}.")
    print(f"{folder}: {len(new)} new files, {len(there)} reports. {len(absent)} are not made yet and may follow under the same name.")
    return 0


def foreseen(project: Project, frozen: Release, rounds: list[Subject], folder: Path) -> list[Weak]:
    """What would follow of hidden cells from a release that takes the place of others, beside those: before it is frozen its reports cannot
    be made, and the numbers they would show are enough to attack."""
    parameters = replace(project.parameters, releases=(*project.parameters.releases, frozen))
    earlier = [path for one in earlier_releases(folder) for path in sorted((one / "shown").rglob("*.parquet"))]
    project.layout.processed.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".release-", dir=project.layout.processed) as place:
        scratch = Layout(Path(place), project.programme)
        scratch.processed.mkdir(parents=True)
        for name in ("estimates", "facts"):
            (scratch.processed / name).symlink_to((project.layout.processed / name).resolve(), target_is_directory=True)
        lists = [path for about in rounds for path in make_shown(parameters, scratch, about)]
        return follows(parameters, project.layout, [*lists, *earlier])


def earlier_releases(folder: Path) -> list[Path]:
    """The other releases beside ``folder``."""
    return [one for one in sorted(folder.parent.glob("*/")) if one != folder and (one / MANIFEST).exists()]


def outside(project: Project, words: str) -> Path:
    """The folder that keeps releases; ParameterError where it is in the project."""
    place = Path(words).expanduser().resolve()
    if place.is_relative_to(project.root.resolve()):
        expected = "a folder outside it: what lies in the project can be deleted and made again"
        raise ParameterError([Problem("command line", "RELEASES", "a folder in the project", expected)])
    return place


def not_computed(project: Project, waves: list[Subject]) -> list[Problem]:
    """Waves of which there is nothing to freeze yet."""
    tables = [(one, path(one.municipality, one.wave)) for one in waves for path in (project.layout.forms, project.layout.estimates)]
    return [Problem(path.relative_to(project.root).as_posix(), "file", "nothing", f"what make reports ONLY={one.handle} makes")
            for one, path in tables if not path.exists()]


def audited(project: Project, frozen: Release, reports: list[PlannedReport], folder: Path) -> bool:
    """Whether the independent auditor finds nothing in the release as it would be, beside every earlier one; prints what it says."""
    earlier = earlier_releases(folder)
    project.layout.processed.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".release-", dir=project.layout.processed) as place:
        as_released = Path(place) / folder.name
        if folder.exists():
            shutil.copytree(folder, as_released, copy_function=shutil.copyfile)
        archive(project.parameters, project.layout, frozen, reports, as_released)
        found = audit(project.parameters, project.layout, as_released, tuple(earlier), project.processors)
        writable(as_released)
    print("\n".join(told(found)))
    if found.failed:
        print("Nothing is frozen and nothing is copied.", file=sys.stderr)
    return not found.failed


def outdated(project: Project, reports: list[PlannedReport]) -> list[Problem]:
    """Reports that would be made again now, from other numbers or by other code: what is released is what the project stands for."""
    languages = ",".join(project.parameters.programme.languages)
    only = ",".join(sorted({entry.subject.round.handle for entry in reports}))
    pending = {name for job in snake.dry_run(replace(project, only=only, language=languages)) for name in job.outputs} if reports else set()
    first, found = project.parameters.programme.languages[0], []
    for entry in reports:
        made = [entry.shown(project.layout), *entry.files(project.layout.staged, first)]
        if pending & {path.relative_to(project.root).as_posix() for path in made if path is not None}:
            found.append(Problem(entry.name, "report", "not current", f"the report made again: make reports ONLY={entry.handle}"))
    return found
