"""What a raw file is, told by what stands in it: names of files lie."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from analysis.intake.formats.export import Export, Wanted
from analysis.intake.formats.grid import Grid, grid
from analysis.intake.formats.limesurvey import is_limesurvey, read_limesurvey
from analysis.intake.formats.plain import read_plain, sheet_of
from analysis.intake.formats.qualtrics import is_qualtrics, read_qualtrics
from analysis.intake.formats.redcap import is_dictionary, is_redcap, read_redcap
from analysis.intake.formats.spss import is_spss, read_spss
from analysis.intake.formats.surveyxact import is_surveyxact, read_book, read_triple, triple
from analysis.intake.formats.workbook import is_workbook, sheets
from analysis.intake.raw import decode, read_bytes
from analysis.parameters import ParameterError, Problem

REFUSED = (
    (b"PK\x03\x04", "a zip archive that is no .xlsx workbook", "the files in it, unpacked (an .ods: saved as .xlsx)"),
    (b"\xd0\xcf\x11\xe0", "an old or a locked Excel file (.xls, or .xlsx with a password)", "the file saved as .xlsx without a password"),
    (b"%PDF", "a PDF", "the platform's export of data (CSV, Excel or SPSS)"),
    (b"\x1f\x8b", "a packed file (gzip)", "the file in it, unpacked"),
    (b"PAR1", "a Parquet file", "CSV, Excel or SPSS"),
    (b"<stata_dta", "a Stata file", "CSV, Excel or SPSS (Stata: export delimited)"),
)
"""First bytes of what is not read, what it is, and what would be."""

MARKUP = (
    ("urn:schemas-microsoft-com:office:spreadsheet", "a workbook in Excel's XML of 2003", "the file opened in Excel and saved as .xlsx"),
    ("<html", "a web page", "the platform's export of data, downloaded when logged in"),
    ("<?xml", "an XML file", "the platform's export as CSV, Excel or SPSS"),
)
BESIDE = 20
"""Files a folder of one export has at most."""


@dataclass(frozen=True)
class Recognised:
    """``format`` as municipalities' files may state it, what that is in words, and how to read it."""

    format: str
    words: str
    read: Callable[[Wanted], Export]


def recognise(path: Path, name: str) -> Recognised:
    """What lies at ``path`` (a file, or a folder with the files of one export); ``name`` is how messages call it.

    Raises ParameterError that says what it is where it is nothing that can be read.
    """
    if path.is_dir():
        return _folder(path, name)
    content = read_bytes(path, name)
    if is_spss(content):
        return Recognised("spss", "an SPSS file", lambda wanted: read_spss(path, name, wanted))
    if is_workbook(content):
        book = sheets(content, name)
        if is_surveyxact(book):
            return Recognised("surveyxact", "a SurveyXact export in a workbook", lambda wanted: read_book(book, name, wanted))
        return _workbook(book, path, name)
    text = _text(content, name)
    found = _part_of_triple(path, name, text)
    return found or _delimited(grid(text, name), path, name)


def _folder(path: Path, name: str) -> Recognised:
    files = [file for file in sorted(path.iterdir()) if file.is_file() and not file.name.startswith((".", "~$"))]
    texts = {file.name: text for file in files[:BESIDE] if (text := _text_or_none(file)) is not None}
    found = triple(texts)
    if found:
        return Recognised("surveyxact", "a SurveyXact export", lambda wanted: read_triple(texts, found, name, wanted))
    exports = [file for file in files if not _is_dictionary(texts.get(file.name)) and not file.name.lower().startswith("readme")]
    if len(exports) == 1:
        return recognise(exports[0], f"{name}/{exports[0].name}")
    told = ", ".join(file.name for file in files[:BESIDE]) or "nothing"
    raise ParameterError([Problem(name, "folder", told, "one export: SurveyXact's dataset, labels and structure, or a single file")])


def _part_of_triple(path: Path, name: str, text: str) -> Recognised | None:
    """The SurveyXact export of which the file is the dataset, where the rest lies beside it."""
    beside = [file for file in sorted(path.parent.iterdir()) if file.is_file() and file != path][: BESIDE + 1]
    if len(beside) > BESIDE:
        return None
    texts = {file.name: found for file in beside if (found := _text_or_none(file)) is not None} | {path.name: text}
    found = triple(texts)
    if not found or path.name not in found:
        return None
    folder = name.rpartition("/")[0] or "."
    return Recognised("surveyxact", "part of a SurveyXact export", lambda wanted: read_triple(texts, found, folder, wanted))


def _workbook(book: dict[str, Grid], path: Path, name: str) -> Recognised:
    platforms = [title for title, found in book.items() if _platform(found.head)]
    if len(platforms) == 1:
        return _delimited(book[platforms[0]], path, name)
    return Recognised("excel", "a workbook", lambda wanted: read_plain(sheet_of(book, name, wanted), name, wanted))


def _delimited(found: Grid, path: Path, name: str) -> Recognised:
    platform = _platform(found.head)
    if platform == "qualtrics":
        return Recognised(platform, "a Qualtrics export", lambda wanted: read_qualtrics(found, name, wanted))
    if platform == "limesurvey":
        return Recognised(platform, "a LimeSurvey export", lambda wanted: read_limesurvey(found, name, wanted))
    if platform == "redcap":
        return Recognised(platform, "a REDCap export", lambda wanted: read_redcap(found, name, wanted, _dictionary(path)))
    if is_dictionary(found.head):
        expected = "the export of the records, with the dictionary beside it"
        raise ParameterError([Problem(name, "file", "REDCap's data dictionary", expected)])
    return Recognised("csv", "a plain table", lambda wanted: read_plain(found, name, wanted))


def _platform(head: list[list[str]]) -> str | None:
    if is_qualtrics(head):
        return "qualtrics"
    if is_limesurvey(head):
        return "limesurvey"
    return "redcap" if is_redcap(head) else None


def _dictionary(path: Path) -> Grid | None:
    """REDCap's data dictionary beside the export, where there is one and no more."""
    found = [
        grid(text, file.name)
        for file in sorted(path.parent.iterdir())
        if file.is_file() and file != path and (text := _text_or_none(file)) is not None and _is_dictionary(text)
    ]
    return found[0] if len(found) == 1 else None


def _is_dictionary(text: str | None) -> bool:
    return text is not None and is_dictionary(grid(text.partition("\n")[0], "header").rows)


def _text(content: bytes, name: str) -> str:
    for first, words, expected in REFUSED:
        if content.startswith(first):
            raise ParameterError([Problem(name, "file", words, expected)])
    text = decode(content, name)
    start = text[:4096].lstrip().lower()
    if start.startswith("<"):
        for sign, words, expected in MARKUP:
            if sign in start:
                raise ParameterError([Problem(name, "file", words, expected)])
    return text


def _text_or_none(file: Path) -> str | None:
    """Text of a file beside an export; None where it is none that is read."""
    try:
        return _text(file.read_bytes(), file.name)
    except ParameterError:
        return None
