"""What each recipient is handed: a folder and a zip of its own reports, with an index, a letter and checksums. Nothing points outside.

A recipient is an audience of one place: a municipality's public, its administration, one of its networks, one of its centres, the partners.
"""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from analysis.display.html import Html, bullets, el, join, p
from analysis.display.text import say
from analysis.parameters import DRAFT, Layout, ParameterError, Parameters, Problem
from analysis.publishing.page import PageFacts, assemble, with_heading_ids
from analysis.publishing.plan import PlannedReport

SUMS = "SHA256SUMS"
INDEX = "index.html"
LETTERS = {"da": "brev", "en": "letter"}
WITHHELD = "internal"
"""The audience whose reports stay where they are."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""A zip's time of everything in it: the same files, the same zip."""


@dataclass(frozen=True)
class Recipient:
    """``name`` is the folder's and the zip's; ``reports`` in the plan's order."""

    name: str
    audience: str
    reports: tuple[PlannedReport, ...]


def recipients(reports: Iterable[PlannedReport]) -> list[Recipient]:
    """The planned reports by who may hold them. Internal reports have no recipient."""

    def key(entry: PlannedReport) -> tuple[str, str, str]:
        return entry.audience, entry.subject.municipality, entry.subject.unit

    own = sorted((entry for entry in reports if entry.audience != WITHHELD), key=key)
    return [Recipient("-".join(filter(None, shared)), shared[0], tuple(members)) for shared, members in groupby(own, key=key)]


def deliver(parameters: Parameters, layout: Layout, reports: list[PlannedReport], folder: Path) -> list[Recipient]:
    """Write every recipient's folder and zip under ``folder``, which must not be there yet.

    ParameterError with every report that is missing, unfinished, or not as it was when its passport was written; nothing is written then.
    """
    found = recipients(reports)
    default = parameters.programme.languages[0]
    problems = [problem for one in found for entry in one.reports for problem in _problems(entry, layout, default)]
    if folder.exists():
        expected = "a new name: what was handed over stays as it was"
        problems.append(Problem(_shown(folder, layout), "folder", "a delivery of that name", expected))
    if not found:
        problems.append(Problem("command line", "ONLY", "no report with a recipient", "reports for somebody outside the project"))
    if problems:
        raise ParameterError(problems)
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    for one in found:
        _fill(part / one.name, one, parameters, layout)
        _zip(part / one.name)
    part.rename(folder)
    return found


def _problems(entry: PlannedReport, layout: Layout, default: str) -> list[Problem]:
    passport = entry.passport(layout, default)
    name = _shown(passport, layout)
    if not passport.exists():
        return [Problem(name, "report", "nothing", f"the report {entry.name}: make reports ONLY={entry.handle}")]
    told = json.loads(passport.read_text(encoding="utf-8"))["files"]
    found = []
    for suffix in entry.formats:
        path = entry.path(layout, suffix, default)
        if not path.exists() or _sha(path) != told.get(suffix):
            state = "another file than its passport tells of" if path.exists() else "nothing"
            found.append(Problem(_shown(path, layout), "file", state, "the file as it was made: make reports makes it again"))
    return found


def _fill(place: Path, one: Recipient, parameters: Parameters, layout: Layout) -> None:
    """One recipient's folder: its reports with their passports, the index, the letter, the checksums."""
    place.mkdir(parents=True)
    default = parameters.programme.languages[0]
    copied: dict[PlannedReport, list[Path]] = {}
    for entry in one.reports:
        copied[entry] = []
        for source in entry.files(layout, default):
            target = place / _file_name(entry, source)
            shutil.copyfile(source, target)
            copied[entry].append(target)
    (place / INDEX).write_text(_index(one, copied, parameters, default), encoding="utf-8")
    page, tree, facts = _letter(one, parameters, default)
    (place / f"{LETTERS[default]}.html").write_text(page, encoding="utf-8")
    from analysis.publishing.pdf import to_pdf

    (place / f"{LETTERS[default]}.pdf").write_bytes(to_pdf(tree, facts))
    sums = [f"{_sha(path)}  {path.name}\n" for path in sorted(place.iterdir())]
    (place / SUMS).write_text("".join(sums), encoding="utf-8")


def _file_name(entry: PlannedReport, source: Path) -> str:
    """``2019-learning-report.pdf``: a folder holds one audience's reports, so the wave tells them apart."""
    return "-".join(filter(None, [entry.subject.wave, source.name]))


def _index(one: Recipient, copied: dict[PlannedReport, list[Path]], parameters: Parameters, language: str) -> str:
    rows = []
    for entry, files in copied.items():
        title = _title(entry, language)
        links = [el("a", _format(path), el("span", f" {title}", cls="unseen"), href=path.name) for path in files]
        rows.append(el("tr", el("th", title, scope="row"), el("td", [join(link, " ") for link in links])))
    heads = [say("delivery.report", language), say("delivery.files", language)]
    table = el(
        "table",
        el("caption", say("delivery.caption", language, name=_whom(one, parameters, language))),
        el("thead", el("tr", [el("th", words, scope="col") for words in heads])),
        el("tbody", rows),
    )
    letter = el("a", say("delivery.letter", language), href=f"{LETTERS[language]}.html")
    content = join(_cover(one, parameters, language), table, p(letter), p(say("delivery.sums", language, file=SUMS), cls="note"))
    return assemble(content, _facts(one, parameters, language, say("delivery.title", language)))


def _format(path: Path) -> str:
    """``EN.HTML``: the ends of a file's name; that it is a draft stands in its title."""
    return ".".join(end for end in path.name.split(".")[1:] if end != DRAFT).upper()


def _letter(one: Recipient, parameters: Parameters, language: str) -> tuple[str, str, PageFacts]:
    """The letter as page and as content, from the words for the recipient's audience."""
    programme = parameters.programme
    said = {
        "name": _whom(one, parameters, language),
        "waves": ", ".join(sorted({entry.subject.wave for entry in one.reports if entry.subject.wave})),
        "publisher": programme.publisher.in_language(language),
        "contact": programme.contact,
    }
    paragraphs = say(f"delivery.letter.{one.audience}", language, **said).split("\n")
    title = say("delivery.letter.title", language, **said)
    content, _ = with_heading_ids(
        join(
            el("header", el("h1", title), p(said["publisher"], cls="lead"), cls="cover"),
            [p(words) for words in paragraphs],
            bullets(dict.fromkeys(_title(entry, language) for entry in one.reports)),
            p(say("delivery.letter.closing", language, **said)),
        )
    )
    facts = _facts(one, parameters, language, title)
    return assemble(content, facts), content, facts


def _cover(one: Recipient, parameters: Parameters, language: str) -> Html:
    lead = say("delivery.lead", language, name=_whom(one, parameters, language))
    return el("header", el("h1", say("delivery.title", language)), p(lead, cls="lead"), cls="cover")


def _facts(one: Recipient, parameters: Parameters, language: str, title: str) -> PageFacts:
    programme = parameters.programme
    place = parameters.municipalities.get(one.reports[0].subject.municipality)
    return PageFacts(
        title=title,
        language=language,
        audience=one.audience,
        status="endelig",
        synthetic=programme.synthetic,
        municipality=place.name if place else "",
        publisher=programme.publisher.in_language(language),
        report="centre-profile",  # a sheet: no page of contents
    )


def _whom(one: Recipient, parameters: Parameters, language: str) -> str:
    """The recipient's name: the centre, the network, the municipality, or the programme."""
    subject = one.reports[0].subject
    place = parameters.municipalities.get(subject.municipality)
    if place is None:
        return parameters.programme.name.in_language(language)
    return next((unit.name for unit in (*place.networks, *place.centres) if unit.slug == subject.unit), place.name)


def _title(entry: PlannedReport, language: str) -> str:
    words = " ".join(filter(None, [say(f"report.{entry.report}", language), entry.subject.wave]))
    more = [say("delivery.draft", language)] if entry.status == DRAFT else []
    more += [] if entry.language == language else [entry.language]
    return f"{words} ({', '.join(more)})" if more else words


def _zip(place: Path) -> None:
    """``<recipient>.zip`` beside its folder; the same files give the same bytes."""
    with zipfile.ZipFile(place.with_name(f"{place.name}.zip"), "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(place.iterdir()):
            entry = zipfile.ZipInfo(f"{place.name}/{path.name}", EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, path.read_bytes())


def _sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _shown(path: Path, layout: Layout) -> str:
    return path.relative_to(layout.root).as_posix() if path.is_relative_to(layout.root) else path.name
