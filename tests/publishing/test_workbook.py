"""The workbook of a report: the page's own numbers as numbers, nothing that is not on the page, never a formula, the same bytes again."""

import io
import re
import zipfile

import openpyxl
import pytest
from display import example
from hypothesis import given
from hypothesis import strategies as st
from notebooks.running import page
from publishing.example import CONTENT

from analysis.disclosure.shown_file import write_shown
from analysis.display import numbers
from analysis.display.html import el
from analysis.display.report import open_report
from analysis.display.tables import table
from analysis.publishing.cells import values
from analysis.publishing.html_tree import parse
from analysis.publishing.page import PageFacts
from analysis.publishing.page_tables import tables
from analysis.publishing.workbook import HEAD_ROW, LONGEST_NAME, sheet_names, spread_out, unique, workbook

FACTS = PageFacts(title="Læringsrapport 2019", synthetic=True, municipality="Billund Kommune", audience="administration",
                  report_id="billund-2019/x", publisher="Forlaget")


def opened(content: str, facts: PageFacts = FACTS):
    return openpyxl.load_workbook(io.BytesIO(workbook(parse(content), facts)))


def body(sheet) -> list[tuple]:
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=HEAD_ROW + 1)]


@pytest.mark.parametrize(("text", "language", "told"), [
    ("512", "da", [512]), ("5.040", "da", [5040]), ("5,040", "en", [5040]), ("−1.234,5", "da", [-1234.5]), ("+24", "da", [24]),
    ("84\u00a0%", "da", [0.84]), ("84%", "en", [0.84]), ("0,32", "da", [0.32]), ("498–524", "da", [498, 524]),
    ("−29\u00a0til\u00a06", "da", [-29, 6]), ("−29\u00a0to\u00a06", "en", [-29, 6]), ("47–55\u00a0%", "da", [0.47, 0.55]),
    ("513 (506–520)", "da", [513, 506, 520]), ("+17 (−8\u00a0til\u00a042)", "da", [17, -8, 42]), ("2019", "da", [2019]),
    ("skjult", "da", []), ("", "da", []), ("20 point", "da", []), ("90\u00a0% eller flere", "da", []), ("1.2", "da", []),
    ("1,23,4", "en", []), ("14.\u00a0september til 11.\u00a0oktober 2015", "da", []), ("=1+1", "da", []),
    ("2015\u00a0til\u00a02017", "da", []), ("2015 to 2017", "en", []), ("2015–2017", "da", []), ("1.990–2.010", "da", [1990, 2010]),
])
def test_a_cell_is_read_as_the_numbers_it_shows(text, language, told):
    assert [number.value for number in values(text, language)] == told


@given(st.integers(-10_000_000, 10_000_000), st.integers(0, 3), st.sampled_from(["da", "en"]))
def test_every_number_the_report_writes_is_read_back_exactly(digits, decimals, language):
    value = digits / 10**decimals
    for write in (numbers.number, numbers.signed):
        (read,) = values(write(value, language, decimals), language)
        assert read.value == value
    assert [read.value for read in values(numbers.percent(digits / 100, language), language)] == [digits / 100]
    low, high = value, value + 3
    assert [read.value for read in values(numbers.interval(low, high, language, decimals), language)] == [low, round(high, decimals)]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_number_of_a_report_is_in_its_workbook_as_shown_and_no_other(root, tmp_path, language):
    meta = example.make_meta()
    write_shown(tmp_path / "shown.parquet", example.make_rows(meta), meta)
    tree = parse(page(root / "notebooks" / "learning-report.ipynb", open_report(tmp_path / "shown.parquet", language)))
    facts = PageFacts(title="T", language=language)
    book = openpyxl.load_workbook(io.BytesIO(workbook(tree, facts)))
    found = tables(tree)
    assert len(book.sheetnames) == len(found) + 1 > 20
    seen = 0
    for sheet, shown in zip(book.worksheets[1:], found, strict=True):
        assert sheet["A1"].value == shown.caption
        for row, cells in zip(body(sheet), shown.rows, strict=True):
            told = [number.value for cell in cells[1:] for number in values(cell, language)]
            assert [cell for cell in row if isinstance(cell, int | float)] == told
            seen += len(told)
            assert row[0] == cells[0]
    assert seen > 500


def test_words_that_look_like_formulas_stay_words():
    risky = ["=1+1", "+SUM(A1)", "-2+3", "@NOW()", "\t=1", '=HYPERLINK("https://x")', "'=1"]
    content = CONTENT + table("=caption()", ["=head", "Tal"], [(word, [word]) for word in risky])
    written = workbook(parse(content), FACTS)
    sheet = openpyxl.load_workbook(io.BytesIO(written)).worksheets[-1]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert [row[0] for row in body(sheet)] == [word.strip() for word in risky]
    marked = [cell.quotePrefix for (cell, *_) in sheet.iter_rows(min_row=HEAD_ROW + 1)]
    assert marked == [True] * 6 + [False], "the last begins with an apostrophe, which no spreadsheet evaluates"
    with zipfile.ZipFile(io.BytesIO(written)) as files:
        assert not [name for name in files.namelist() if b"<f>" in files.read(name) or b"<f " in files.read(name)]
        assert not [name for name in files.namelist() if "externalLink" in name or "vba" in name.lower()]


def test_an_interval_has_a_column_for_each_end_and_hidden_is_said_once():
    lines = [("a", ["512", "500–524", "513 (506–520)"]), ("b", ["skjult", "", "skjult"]), ("c", ["9", "ukendt", ""])]
    made = table("T", ["Mål", "Point", "Interval", "Skøn"], lines)
    heads, rows = spread_out(tables(parse(made))[0], "da")
    assert heads == ["Mål", "Point", "Point: interval fra", "Point: interval til", "Skøn", "Skøn: interval fra", "Skøn: interval til"]
    assert [number[0].value for number in rows[0][1:]] == [512, 500, 524, 513, 506, 520]
    assert rows[1] == ["b", "skjult", "", "", "skjult", "", ""]
    assert rows[2][2:] == ["ukendt", "", "", "", ""], "no word of the page is lost"


def test_numbers_and_intervals_in_one_column_keep_to_their_own():
    made = table("T", ["Hvad", "Tal"], [("midt", ["500"]), ("de fleste", ["400–600"]), ("mål", ["skjult"])])
    heads, rows = spread_out(tables(parse(made))[0], "da")
    assert heads == ["Hvad", "Tal", "Tal: interval fra", "Tal: interval til"]
    told = [[cell[0].value if isinstance(cell, tuple) else cell for cell in row[1:]] for row in rows]
    assert told == [[500, "", ""], ["", 400, 600], ["skjult", "", ""]]


def test_numbers_are_shown_as_the_page_shows_them():
    lines = [("x", ["5.040", "+3", "0,10", "84\u00a0%"]), ("y", ["5040", "−3", "−0,10", "4\u00a0%"])]
    made = table("T", ["Mål", "a", "b", "c", "d"], lines)
    sheet = opened(made).worksheets[1]
    forms = [[cell.number_format for cell in row[1:]] for row in sheet.iter_rows(min_row=HEAD_ROW + 1)]
    assert forms == [["#,##0", '+0;"−"0;0', "0.00", '0" "%'], ["0", '0;"−"0;0', '0.00;"−"0.00;0.00', '0" "%']]


def test_each_sheet_says_what_it_is_and_that_the_data_are_synthetic():
    book = opened(CONTENT)
    for sheet in book.worksheets:
        words = [str(cell.value) for row in sheet.iter_rows(max_row=HEAD_ROW) for cell in row]
        assert any("Syntetiske data – ikke resultater fra Billund Kommune" in word for word in words)
        assert any("Ikke til offentliggørelse" in word for word in words)
        assert "Syntetiske data" in sheet.oddFooter.left.text
    twin = book["Figur 1"] if "Figur 1" in book.sheetnames else book.worksheets[1]
    assert twin["A3"].value == "n = 512 børn"
    about = book.properties
    assert (about.title, about.language, about.keywords) == (FACTS.title, "da", FACTS.synthetic_mark)
    legend = [row[0] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert [word for word in legend if word.startswith(("skjult: ", "ikke målt: ", "0: "))] != []


def test_heads_are_a_table_that_stays_in_sight():
    for sheet in opened(CONTENT).worksheets[1:]:
        (place,) = sheet.tables.values()
        heads = [cell.value for cell in sheet[HEAD_ROW]]
        assert place.ref.startswith(f"A{HEAD_ROW}:")
        assert [column.name for column in place.tableColumns] == heads
        assert len({head.lower() for head in heads}) == len(heads)
        assert sheet.freeze_panes == f"B{HEAD_ROW + 1}"
        assert sheet.print_title_rows == f"${HEAD_ROW}:${HEAD_ROW}"


def test_the_same_page_gives_the_same_bytes_and_tells_no_time():
    first = workbook(parse(CONTENT), FACTS)
    assert workbook(parse(CONTENT), FACTS) == first
    with zipfile.ZipFile(io.BytesIO(first)) as files:
        assert {entry.date_time for entry in files.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not re.search(rb"dcterms:(created|modified)|20\d\d-\d\d", files.read("docProps/core.xml"))


@given(st.lists(st.text(max_size=60), max_size=20))
def test_sheets_have_names_every_spreadsheet_takes(words):
    found = sheet_names(words, taken=["Om tallene"])
    assert len(found) == len(words)
    assert len({name.lower() for name in [*found, "Om tallene"]}) == len(words) + 1
    for name in found:
        assert 0 < len(name) <= LONGEST_NAME
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")


def test_equal_heads_are_told_apart():
    assert unique(["Interval", "", "interval", "Interval"]) == ["Interval", "–", "interval (2)", "Interval (3)"]


def test_cells_that_span_stand_where_they_belong():
    made = (
        "<table><caption>T</caption><thead><tr><th>a</th><th colspan='2'>b</th></tr></thead><tbody>"
        "<tr><th rowspan='2'>x</th><td>1</td><td>2</td></tr><tr><td colspan='2'>3</td></tr></tbody></table>"
    )
    (found,) = tables(parse(made))
    assert (found.heads, found.rows) == (("a", "b", ""), (("x", "1", "2"), ("x", "3", "")))
    assert [row[1] for row in body(opened(str(el("div")) + made).worksheets[1])] == [1, 3]
