"""Any table written in any dialect is read back as it was; a damaged byte is told, or changes nothing but the cell it lies in."""

import csv

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from intake.exporters import EXPORTERS, Wave, book, delimited, utf16

from analysis.intake.formats import grid as grids
from analysis.intake.formats.read import read_raw
from analysis.parameters import ParameterError

SIGNS = "aZ0159 æøåÆØÅé€–\"';,\t\n\r|[]()=.-_%<>&{}\\"
TEXT = st.text(SIGNS, max_size=8) | st.sampled_from(["1", "", "I alt", "=1+1", '"', '""', '";"', "\n", "01", "62,5", "Ja"])
NAMES = st.lists(st.text("abcæøåÆ_0123", min_size=1, max_size=6), min_size=2, max_size=4, unique=True)
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])



def cp1252(text: str) -> bytes:
    """ValueError where the bytes would read as UTF-8 too (``Å–`` are those of ``Ŗ``): nothing in them tells which they are."""
    content = text.encode("cp1252")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return content
    if text.isascii():
        return content
    raise ValueError("bytes that are a text in UTF-8 as well")


DIALECTS = {
    "comma cp1252 quoted": lambda rows: cp1252(delimited(rows, ",", csv.QUOTE_ALL)),
    "comma utf-8": lambda rows: delimited(rows, ",").encode(),
    "semicolon utf-8 quoted": lambda rows: delimited(rows, ";", csv.QUOTE_ALL).encode("utf-8-sig"),
    "semicolon cp1252": lambda rows: cp1252(delimited(rows, ";")),
    "tab utf-16": lambda rows: utf16(delimited(rows, "\t")),
    "tab utf-16 quoted": lambda rows: utf16(delimited(rows, "\t", csv.QUOTE_ALL)),
}


@st.composite
def tables(draw):
    header = draw(NAMES)
    rows = draw(st.lists(st.lists(TEXT, min_size=len(header), max_size=len(header)), min_size=1, max_size=5))
    return header, rows


def clean(rows):
    """What is kept of a table: no white space around a field, no blank rows."""
    stripped = [[value.strip() for value in row] for row in rows]
    return [row for row in stripped if any(row)]


def cells(table) -> list[list[str]]:
    return table.frame.fillna("").to_numpy().tolist()


def ends_in_totals(rows) -> bool:
    """A row that says it is one of totals is none of the forms, and that is told (test_office_tables)."""
    return any(next(value for value in row if value).casefold() == "i alt" for row in rows)


@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
@pytest.mark.parametrize("dialect", DIALECTS)
@QUICK
@given(table=tables())
@example(table=(["a", "b"], [["x", "a\nb;c"], ["1", "2"]]))
@example(table=(["a", "b"], [['"hej"', "2"], ['en "to" tre', ""]]))
@example(table=(["a", "b"], [["x", '"abc'], ["y", 'def"']]))
def test_a_table_is_read_back_as_it_was(tmp_path, monkeypatch, dialect, large, table):
    """``large``: by the quick way that large files take."""
    header, rows = table
    try:
        content = DIALECTS[dialect]([header, *rows])
    except ValueError:
        assert "cp1252" in dialect
        return
    if ends_in_totals(clean(rows)):
        return
    monkeypatch.setattr(grids, "LARGE", 0 if large else 1 << 20)
    path = tmp_path / "table"
    path.write_bytes(content)
    try:
        found = read_raw(path, "table")
    except ParameterError as error:
        # unquoted headings over a quoted text of several lines whose lines look like records: told, not guessed
        if "a quote that may open a text of several lines" in str(error):
            return
        raise
    assert list(found.header) == header
    assert cells(found) == clean(rows)
    assert path.read_bytes() == content


@QUICK
@given(table=tables())
def test_a_workbook_is_read_back_as_it_was(tmp_path, table):
    header, rows = table
    # a workbook keeps text as it is, but for its own line ends, and takes a text that begins with = for a formula
    rows = [[value.replace("\r", "").lstrip("=") for value in row] for row in rows]
    if ends_in_totals(clean(rows)):
        return
    book(tmp_path / "table", {"Ark1": [header, *rows]})
    found = read_raw(tmp_path / "table", "table")
    assert list(found.header) == header
    assert cells(found) == clean(rows)


@QUICK
@given(table=tables())
def test_an_unquoted_dialect_carries_a_table_or_refuses_it(tmp_path_factory, table):
    header, rows = table
    folder = tmp_path_factory.mktemp("export")
    for name in ("surveyxact semicolon", "surveyxact tab"):
        export = folder / name.replace(" ", "_")
        try:
            EXPORTERS[name](export, Wave(header, rows))
        except ValueError:
            assert any(sign in value for row in rows for value in row for sign in ";\t\n\r")
            continue
        found = read_raw(export, "export")
        assert (list(found.header), cells(found)) == (header, clean(rows))


TABLE = [["barn", "sted", "t1", "t2"], ["B1", "Åen", "1", "2"], ["B2", "Solhøj", "3", ""], ["B3", "Åen", "2", "1"]]


@pytest.mark.parametrize("dialect", DIALECTS)
@settings(QUICK, max_examples=100)
@given(data=st.data())
def test_a_damaged_byte_is_told_or_stays_in_its_cell(tmp_path, dialect, data):
    """Replaced, taken out or put in: no row and no column shifts, no record vanishes. What it makes of its own cell the codebook judges."""
    content = DIALECTS[dialect](TABLE)
    place = data.draw(st.integers(0, len(content) - 1))
    byte = bytes([data.draw(st.integers(0, 255))])
    kind = data.draw(st.sampled_from(["replace", "remove", "insert"]))
    damaged = content[:place] + (b"" if kind == "remove" else byte) + content[place + (kind != "insert") :]
    path = tmp_path / "table"
    path.write_bytes(damaged)
    try:
        found = read_raw(path, "table", {"barn", "sted", "t1", "t2"})
    except ParameterError:
        return
    if set(TABLE[0]) - set(found.header):
        # a column nobody knows and one that is missing: the checks tell both
        return
    read = found.frame[TABLE[0]].fillna("").to_numpy().tolist()
    assert len(read) == len(TABLE) - 1
    assert sum(one != other for row, other_row in zip(read, TABLE[1:], strict=True) for one, other in zip(row, other_row, strict=True)) <= 1
