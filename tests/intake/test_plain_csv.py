"""The plain format is told by its content: encoding, separator, quotes."""

import pytest

from analysis.intake.formats.read import read_raw
from analysis.parameters import ParameterError

TEXT = "barn;sted;note\r\n1;Åkanden;\r\n\r\n2;Solhøj ;hej\r\n"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("cp1252"),
        TEXT.encode("utf-16"),
        TEXT.replace(";", ",").encode(),
        TEXT.replace(";", "\t").encode(),
        '"barn";"sted";"note"\n"1";"Åkanden";""\n"2";"Solhøj";"hej; farvel"\n'.encode("cp1252"),
    ],
)
def test_encodings_and_separators_are_found(tmp_path, content):
    (tmp_path / "file.csv").write_bytes(content)
    table = read_raw(tmp_path / "file.csv", "x", {"barn", "sted"})
    assert table.header == ("barn", "sted", "note")
    assert table.frame.to_numpy().tolist() == [["1", "Åkanden"], ["2", "Solhøj"]]


def test_a_column_name_twice_and_an_empty_file_are_refused(tmp_path):
    (tmp_path / "file.csv").write_text("barn;sted;barn\n1;2;3\n")
    with pytest.raises(ParameterError, match="column barn: found 2 columns of this name"):
        read_raw(tmp_path / "file.csv", "x", {"barn"})
    (tmp_path / "file.csv").write_text("")
    with pytest.raises(ParameterError, match="no rows"):
        read_raw(tmp_path / "file.csv", "x", {"barn"})


@pytest.mark.parametrize("text", ['a;b\n1;"x\n2;y\n3;z;9\n', 'a,b\n1,"x\n2,y\n3,z,9\n'])
def test_a_quote_that_is_never_closed_hides_no_row(tmp_path, text):
    (tmp_path / "file.csv").write_text(text)
    with pytest.raises(ParameterError, match="row 4: found 1 row of another number of fields"):
        read_raw(tmp_path / "file.csv", "x", {"a"})


def test_columns_that_are_not_asked_for_are_handed_over_apart(tmp_path):
    """Also those without a name: personal data are looked for in every cell of the file."""
    path = tmp_path / "wave.csv"
    path.write_text("a;b;;c;\n1;2;3;4;5\n;;;;\n;7;;8;9\n", encoding="utf-8")
    table = read_raw(path, "wave.csv", {"b"})
    assert list(table.frame) == ["b"]
    assert table.unread.fillna("").to_dict("list") == {
        "a": ["1", ""], "(column 3)": ["3", ""], "c": ["4", "8"], "(column 5)": ["5", "9"],
    }
