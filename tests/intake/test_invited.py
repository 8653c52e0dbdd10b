"""Invited counts as offices write them are read; whatever cannot be understood is named by its row."""

import openpyxl
import pandas as pd
import pytest

from analysis.intake.invited import read_invited
from analysis.intake.register import register
from analysis.intake.stage import read_wave
from analysis.parameters import ParameterError

LONG = "centre;role;invited;no_consent\nN1;child;12;1\nÅkanden;child;8;\nN1;contact;12;0\nN2;contact;8;0\n"
COUNTS = {("child", "solhoej"): (12, 1), ("child", "aakanden"): (8, 0), ("contact", "solhoej"): (12, 0), ("contact", "aakanden"): (8, 0)}


@pytest.fixture
def read(alone, tmp_path):
    """Reader of a file with the text (or bytes) given; (counts by role and centre, problems)."""
    parameters, _ = alone
    unit = parameters.municipality("nyby")

    def run(content, name="invited.csv"):
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        table, problems = read_invited(path, name, parameters.instruments, register(unit), unit.wave("2024"))
        counts = {(row.role, row.centre): (row.invited, row.no_consent) for row in table.itertuples()}
        return counts, [str(problem) for problem in problems]

    return run


WIDE = "centre;child;child no_consent;contact\nN1;12;1;12\nN2;8;;8\n"


@pytest.mark.parametrize(
    "text",
    [
        LONG,
        LONG.encode("cp1252"),
        "\ufeff" + LONG.replace(";", ","),
        WIDE,
        "Dagtilbud;Børn;Børn uden samtykke;Kontaktpædagoger\nSolhøj;12;1;12\nÅkanden ;8;0;8\n".encode("cp1252"),
        "Inviterede efterår 2024;;;\n\ncentre;child;child no_consent;contact\nN1;12,0;1;12\nN2;8;;8\nI alt;20;1;20\n",
    ],
    ids=["long", "long, CP1252", "commas and a mark", "wide", "Danish headings", "title and totals"],
)
def test_counts_are_read_as_offices_write_them(read, text):
    counts, problems = read(text)
    assert problems == []
    assert counts == COUNTS


def test_a_workbook_is_read_too(read, tmp_path):
    book = openpyxl.Workbook()
    for row in [["Dagtilbud", "Børn", "child no_consent", "contact"], ["N1", 12, 1, 12.0], ["N2", 8, None, 8]]:
        book.active.append(row)
    book.save(tmp_path / "invited.xlsx")
    assert read(None, "invited.xlsx") == (COUNTS, [])


def test_an_empty_cell_of_a_wide_table_is_nobody(read):
    counts, problems = read("centre;child;contact\nN1;12;\n")
    assert problems == []
    assert counts == {("child", "solhoej"): (12, 0), ("contact", "solhoej"): (0, 0)}


def test_sites_count_for_their_centre(read, alone):
    assert read("centre;role;invited\nN1;child;5\nSolhøj;child;3\n")[0] == {("child", "solhoej"): (8, 0)}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("centre;child\nN9;12\n", "row 2, centre: found 'N9', expected a centre of the register."),
        ("centre;child\nSolhoj;12\n", "Did you mean 'solhoej'?"),
        ("centre;child\n;12\n", "row 2, centre: found nothing"),
        ("centre;child;contacts\nN1;12;3\n", "column contacts: found a column that is no role"),
        ("centre;role;invited\nN1;childs;12\n", "row 2, role: found 'childs', expected one of 'child', 'contact'. Did you mean 'child'?"),
        ("centre;role;invited\nN1;child;a dozen\n", "row 2, invited: found 'a dozen', expected a whole number"),
        ("centre;role;invited\nN1;child;12,5\n", "row 2, invited: found '12,5'"),
        ("centre;role;invited\nN1;child;\n", "row 2, invited: found nothing"),
        ("centre;role;invited;no_consent\nN1;child;3;4\n", "row 2, no_consent: found 4, expected at most the 3 invited"),
        ("centre;role;invited\nN1;child;3\nn1;child;4\n", "row 3, centre: found 'n1' a second time for child"),
        ("place;number\nN1;3\n", "row 1: found 'place;number', expected columns centre;role;invited;no_consent"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_named(read, text, says):
    _, problems = read(text)
    assert len(problems) == 1
    assert says in problems[0]


def test_numbers_with_a_point_for_thousands_are_whole(read):
    assert read("centre;child\nN1;1.204\n")[0] == {("child", "solhoej"): (1204, 0)}


def test_what_is_wrong_in_the_file_holds_the_wave_back(alone):
    parameters, layout = alone
    path = layout.raw / "nyby-2024" / "invited.csv"
    path.write_text("centre;child\n(code or name of a centre);0\n", encoding="utf-8")
    with pytest.raises(ParameterError, match="the register"):
        read_wave(parameters, layout, "nyby", "2024")
    path.write_text(LONG + "N3;child;15;\nN3;contact;15;\n", encoding="utf-8")
    flow = read_wave(parameters, layout, "nyby", "2024").flow
    told = flow[(flow["step"] == "invited") & (flow["role"] == "child")]
    pd.testing.assert_series_equal(
        told.set_index("centre")["forms"].sort_index(), pd.Series({"aakanden": 8, "maelkevejen": 15, "solhoej": 12}), check_names=False
    )
