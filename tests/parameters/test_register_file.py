"""A register kept in a spreadsheet is the register a YAML list would be; what is wrong in it is named by its row."""

import csv
import io
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from analysis.parameters import Centre, Layout, ParameterError, load_parameters
from analysis.parameters.register_file import read_register
from analysis.publishing.flow import Flow

ALENE = Path(__file__).resolve().parents[1] / "programmes" / "alene"
TABLE = [
    ["navn", "kode", "type", "netværk", "åbnet", "lukket", "efterfølger", "delt i", "hører til", "tidligere navn", "tidligere navn til"],
    ["Åkanden", "N2, N2b", "selvejende", "nord", "01-08-2015", "", "", "", "", "Dammen", "31-12-2016"],
    ["Åkanden Øst", "N2-1", "", "", "", "", "", "", "Åkanden", "", ""],
    ["Engen", "N4", "", "", "", "30.06.2017", "N2", "", "", "", ""],
    ["Delt", "N5", "", "", "", "2018-07-31", "", "Nye; Gamle", "", "", ""],
    ["Delt Nord", "N5-1", "", "", "", "", "Nye", "", "N5", "", ""],
    ["Nye", "N6", "", "", "", "", "", "", "", "", ""],
    ["Gamle", "N7", "", "", "", "", "", "", "", "", ""],
]
CENTRES = [
    Centre(
        slug="aakanden", name="Åkanden", codes=("N2", "N2b"), kind="independent", network="nord", opened=date(2015, 8, 1),
        former_names=[{"name": "Dammen", "until": date(2016, 12, 31)}],
        sites=[{"slug": "aakanden-oest", "name": "Åkanden Øst", "codes": ("N2-1",)}],
    ),
    Centre(slug="engen", name="Engen", codes=("N4",), closed=date(2017, 6, 30), successor="aakanden"),
    Centre(
        slug="delt", name="Delt", codes=("N5",), closed=date(2018, 7, 31),
        sites=[{"slug": "delt-nord", "name": "Delt Nord", "codes": ("N5-1",)}],
        split_into=[{"centre": "nye", "sites": ["delt-nord"]}, {"centre": "gamle"}],
    ),
    Centre(slug="nye", name="Nye", codes=("N6",)),
    Centre(slug="gamle", name="Gamle", codes=("N7",)),
]  # fmt: skip


def as_csv(rows):
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\n").writerows(rows)
    return text.getvalue()


@pytest.fixture
def read(tmp_path):
    def run(content):
        path = tmp_path / "centres.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        centres, problems = read_register(path, "centres.csv")
        return list(centres), [str(problem) for problem in problems]

    return run


@pytest.mark.parametrize("content", [as_csv(TABLE), as_csv(TABLE).encode("cp1252"), "\ufeff" + as_csv(TABLE) + "\n;;;;;;;;;;\n"])
def test_a_register_is_read_as_offices_keep_it(read, content):
    assert read(content) == (CENTRES, [])


def test_a_workbook_is_read_too(tmp_path):
    book = openpyxl.Workbook()
    for row in TABLE:
        book.active.append([date(2015, 8, 1) if cell == "01-08-2015" else cell or None for cell in row])
    book.save(tmp_path / "centres.xlsx")
    assert read_register(tmp_path / "centres.xlsx", "x") == (tuple(CENTRES), [])


def test_a_centre_shares_its_knowledge_only_where_the_register_says_yes(read):
    rows = [["navn", "kode", "videndeling"], ["Engen", "N1", "ja"], ["Åkanden", "N2", "nej"], ["Dammen", "N3", ""]]
    centres, problems = read(as_csv(rows))
    assert ([centre.shares_knowledge for centre in centres], problems) == ([True, False, False], [])
    _, problems = read(as_csv([["navn", "kode", "videndeling"], ["Engen", "N1", "måske"]]))
    assert len(problems) == 1
    assert "row 2, shares_knowledge" in problems[0]



@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([["code"], ["N1"]], "row 1: found no column 'name'"),
        ([["name", "kod"], ["A", "N1"]], "column kod: found a column that is none of a register's, expected one of slug, name"),
        ([["name", "closed"], ["A", "31-02-2017"]], "row 2, closed: found '31-02-2017'"),
        ([["name", "type"], ["A", "skole"]], "row 2, kind: found 'skole'"),
        ([["name", "site_of"], ["A", ""], ["A Nord", "B"]], "row 3, site_of: found 'B', expected a centre of this file"),
        ([["name", "split_into"], ["A", "B;C"], ["B", ""], ["C", ""]], "row 2, row: found "),
    ],
)
def test_what_is_wrong_is_named_by_its_row(read, rows, says):
    _, problems = read(as_csv(rows))
    assert any(says in problem for problem in problems), problems


@pytest.fixture
def alone(tmp_path):
    shutil.copytree(ALENE, tmp_path, dirs_exist_ok=True)
    return tmp_path


def with_register(root, more=""):
    path = root / "parameters" / "alene" / "municipalities" / "nyby.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("centres:")] + "centres_from: nyby-centres.csv\n" + more, encoding="utf-8")
    return path.with_name("nyby-centres.csv")


def test_a_municipality_may_name_a_register_file_which_the_flow_reads(alone):
    listed = load_parameters(alone, "alene").municipality("nyby").centres
    with_register(alone).write_text("navn;kode\nSolhøj;N1\nÅkanden;N2\nMælkevejen;N3\n", encoding="utf-8")
    parameters = load_parameters(alone, "alene")
    assert parameters.municipality("nyby").centres == listed
    assert alone / "parameters" / "alene" / "municipalities" / "nyby-centres.csv" in Flow(parameters, Layout(alone, "alene")).settings(
        "nyby"
    )


def test_both_a_list_and_a_file_or_no_file_at_all_are_refused(alone):
    with_register(alone, "centres:\n  - {slug: a, name: A}\n")
    with pytest.raises(ParameterError, match="either `centres` here or `centres_from`"):
        load_parameters(alone, "alene")
    shutil.copytree(ALENE, alone, dirs_exist_ok=True)
    with_register(alone)
    with pytest.raises(ParameterError, match=r"nyby-centres\.csv: file: found nothing"):
        load_parameters(alone, "alene")
