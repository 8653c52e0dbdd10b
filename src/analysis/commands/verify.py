"""``make verify``: is a report what its passport says, are its sources what they were, and does making it again give the same bytes?"""

import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.commands.project import Project
from analysis.commands.reports import run_flow
from analysis.commands.words import needed
from analysis.parameters import Layout, ParameterError, Problem
from analysis.publishing import inventory
from analysis.publishing.archive import MANIFEST, differs
from analysis.publishing.hashes import file_hash
from analysis.publishing.passport import lacking
from analysis.publishing.plan import PlannedReport, every_report, render_jobs
from analysis.publishing.selection import select

SUFFIX = "passport.json"


@dataclass(frozen=True)
class Claim:
    """A passport and what it says: the report it stands for, its files' hashes, and the inventory it was made from."""

    passport: Path
    report: PlannedReport
    files: dict[str, str]
    inventory: str

    def path(self, suffix: str) -> Path:
        return self.passport.with_name(self.passport.name.removesuffix(SUFFIX) + suffix)


def verify(project: Project, given: Mapping[str, str]) -> int:
    """Print what is not as it was, file by file; where nothing is, make the reports again from the raw data and compare. 0 if all agree.

    ``ONLY=`` and ``REPORT=`` choose reports of the project; ``PASSPORT=`` is one report wherever it lies, ``RELEASE=`` a released folder.
    """
    if not any(given[word] for word in ("ONLY", "REPORT", "PASSPORT", "RELEASE")):
        needed("verify", given, ONLY="the reports to make again (or REPORT=, PASSPORT=, RELEASE=): all of them take as long as they did")
    found = claims(project, given)
    problems = differs(Path(given["RELEASE"])) if given["RELEASE"] else []
    problems += [problem for claim in found for problem in tampered(claim)]
    problems += sources(project, found)
    if not problems:
        problems = rebuilt(project, found)
    if problems:
        print(ParameterError(dict.fromkeys(problems)))
        return 1
    print(f"{len(found)} report{'s' if len(found) > 1 else ''}: made again from the raw data, byte by byte the same.")
    return 0


def claims(project: Project, given: Mapping[str, str]) -> list[Claim]:
    """The passports asked for; ParameterError where there is none, or it is of a report nobody plans."""
    layout, first = project.layout, project.parameters.programme.languages[0]
    if given["PASSPORT"] or given["RELEASE"]:
        place = Path(given["PASSPORT"] or given["RELEASE"]).expanduser().resolve()
        paths = sorted(place.rglob(f"*.{SUFFIX}")) if place.is_dir() else [place] if place.is_file() else []
    else:
        asked = select(project.parameters, given["ONLY"], given["REPORT"])
        paths = [path for entry in every_report(project.parameters)
                 if (not asked.only or entry.subject.named(asked.only)) and (not asked.reports or entry.report in asked.reports)
                 and (path := entry.passport(layout, first)).exists()]
    if not paths or (given["RELEASE"] and not (place / MANIFEST).exists()):
        raise ParameterError([Problem("command line", "verify", "no report there", "a report with its passport, or a released folder")])
    planned = {(entry.report, entry.handle, entry.audience, entry.language): entry for entry in every_report(project.parameters)}
    found, problems = [], []
    for path in paths:
        told = _read(path)
        if missing := lacking(told):
            expected = "a passport of this version: make reports makes the report again; a released one is verified by its own version"
            problems.append(Problem(path.name, ", ".join(missing), "nothing", expected))
            continue
        entry = planned.get(tuple(told[key] for key in ("report", "handle", "audience", "language")))
        if entry is None or told["programme"] != project.programme:
            problems.append(Problem(path.name, "report", told["report"], f"a report that is in the plan of {project.programme}"))
        else:
            found.append(Claim(path, entry, told["files"], told["made_from"]["inventory"]))
    if problems:
        raise ParameterError(problems)
    return found


def _read(path: Path) -> object:
    """A passport's content; nothing where it is none."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return None


def tampered(claim: Claim) -> list[Problem]:
    """Files of a report that are not those its passport tells of."""
    paths = {claim.path(suffix): told for suffix, told in claim.files.items()}
    return [Problem(path.name, claim.report.name, "another content" if path.exists() else "nothing", "the file its passport tells of")
            for path, told in paths.items() if not path.exists() or file_hash(path) != told]


def sources(project: Project, found: Iterable[Claim]) -> list[Problem]:
    """Raw data, parameters, notebooks, code and lock that are not what the reports were made from, file by file."""
    now = inventory.taken(project.parameters, project.layout)
    problems = []
    for claim in {claim.inventory: claim for claim in found}.values():
        if claim.inventory == inventory.digest(now):
            continue
        path = next((path for path in _lists(project, claim) if path.exists()), None)
        if path is None:
            expected = "the list of files it was made from: in data/processed, or in the release; the reports made again write a new one"
            problems.append(Problem(f"{claim.inventory}.json", claim.report.name, "nothing", expected))
        else:
            problems += inventory.changed(json.loads(path.read_text(encoding="utf-8")), now)
    return problems


def _lists(project: Project, claim: Claim) -> list[Path]:
    name = project.layout.inventory(claim.inventory)
    return [name, *(folder / name.parent.name / name.name for folder in claim.passport.parents)]


def rebuilt(project: Project, found: list[Claim]) -> list[Problem]:
    """The reports made again from the raw data, in a folder of their own that is removed: those that came out otherwise, or not at all.

    The folder lies among the processed data, for rows of persons lie nowhere else.
    """
    layout = project.layout
    layout.processed.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".verify-", dir=layout.processed) as scratch:
        root = Path(scratch)
        for name in ("parameters", "notebooks"):
            shutil.copytree(layout.root / name, root / name)
        for name in ("Snakefile", "requirements.lock"):
            if (layout.root / name).exists():
                shutil.copy2(layout.root / name, root / name)
        if layout.raw_folder is None:  # the method report is told a folder that RAW= named, and must be told the same again
            again_raw = Layout(root, project.programme).raw
            again_raw.parent.mkdir(parents=True)
            again_raw.symlink_to(layout.raw.resolve(), target_is_directory=True)
            (root / "parameters" / project.programme / "simulation.yml").unlink(missing_ok=True)  # so that nothing writes there
        reports = [claim.report for claim in found]
        again = Project(
            root,
            project.programme,
            raw=project.raw,
            only=",".join(sorted({entry.handle for entry in reports})),
            report=",".join(sorted({entry.report for entry in reports})),
            language=",".join(sorted({entry.language for entry in reports})),
            cores=project.cores,
        )
        run_flow(again, {f"render_{job.key}": (job.report, len(job.reports)) for job in render_jobs(reports)})
        staged, first, problems = again.layout.staged, again.parameters.programme.languages[0], []
        for claim in found:
            for suffix, told in claim.files.items():
                path = claim.report.path(staged, suffix, first)
                if not path.exists() or file_hash(path) != told:
                    state = "another content" if path.exists() else "nothing"
                    expected = "the bytes its passport tells of"
                    problems.append(Problem(path.name, claim.report.name, f"{state} when it was made again", expected))
        return problems
