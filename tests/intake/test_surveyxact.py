"""The three dialects of SurveyXact's export are the same data, and a broken export says where."""

import pytest

from analysis.intake.formats.read import read_raw
from analysis.parameters import ParameterError

DATASET = [
    ["respondentid", "email", "b_inst", "s_1", "v_1_1", "v_1_2", "fritekst"],
    ["1", "en@eksempel.invalid", "Åkanden ", "1", "0", "1", '"ja, sagde han'],
    ["2", "to@eksempel.invalid", "Solhøj", "", "1", "0", ""],
    ["3", "tre@eksempel.invalid", "Mælkevejen", "6", "", "", "intet"],
]
LABELS = [
    ["s_1", "1", "Helt uenig"],
    ["s_1", "5", "Helt enig"],
    ["s_1", "6", "Ved ikke"],
    ["v_1_1", "0", "Ikke valgt"],
    ["v_1_1", "1", "Valgt"],
]
HEADER = ["questionName", "variableName", "questionType", "subType", "questionText", "choiceValue", "choiceText"]
STRUCTURE = [
    ["Sted", "b_inst", "Open", "String", "Hvor?", "", ""],
    ["Enig", "s_1", "Closed", "Single", "Er du enig?", "", ""],
    ["Flere", "v_1_1", "Closed", "Multiple", "Hvilke?", "1", "Leg "],
    ["Flere", "v_1_2", "Closed", "Multiple", "Hvilke?", "2", "Sang "],
]
WANTED = {"b_inst", "s_1", "v_1_2"}


def semicolon(rows):
    return "\r\n".join(";".join(row) for row in rows).encode("cp1252") + b"\r\n"


def comma(rows):
    return "\r\n".join(",".join('"' + value.replace('"', '""') + '"' for value in row) for row in rows).encode("cp1252") + b"\r\n"


def tab(rows):
    return b"\xff\xfe" + ("\r\n".join("\t".join(row) for row in rows) + "\r\n").encode("utf-16-le")


def write(folder, dialect, dataset=DATASET, labels=LABELS, structure=STRUCTURE):
    folder.mkdir()
    # the comma dialect has an empty eighth field in the rows of multiple choices
    rows = [[*row[:5], "", *row[5:]] if dialect is comma and row[3] == "Multiple" else row for row in structure]
    for name, content in (("dataset", dataset), ("labels", labels), ("structure", [HEADER, *rows])):
        (folder / f"{name}.csv").write_bytes(dialect(content))
    return folder


@pytest.mark.parametrize("dialect", [semicolon, comma, tab])
def test_every_dialect_gives_the_same_table(tmp_path, dialect):
    table = read_raw(write(tmp_path / "export", dialect), "data/raw/x/export", WANTED)
    assert table.header == tuple(DATASET[0])
    assert list(table.frame) == ["b_inst", "s_1", "v_1_2"]
    assert table.frame["b_inst"].tolist() == ["Åkanden", "Solhøj", "Mælkevejen"]
    assert table.frame["s_1"].fillna("missing").tolist() == ["1", "missing", "6"]
    assert table.questions == {"b_inst": "Hvor?", "s_1": "Er du enig?", "v_1_1": "Hvilke?: Leg", "v_1_2": "Hvilke?: Sang"}
    assert table.labels["s_1"] == {"1": "Helt uenig", "5": "Helt enig", "6": "Ved ikke"}


def test_personal_columns_are_never_in_memory(tmp_path):
    table = read_raw(write(tmp_path / "export", semicolon), "x", WANTED)
    assert "eksempel.invalid" not in table.frame.to_csv()


def test_a_lone_quote_in_an_open_answer_swallows_no_row(tmp_path):
    assert len(read_raw(write(tmp_path / "export", semicolon), "x", WANTED).frame) == 3


def test_ragged_rows_missing_files_and_missing_columns_are_named(tmp_path):
    ragged = write(tmp_path / "ragged", semicolon, dataset=[*DATASET, ["4", "Solhøj"]])
    with pytest.raises(ParameterError, match=r"x/dataset.csv: row 5: found 1 row of another number of fields, expected 7 fields"):
        read_raw(ragged, "x", WANTED)
    (ragged / "labels.csv").unlink()
    with pytest.raises(ParameterError, match=r"x/labels.csv: file: found nothing"):
        read_raw(ragged, "x", WANTED)
    untold = write(tmp_path / "untold", semicolon, structure=[*STRUCTURE, ["Ny", "s_2", "Closed", "Single", "Og?", "", ""]])
    with pytest.raises(ParameterError, match=r"column s_2: found nothing, expected the column the structure tells of"):
        read_raw(untold, "x", WANTED)


def test_a_folder_that_is_not_there_names_what_lies_beside(tmp_path):
    write(tmp_path / "child", semicolon)
    with pytest.raises(ParameterError, match="Did you mean 'child'"):
        read_raw(tmp_path / "chlid", "x", WANTED)


def test_a_structure_row_with_fields_that_are_not_empty_is_refused(tmp_path):
    wrong = [[*STRUCTURE[0], "extra"], *STRUCTURE[1:]]
    wrong[0][5:7] = ["a", "b"]
    with pytest.raises(ParameterError, match=r"structure.csv: row 2: found 8 fields"):
        read_raw(write(tmp_path / "export", semicolon, structure=wrong), "x", WANTED)
