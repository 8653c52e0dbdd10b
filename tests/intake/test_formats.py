"""What is particular to one platform: how it is recognised, what it marks itself, what is refused and in which words."""

import csv
import re
import zipfile
from datetime import datetime

import pytest
from intake.exporters import Wave, book, delimited, office_csv

from analysis.intake.formats.read import read_raw
from analysis.parameters import ParameterError


def read(path, columns=None, **more):
    return read_raw(path, "data/raw/x/" + path.name, columns, **more)


def told(path, columns=None, **more) -> str:
    with pytest.raises(ParameterError) as caught:
        read(path, columns, **more)
    return str(caught.value)


def cells(table, name):
    return table.frame[name].fillna("").tolist()


# Qualtrics

QUALTRICS = [
    ["Status", "Finished", "Q1", "Q2"],
    ["Response Type", "Finished", "Hvor ofte\nleger I?", "Og?"],
    ['{"ImportId":"status"}', '{"ImportId":"finished"}', '{"ImportId":"QID1"}', '{"ImportId":"QID2"}'],
]


@pytest.mark.parametrize("status", [["IP Address", "Survey Preview", "Survey Test", "Spam"], ["0", "1", "2", "8"]])
def test_qualtrics_previews_are_received_and_marked(tmp_path, status):
    rows = [[one, "1", "-99", str(place)] for place, one in enumerate(status)]
    (tmp_path / "x").write_bytes(delimited([*QUALTRICS, *rows], ",").encode("utf-8-sig"))
    table = read(tmp_path / "x", {"Q1", "Q2"})
    assert table.reason.fillna("").tolist() == ["", "preview", "preview", ""]
    assert len(table.frame) == 4
    assert table.questions["Q1"] == "Hvor ofte\nleger I?"
    assert table.bookkeeping == {"Status", "Finished"}
    assert table.missing == {"-99"}
    assert table.first_row == 4


# SurveyXact


def test_surveyxact_forms_never_opened_are_marked_and_the_long_status_is_read(tmp_path):
    header = ["respondentid", *[f"statoverall_{number}" for number in range(1, 6)], "s_1"]
    rows = [["1", "0", "1", "0", "0", "0", ""], ["2", "0", "0", "0", "1", "0", "4"], ["3", "0", "0", "1", "0", "0", ""]]
    structure = [["questionName", "variableName", "questionType"], *([name, name, "Open"] for name in header)]
    (tmp_path / "wave").mkdir()
    for name, content in (("a", [header, *rows]), ("b", [["s_1", "4", "Enig;helt"]]), ("c", structure)):
        (tmp_path / "wave" / name).write_bytes("\r\n".join(";".join(row) for row in content).encode("cp1252"))
    table = read(tmp_path / "wave", {"s_1", "stato_4"})
    assert table.reason.fillna("").tolist() == ["not_started", "", ""]
    assert cells(table, "stato_4") == ["0", "1", "0"], "the codebook's stato_4 is the file's statoverall_4"
    assert table.labels == {"s_1": {"4": "Enig;helt"}}
    assert cells(read(tmp_path / "wave" / "a", {"s_1"}), "s_1") == ["", "4", ""], "the dataset stands for its export"


def test_a_split_dataset_whose_parts_do_not_agree_is_refused(tmp_path):
    sheets = {
        "Labels": [["s_1", "1", "Enig"]],
        "Dataset": [["id", "s_1"], ["1", 1], ["2", 2]],
        "Dataset2": [["id", "s_2"], ["2", 1], ["1", 2]],
        "Structure": [["questionName", "variableName", "questionType"], ["a", "s_1", "Open"]],
    }
    book(tmp_path / "x", sheets)
    assert "sheet Dataset2: column id: found other values than in the first part" in told(tmp_path / "x")
    book(tmp_path / "y", sheets | {"Dataset2": sheets["Dataset2"][:2]})
    assert "sheet Dataset2: rows: found 1 forms, expected 2" in told(tmp_path / "y")


# REDCap


def test_redcap_choices_become_one_answer(tmp_path):
    header = ["record_id", "sprog___da", "sprog___en", "sprog___ar", "skema_complete"]
    chosen = ["1 0 0", "0 0 1", "0 0 0", "1 1 0", "0 ? 0"]
    rows = [[str(place), *signs.split(), "2"] for place, signs in enumerate(chosen, start=1)]
    (tmp_path / "x").write_bytes(delimited([header, *rows], ",").encode())
    table = read(tmp_path / "x", {"sprog___*"})
    assert cells(table, "sprog___*") == ["da", "ar", "", "da + en", "en: ?"], "two at once, or an unknown sign, are no code"
    assert set(header) - {"sprog___*"} <= table.bookkeeping
    assert table.labels["skema_complete"] == {"0": "Incomplete", "1": "Unverified", "2": "Complete"}


def test_a_data_dictionary_alone_is_no_export(tmp_path):
    (tmp_path / "x").write_text("Variable / Field Name,Form Name,Field Type,Field Label\na,b,text,c\n")
    assert "found REDCap's data dictionary, expected the export of the records" in told(tmp_path / "x")


# LimeSurvey


def test_limesurveys_own_columns_need_no_codebook(tmp_path):
    header = ["id", "submitdate", "lastpage", "startlanguage", "seed", "Q1[SQ001]", "Q2[a]", "Q2[b]", "interviewtime", "groupTime7"]
    row = ["1", "", "2", "da", "9", "A2", "", "Y", "1", "2"]
    (tmp_path / "x").write_bytes(delimited([header, row], ",", csv.QUOTE_ALL).encode("utf-8-sig"))
    table = read(tmp_path / "x", {"Q1[SQ001]", "Q2[*]"})
    assert table.bookkeeping == set(header) - {"Q1[SQ001]"}
    assert cells(table, "Q2[*]") == ["b"]


# Tables as offices make them


def test_titles_and_totals_are_left_out_and_told(tmp_path):
    office_csv(tmp_path / "x", Wave(["centre", "t1"], [["007", "1"], ["12", "2"]]))
    table = read(tmp_path / "x", {"centre", "t1"})
    assert table.frame.to_numpy().tolist() == [["007", "1"], ["12", "2"]]
    assert [str(note) for note in table.notes] == [
        "data/raw/x/x: row 1: found 1 row above the header, left out, expected the header in the first row.",
        "data/raw/x/x: row 7: found a row of totals, left out: it is no form, expected forms only.",
    ]
    assert table.rows(table.frame["t1"] == "2") == "1 row: 5"


def test_totals_between_forms_and_a_lone_longer_row_are_problems(tmp_path):
    (tmp_path / "x").write_text("centre;t1\nA;1\nI alt;1\nB;2\n")
    assert "row 3: found totals between the forms" in told(tmp_path / "x", {"centre", "t1"})
    (tmp_path / "x").write_text("centre;t1\nA;1;\nB;2\n")
    assert "row 2: found 1 row of another number of fields" in told(tmp_path / "x", {"centre", "t1"})


def test_a_workbook_of_an_office(tmp_path):
    rows = [["centre", "foedt", "alder", "t1", None], ["007 ", datetime(2019, 9, 24), 62.5, 1.0, None], [None] * 5]
    book(tmp_path / "x.csv", {"Ark1": [*rows, ["12", "24-09-2019", "62,5", "Ja", None]]})
    table = read(tmp_path / "x.csv", {"centre", "foedt", "alder", "t1"}, stated="excel")
    assert table.frame.to_numpy().tolist() == [["007", "2019-09-24", "62.5", "1"], ["12", "24-09-2019", "62,5", "Ja"]]
    assert table.rows(table.frame["t1"] == "Ja") == "1 row: 4", "blank rows count where people count"


def test_of_several_sheets_the_one_with_the_columns_is_read_or_asked_for(tmp_path):
    rows = [["centre", "t1"], ["A", 1]]
    book(tmp_path / "x", {"Om": [["Hej"]], "Svar": rows})
    assert cells(read(tmp_path / "x", {"t1"}), "t1") == ["1"]
    book(tmp_path / "y", {"A": rows, "B": rows})
    assert "sheets: found 'A', 'B', expected one sheet of forms" in told(tmp_path / "y", {"t1"})
    assert cells(read(tmp_path / "y", {"t1"}, sheet="B"), "t1") == ["1"]
    assert "Did you mean 'A'" in told(tmp_path / "y", {"t1"}, sheet="A1")


# What is refused

REFUSED = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old or a locked Excel file",
    b"%PDF-1.7": "a PDF",
    b"\x1f\x8b\x08": "a packed file",
    b"PK\x03\x04 broken": "a zip archive that is no .xlsx workbook",
    b"<!DOCTYPE html><html><body>Log ind</body></html>": "a web page",
    b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">': "Excel's XML of 2003",
    b"a\x00b\x00;\x00": "bytes that are no text",
    b"a;b\n1;\xc3\xa6\n2;\xe6\n": "row 3: found a damaged byte",
    b"\xff\xfea": "a damaged byte",
    b"": "no rows",
}


@pytest.mark.parametrize(("content", "words"), REFUSED.items(), ids=[words for words in REFUSED.values()])
def test_what_is_no_export_is_called_what_it_is(tmp_path, content, words):
    (tmp_path / "export.csv").write_bytes(content)
    assert words in told(tmp_path / "export.csv")


def test_another_format_than_stated_is_told(tmp_path):
    book(tmp_path / "svar.csv", {"Ark1": [["a"], [1]]})
    message = told(tmp_path / "svar.csv", stated="csv")
    assert "file: found a workbook (excel), expected csv, as `format:` states; it may be left out" in message


def test_a_folder_with_several_files_is_no_export(tmp_path):
    (tmp_path / "x").mkdir()
    for name in ("a.csv", "b.csv"):
        (tmp_path / "x" / name).write_text("a;b\n1;2\n")
    assert "folder: found a.csv, b.csv, expected one export" in told(tmp_path / "x")
    (tmp_path / "x" / "b.csv").unlink()
    (tmp_path / "x" / "README.md").write_text("put the export here")
    assert cells(read(tmp_path / "x", {"a"}), "a") == ["1"]


def repacked(path, part, change):
    """``path`` with one part of the workbook changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, change(data) if name == part else data)


SHEET = "xl/worksheets/sheet1.xml"


def test_a_workbook_that_would_unpack_without_bound_is_not_unpacked(tmp_path, monkeypatch):
    book(tmp_path / "x", {"Ark1": [["a"], [1]]})
    repacked(tmp_path / "x", SHEET, lambda data: data + b" " * 30_000_000)
    from analysis.intake.formats import workbook

    monkeypatch.setattr(workbook, "_rows", lambda sheet: pytest.fail("opened"))
    assert "a workbook that unpacks to 30 MB from 0.0 MB" in told(tmp_path / "x")


def test_entities_are_not_expanded(tmp_path):
    book(tmp_path / "x", {"Ark1": [["a"], [1]]})
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    repacked(tmp_path / "x", SHEET, lambda data: data.replace(b"<worksheet", bomb + b"<worksheet", 1))
    assert f"{SHEET}: found a document type declaration" in told(tmp_path / "x")


def test_a_formula_counts_by_its_stored_value_or_is_told(tmp_path):
    book(tmp_path / "x", {"Ark1": [["a", "b"], [1, "=A2+1"], [3, 4]]})
    assert "sheet 'Ark1', row 2: found formulas without a stored value" in told(tmp_path / "x")
    repacked(tmp_path / "x", SHEET, lambda data: re.sub(rb"<v ?/>|<v></v>", b"<v>2</v>", data))
    assert cells(read(tmp_path / "x"), "b") == ["2", "4"]
    book(tmp_path / "y", {"Ark1": [["a"], ["#REF!"]]})
    assert "sheet 'Ark1', row 2: found cells whose formula went wrong" in told(tmp_path / "y")


def test_a_damaged_workbook_is_told(tmp_path):
    book(tmp_path / "x", {"Ark1": [["a"], [1]]})
    repacked(tmp_path / "x", SHEET, lambda data: data[: len(data) // 2])
    assert "found a damaged workbook" in told(tmp_path / "x")


# SPSS


def test_an_spss_file_is_read_in_the_encoding_it_declares(tmp_path, monkeypatch):
    """pyreadstat writes UTF-8 only, so a UTF-8 file is given a CP1252 name of the same length and a record that says so."""
    import pandas as pd
    import pyreadstat

    pyreadstat.write_sav(pd.DataFrame({"navn": ["Solhoj", "Aaen"]}), tmp_path / "x.sav")
    content = (tmp_path / "x.sav").read_bytes()
    assert content.count(b"Solhoj") == 1
    content = content.replace(b"Solhoj", "Solhøj".encode("cp1252"))
    mark = content.index(b"UTF-8")
    # record 7, subtype 20: size, count, name
    header = content[mark - 8 : mark]
    assert header == (1).to_bytes(4, "little") + (5).to_bytes(4, "little")
    declared = content[: mark - 4] + (12).to_bytes(4, "little") + b"windows-1252" + content[mark + 5 :]
    (tmp_path / "x.sav").write_bytes(declared)
    assert cells(read(tmp_path / "x.sav", {"navn"}), "navn") == ["Solhøj", "Aaen"]


@pytest.mark.slow
def test_the_public_spss_file_and_its_csv_twin_give_the_same_responses(root, shared):
    from analysis.intake.forms import role_forms
    from analysis.intake.pseudonyms import pseudonyms
    from analysis.intake.register import register
    from analysis.intake.responses import role_responses
    from analysis.intake.role_export import read_role
    from analysis.parameters import load_parameters
    from analysis.parameters.municipality import RawFile

    parameters = load_parameters(root, "eclsk")
    unit, folder = parameters.municipality("national"), shared / "realdata" / "eclsk_atl"
    programme, found, names = parameters.programme, register(unit), pseudonyms(parameters.programme)

    def responses(file, role, wave):
        source = RawFile(path=file)
        instrument = parameters.instruments[role]
        raw = read_role(folder / file, file, source, instrument, wave, programme.background)
        forms = role_forms(raw, programme, instrument, unit.wave(wave), unit.slug, found, names, True)
        return role_responses(forms, instrument, wave)

    for role, wave in (("teacher", "1"), ("parent", "2"), ("teacher", "5")):
        one, other = (responses(file, role, wave) for file in ("2010070_atl_spss.sav", "eclsk_atl_wide.csv"))
        assert len(one) > 10_000
        assert one.equals(other)
