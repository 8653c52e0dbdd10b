"""Completeness: every number in every file of a report is one of the shown cells listed for it, or structural."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.auditing import pdf
from analysis.auditing.findings import Told
from analysis.auditing.listing import read_listing
from analysis.auditing.naming import Names
from analysis.auditing.numerals import numerals
from analysis.auditing.papers import read_passport
from analysis.auditing.sheets import read_workbook
from analysis.auditing.structural import Structural
from analysis.auditing.words import read_page, read_prose

PASSPORT = ".passport.json"
WITHHELD = "internal"
"""The audience that reads the estimates themselves: its reports leave nobody's hands and are not audited."""
KNOWN = (".html", ".pdf", ".xlsx")
FOREIGN = (".ipynb", ".csv", ".tsv", ".parquet", ".feather", ".pickle", ".pkl", ".sav", ".svg", ".png", ".log", ".txt", ".sqlite", ".part")
"""Kinds of files that hold data, code that ran on data, or half a report: none is handed to anybody."""
LISTS = "shown"
"""Folder of lists inside a folder of reports that was moved away from its project."""


@dataclass(frozen=True)
class Report:
    """One report found in a folder: its passport, its other files by ending, and the list its passport names (None: not found)."""

    passport: Path
    papers: dict
    files: Mapping[str, Path]
    data: Path | None

    @property
    def audience(self) -> str:
        return self.papers["audience"]


def reports(folder: Path, lists: Mapping[str, Path]) -> tuple[list[Report], list[Path]]:
    """(reports with a passport, files that no passport speaks of, or no report has), internal ones left out."""
    found, spoken = [], set()
    for passport in sorted(folder.rglob(f"*{PASSPORT}")):
        report = report_at(passport, lists)
        spoken |= set(report.files.values())
        if report.audience != WITHHELD:
            found.append(report)
    strays = [
        path
        for path in sorted(folder.rglob("*"))
        if not _frames(path, folder) and ((path.suffix in KNOWN and path not in spoken) or path.suffix in FOREIGN)
    ]
    return found, strays


def report_at(passport: Path, lists: Mapping[str, Path]) -> Report:
    """The report that ``passport`` stands for."""
    papers = json.loads(passport.read_text(encoding="utf-8"))
    stem = passport.name.removesuffix(PASSPORT)
    files = {suffix: passport.with_name(stem + suffix) for suffix in KNOWN if passport.with_name(stem + suffix).exists()}
    return Report(passport, papers, files, lists.get(papers["made_from"]["data"]))


def _frames(path: Path, folder: Path) -> bool:
    """Pages about reports, not reports: the index, letters, whatever lies under the internal audience."""
    return bool({WITHHELD, LISTS} & set(path.relative_to(folder).parts)) or path.stem in ("index", "brev", "letter", "checks")


def complete(report: Report, base: Path) -> list[Told]:
    """Everything in a report's files that is neither listed nor structural. ``base``: what names in messages are relative to."""
    name = report.passport.relative_to(base).as_posix()
    if report.data is None:
        return [Told(name, "made_from.data", "-", "no list of shown cells with this hash: nothing can be said of the report")]
    listing, language = read_listing(report.data), report.papers["language"]
    names, structural = Names(listing, language), Structural(listing.meta, language)
    found = list(read_passport(report.papers, name, listing)) + list(_same_files(report, name))
    spoken: frozenset[str] = frozenset()
    if ".html" in report.files:
        path = report.files[".html"]
        told, spoken = read_page(path.read_text(encoding="utf-8"), path.relative_to(base).as_posix(), names, structural)
        found += told
    if ".xlsx" in report.files:
        path = report.files[".xlsx"]
        found += read_workbook(path, path.relative_to(base).as_posix(), names, structural)
    if ".pdf" in report.files:
        path = report.files[".pdf"]
        found += _read_pdf(path, path.relative_to(base).as_posix(), names, structural, spoken)
    return found


def _same_files(report: Report, name: str) -> Iterator[Told]:
    for suffix, digest in report.papers["files"].items():
        path = report.files.get(f".{suffix}")
        if path is not None and hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            yield Told(name, f"files.{suffix}", "-", "the file is not the one its passport was written for")


def _read_pdf(path: Path, file: str, names: Names, structural: Structural, spoken: frozenset[str]) -> Iterator[Told]:
    """``spoken``: the numbers of the page that the PDF is the paper of; they were held against the list there."""
    yield from (Told(file, part, "-", "a report carries nothing active and nothing attached") for part in pdf.carries(path))
    try:
        texts = pdf.pages(path)
    except pdf.PdfWords as error:
        yield Told(file, "words", "-", str(error))
        return
    for number, text in enumerate(texts, start=1):
        yield from (told for told in read_prose(text, file, f"page {number}", names, structural) if _bare(told.number, names) not in spoken)
    for text in pdf.metadata(path):
        yield from read_prose(text, file, "alternative texts", names, structural)


def _bare(number: str, names: Names) -> str:
    return numerals(number, names.language)[0].written
