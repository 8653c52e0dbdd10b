"""A release's files: copied out of the project, read-only, with one manifest of what they are and their hashes.

The manifest is an RO-Crate Metadata File of version 1.1 (https://w3id.org/ro/crate/1.1): JSON-LD, a descriptor, the root data entity and
one entity a file. ``sha256`` is schema.org's term, which that version's context does not have.
"""

import json
import os
import shutil
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

from analysis.parameters import Layout, Parameters, Problem
from analysis.parameters.release import Release
from analysis.publishing.hashes import LIBRARY, file_hash, folder_hash
from analysis.publishing.passport import lacking
from analysis.publishing.placing import changed_since_its_passport, files_told
from analysis.publishing.plan import PlannedReport

MANIFEST = "ro-crate-metadata.json"
CONFORMS_TO = "https://w3id.org/ro/crate/1.1"
CONTEXT = [f"{CONFORMS_TO}/context", {"sha256": "https://schema.org/sha256"}]
MEDIA = {
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".json": "application/json",
    ".parquet": "application/vnd.apache.parquet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LICENCE = "Each report is for its own audience, the folder it lies in. No licence is granted to hand it on."


def unfit(parameters: Parameters, layout: Layout, reports: Sequence[PlannedReport], folder: Path) -> list[Problem]:
    """Reports that are not as their passports say, were withdrawn from, or were made from other shown numbers than are there now; and those
    released into ``folder`` before that would show other numbers today."""
    default = parameters.programme.languages[0]
    problems = []
    for entry in reports:
        problems += changed_since_its_passport(entry, layout, default) or _outdated(entry, layout, default)
        shown = entry.shown(layout)
        if _released(entry, layout, default, folder) and file_hash(shown) != file_hash(folder / shown.relative_to(layout.processed)):
            expected = "the numbers it was released with; others need a new release: make release NAME=..."
            problems.append(Problem(entry.name, "report", "other numbers than the ones released", expected))
    return problems


def _released(entry: PlannedReport, layout: Layout, default: str, folder: Path) -> bool:
    return (folder / entry.passport(layout, default).relative_to(layout.reports)).exists()


def archive(parameters: Parameters, layout: Layout, release: Release, reports: Sequence[PlannedReport], folder: Path) -> list[Path]:
    """Copy ``reports`` (of which none is ``unfit``) into ``folder`` and write its manifest, last; returns what is new there. A report
    that was released before is never replaced, though it may have been made again since with other words."""
    default = parameters.programme.languages[0]
    later = [entry for entry in reports if not _released(entry, layout, default, folder)]
    sources = {source: target for entry in later for source, target in _targets(entry, layout, default, folder).items()}
    fresh = {source: target for source, target in sources.items() if not target.exists()}
    folder.mkdir(parents=True, exist_ok=True)
    writable(folder)
    for source, target in fresh.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        shutil.copyfile(source, part)
        part.chmod(0o444)
        os.replace(part, target)
    part = folder / f".{MANIFEST}.part"
    part.write_text(json.dumps(manifest(parameters, release, folder), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.chmod(0o444)
    os.replace(part, folder / MANIFEST)
    for place in _folders(folder):
        place.chmod(0o555)
    return sorted(fresh.values())


def _targets(entry: PlannedReport, layout: Layout, default: str, folder: Path) -> dict[Path, Path]:
    """Every file a release keeps of a report, and where: its pages, its passport, the cells it shows (what later audits compare with) and
    the list of files it was made from."""
    files = [*files_told(entry, layout, default), entry.passport(layout, default)]
    made_from = layout.inventory(json.loads(files[-1].read_text(encoding="utf-8"))["made_from"]["inventory"])
    lists = {made_from: folder / made_from.parent.name / made_from.name} if made_from.exists() else {}
    if (shown := entry.shown(layout)) is not None:
        lists[shown] = folder / shown.relative_to(layout.processed)
    return {path: folder / path.relative_to(layout.reports) for path in files} | lists


def writable(folder: Path) -> None:
    """Lets files come into a release's folders, or go from a copy of it."""
    for place in _folders(folder):
        place.chmod(0o755)


def _folders(folder: Path) -> list[Path]:
    return [folder, *(path for path in folder.rglob("*") if path.is_dir())]


def _outdated(entry: PlannedReport, layout: Layout, default: str) -> list[Problem]:
    passport = entry.passport(layout, default)
    told = json.loads(passport.read_text(encoding="utf-8"))
    shown = entry.shown(layout)
    name, expected = passport.relative_to(layout.root).as_posix(), f"the report made again: make reports ONLY={entry.handle}"
    if missing := lacking(told):
        return [Problem(name, ", ".join(missing), "nothing: a passport of another version", expected)]
    if "superseded" in told:
        return [Problem(name, "superseded", "a report somebody has withdrawn from", expected)]
    if shown is None or not shown.exists() or file_hash(shown) != told["made_from"]["data"]:
        return [Problem(name, "made_from", "other numbers than are there now", expected)]
    return []


def manifest(parameters: Parameters, release: Release, folder: Path) -> dict:
    """The RO-Crate of everything that lies in ``folder``, hidden parts and itself aside."""
    programme = parameters.programme
    language = programme.languages[0]
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST and not path.name.startswith("."))
    waves = ", ".join(frozen.handle for frozen in release.waves)
    synthetic = " All data are synthetic." if programme.synthetic else ""
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"{programme.name.in_language(language)}: {release.name}",
        "description": f"Reports of the survey waves {waves}, as they were released.{synthetic} Answers are not part of this crate.",
        "datePublished": release.released_on.isoformat(),
        "license": {"@id": "#terms"},
        "publisher": {"@id": "#publisher"},
        "hasPart": [{"@id": path.relative_to(folder).as_posix()} for path in files],
        "isBasedOn": [{"@id": f"#{frozen.handle}"} for frozen in release.waves],
    }
    data = [
        {
            "@id": f"#{frozen.handle}",
            "@type": "CreativeWork",
            "name": f"Raw files of {frozen.handle}; not in this crate",
            "description": "sha256 over the names and contents of the files, as `make release` takes it",
            "sha256": frozen.data,
        }
        for frozen in release.waves
    ]
    software = {
        "@id": "#software",
        "@type": "SoftwareApplication",
        "name": "laeringsrapport",
        "version": version("laeringsrapport"),
        "description": "The library the reports were made with; sha256 over its files' names and contents",
        "sha256": folder_hash(LIBRARY),
    }
    descriptor = {"@id": MANIFEST, "@type": "CreativeWork", "conformsTo": {"@id": CONFORMS_TO}, "about": {"@id": "./"}}
    terms = {"@id": "#terms", "@type": "CreativeWork", "name": "Terms of use", "description": LICENCE}
    publisher = {"@id": "#publisher", "@type": "Organization", "name": programme.publisher.in_language(language)}
    return {"@context": CONTEXT, "@graph": [descriptor, root, terms, publisher, software, *data, *_entities(files, folder)]}


def _entities(files: Iterable[Path], folder: Path) -> list[dict]:
    return [
        {
            "@id": path.relative_to(folder).as_posix(),
            "@type": "File",
            "name": path.name,
            "contentSize": str(path.stat().st_size),
            "encodingFormat": MEDIA[path.suffix],
            "sha256": file_hash(path),
        }
        for path in files
    ]


def differs(folder: Path) -> list[Problem]:
    """Files of a release that are not as its manifest says, are gone, or have come."""
    graph = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["@graph"]
    told = {entry["@id"]: entry["sha256"] for entry in graph if entry["@type"] == "File"}
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST}
    found = []
    for name in sorted(told.keys() | there.keys()):
        if name not in there:
            found.append(Problem(name, "file", "nothing", "the file that was released"))
        elif name not in told:
            found.append(Problem(name, "file", "a file the manifest does not know", "released files only"))
        elif file_hash(there[name]) != told[name]:
            found.append(Problem(name, "file", "another content than was released", "the file that was released"))
    return found
