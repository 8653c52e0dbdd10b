"""Every report that has been made, read again: CI runs this after ``make reports``; elsewhere it skips where there are none."""

import html
import io
import json
import re
from itertools import pairwise
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from publishing.test_page import Tags

from analysis.display.readability import lix
from analysis.parameters import Layout, Thresholds, load_parameters, programmes
from analysis.publishing.cells import values
from analysis.publishing.guard import named, names
from analysis.publishing.hashes import file_hash
from analysis.publishing.html_tree import parse
from analysis.publishing.page_tables import tables
from analysis.publishing.plain import lines
from analysis.publishing.plan import every_report
from analysis.publishing.selection import select
from analysis.publishing.stage import render
from analysis.publishing.words import words
from analysis.publishing.workbook import HEAD_ROW

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 1_500_000
"""Bytes of a page or a PDF that can still be mailed and opened on a phone. The internal method report prints every number and is exempt."""


def made() -> list:
    """(programme, planned report) of everything under ``reports/``."""
    found = []
    for programme in programmes(ROOT):
        parameters, layout = load_parameters(ROOT, programme), Layout(ROOT, programme)
        default = parameters.programme.languages[0]
        found += [(programme, entry) for entry in every_report(parameters) if entry.passport(layout, default).exists()]
    return found


MADE = made()
if not MADE:
    pytest.skip("no reports yet: `make reports` makes them", allow_module_level=True)


@pytest.fixture(scope="module")
def loaded():
    return {programme: load_parameters(ROOT, programme) for programme in programmes(ROOT)}


def file(loaded, programme: str, entry, suffix: str) -> Path:
    return entry.path(Layout(ROOT, programme), suffix, loaded[programme].programme.languages[0])


@pytest.mark.parametrize(("programme", "entry"), MADE, ids=lambda value: getattr(value, "report_id", value))
def test_a_page_is_whole_alone_and_speaks_of_its_own(loaded, programme, entry):
    parameters = loaded[programme]
    path = file(loaded, programme, entry, "html")
    if not path.exists():
        pytest.skip("only the other format was asked for")
    page = path.read_text(encoding="utf-8")
    tags = Tags(page)
    assert tags.of("html") == [{"lang": entry.language}]
    assert len(tags.of("h1")) == 1
    assert tags.of("script", "link", "iframe", "object", "form") == []
    assert not [attributes for _, attributes in tags.tags if "src" in attributes]
    assert "default-src 'none'" in page
    assert "Traceback" not in page
    assert not re.search(r">\s*(?:nan|None|NaT|<NA>)\s*<", page)
    mark = words(entry.language).audience_mark(entry.audience)
    assert mark in html.unescape(page)
    if parameters.programme.synthetic:
        place = entry.subject.municipality
        name = parameters.municipality(place).name if place else words(entry.language).places
        assert words(entry.language).synthetic.format(name=name) in page
    assert named(page, parameters, entry) == []
    headings = [int(tag[1]) for tag, _ in tags.tags if re.fullmatch("h[1-4]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(headings))
    assert tags.of("img") == []
    assert all(part["aria-label"].strip() for part in tags.of("div") if part.get("role") == "img")
    if entry.report != "method-report":
        assert len(page.encode()) < LARGEST


@pytest.mark.parametrize(("programme", "entry"), MADE, ids=lambda value: getattr(value, "report_id", value))
def test_a_pdf_is_tagged_titled_and_in_its_language(loaded, programme, entry):
    path = file(loaded, programme, entry, "pdf")
    if not path.exists():
        pytest.skip("only the other format was asked for")
    content = path.read_bytes()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang) == entry.language
        assert pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"]
        with pdf.open_outline() as outline:
            assert outline.root
    if entry.report != "method-report":
        assert len(content) < LARGEST


@pytest.mark.parametrize(("programme", "entry"), MADE, ids=lambda value: getattr(value, "report_id", value))
def test_a_workbook_holds_the_numbers_of_its_page_and_no_other(loaded, programme, entry):
    written, shown = (file(loaded, programme, entry, suffix) for suffix in ("xlsx", "html"))
    if not written.exists() or not shown.exists():
        pytest.skip("only the other format was asked for")
    found = tables(parse("".join(re.findall(r"<table.*?</table>", shown.read_text(encoding="utf-8"), re.DOTALL))))
    sheets = openpyxl.load_workbook(written).worksheets[1:]
    assert len(sheets) == len(found) > 0
    for sheet, table in zip(sheets, found, strict=True):
        told = [number.value for row in table.rows for cell in row[1:] for number in values(cell, entry.language)]
        cells = [cell for row in sheet.iter_rows(min_row=HEAD_ROW + 1, values_only=True) for cell in row]
        assert [cell for cell in cells if isinstance(cell, int | float)] == told
    if loaded[programme].programme.synthetic:
        assert all(words(entry.language).synthetic.partition("{")[0] in str(sheet["A2"].value) for sheet in sheets)


DECKS = [one for one in MADE if one[1].report in ("centre-profile", "dialogue-cards")]
DECK = 16


@pytest.mark.parametrize(("programme", "entry"), DECKS, ids=lambda value: getattr(value, "report_id", value))
def test_every_deck_is_whole_asks_nothing_twice_and_names_its_data(loaded, programme, entry):
    path = file(loaded, programme, entry, "html")
    if not path.exists():
        pytest.skip("only the other format was asked for")
    cards = parse("".join(re.findall(r'<div class="card">.*?</div>', path.read_text(encoding="utf-8"), re.DOTALL))).elements()
    assert len(cards) % DECK == 0
    for first in range(0, len(cards), DECK):
        told = [tuple(part.text() for part in card.elements()) for card in cards[first : first + DECK]]
        assert len({question for _, question, _ in told}) == DECK
        assert all(data.startswith({"da": "Bag kort", "en": "Behind the card"}[entry.language]) for _, _, data in told)


LEAVES = [one for one in MADE if one[1].report in ("brief", "parents-page")]


@pytest.mark.parametrize(("programme", "entry"), LEAVES, ids=lambda value: getattr(value, "report_id", value))
def test_a_page_for_the_council_or_for_parents_is_one_side_of_paper(loaded, programme, entry):
    path = file(loaded, programme, entry, "pdf")
    if not path.exists():
        pytest.skip("only the other format was asked for")
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 1


@pytest.mark.parametrize(
    ("programme", "entry"),
    [one for one in LEAVES if (one[1].report, one[1].language) == ("parents-page", "da")],
    ids=lambda value: getattr(value, "report_id", value),
)
def test_every_parents_page_is_plain_danish(loaded, programme, entry):
    path = file(loaded, programme, entry, "html")
    if not path.exists():
        pytest.skip("only the other format was asked for")
    page = re.search(r"<main[^>]*>(.*)</main>", path.read_text(encoding="utf-8"), re.DOTALL)[1]
    assert lix(lines(parse(page))) < Thresholds().plain_lix


def test_passports_tell_of_the_files_that_lie_there(loaded):
    for programme, entry in MADE:
        told = json.loads(entry.passport(Layout(ROOT, programme), loaded[programme].programme.languages[0]).read_text(encoding="utf-8"))
        for suffix, digest in told["files"].items():
            assert file_hash(file(loaded, programme, entry, suffix)) == digest, entry.report_id


def test_the_guard_had_something_to_look_for(loaded):
    for programme, entry in MADE:
        if len(loaded[programme].municipalities) > 1:
            assert len(names(loaded[programme], entry)[1]) > 5


@pytest.mark.parametrize("report", sorted({entry.report for _, entry in MADE}))
def test_made_again_a_report_has_the_same_bytes(loaded, report, tmp_path, monkeypatch):
    programme, entry = next(one for one in MADE if one[1].report == report and one[1].language == loaded[one[0]].programme.languages[0])
    parameters, layout = loaded[programme], Layout(ROOT, programme)
    default = parameters.programme.languages[0]
    expected = {suffix: file_hash(path) for suffix in entry.formats if (path := entry.path(layout, suffix, default)).exists()}
    monkeypatch.setattr(Layout, "reports", property(lambda self: tmp_path))
    chosen = select(parameters, only=entry.handle, report=report, formats=",".join(expected))
    outcomes = render(parameters, layout, report, entry.subject.round, selection=chosen)
    assert not [outcome for outcome in outcomes if outcome.failed]
    assert {suffix: file_hash(entry.path(layout, suffix, default)) for suffix in expected} == expected


@pytest.mark.parametrize(("programme", "entry"), MADE, ids=lambda value: getattr(value, "report_id", value))
def test_every_publication_a_report_refers_to_is_the_catalogues_and_checked(loaded, programme, entry):
    """Of each card: the caution stands, and every reference is one whose every field was checked, letter by letter."""
    path = file(loaded, programme, entry, "html")
    if not path.exists():
        pytest.skip("only the other format was asked for")
    page = path.read_text(encoding="utf-8")
    catalogue = loaded[programme].recommendations_of(entry.subject.municipality)
    checked = [one for item in catalogue for one in item.evidence if not one.unverified_fields]
    assert set(re.findall(r'href="(https://doi[.]org/[^"]+)"', page)) <= {f"https://doi.org/{one.doi}" for one in checked if one.doi}
    cautions = {getattr(item.caution, entry.language) for item in catalogue}
    titles = {one.title.rstrip(".") for one in checked}
    for card in re.findall(r'<div class="recommendation".*?</div>', page, re.DOTALL):
        said = html.unescape(re.sub(r"<[^>]+>", " ", card))
        assert any(" ".join(caution.split()) in " ".join(said.split()) for caution in cautions)
        referred = [html.unescape(re.sub(r"<[^>]+>", "", title)) for title in re.findall(r"<em[^>]*>(.*?)</em>", card, re.DOTALL)]
        assert {" ".join(title.split()) for title in referred} <= {" ".join(title.split()) for title in titles}
