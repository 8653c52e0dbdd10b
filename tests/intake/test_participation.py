"""Who finished what is counted by centre, nobody is kept, and only what was finished before the field period is exposure."""

from datetime import date

import pandas as pd
import pytest

from analysis.estimates.participation import exposure
from analysis.intake.participation import read_participation
from analysis.intake.register import register
from analysis.intake.stage import make_responses
from analysis.intake.tables import check_participation
from analysis.parameters import Parameters
from analysis.parameters.municipality import Initiative

READING = Initiative(
    slug="laesning", name={"da": "Læsning"}, start=date(2023, 1, 1), end=date(2024, 12, 31), target={"da": "alle"}, design="some",
    modules=[{"name": {"da": "Dialog", "en": "Dialogue"}, "finished": date(2023, 6, 1)},
             {"name": {"da": "Ord"}, "finished": date(2024, 2, 1)}],
    participation="laesning.csv",
)  # fmt: skip
LIST = """dagtilbud;modul;afsluttet;navn
N1;Dialog;01-06-2023;Mette Jensen
Solhøj;dialogue;2023-06-01;Kaj Holm
N1;Dialog;15-06-2023;Mette Jensen
N1;Ord;01-02-2024;Kaj Holm
Åkanden;Ord;16-09-2024;Åse Lund
Åkanden;Ord;15-09-2024;Bo Berg
"""


@pytest.fixture
def read(alone, tmp_path):
    unit = alone[0].municipality("nyby")

    def run(text, initiative=READING):
        path = tmp_path / "laesning.csv"
        path.write_bytes(text.encode("cp1252"))
        table, problems = read_participation(path, "laesning.csv", initiative, register(unit), unit.wave("2024"))
        return check_participation(table), [str(problem) for problem in problems]

    return run


def test_persons_are_counted_by_centre_module_and_day(read):
    table, problems = read(LIST)
    assert problems == []
    assert [tuple(row) for row in table.assign(finished=table["finished"].dt.date.map(str)).itertuples(index=False)] == [
        ("laesning", "aakanden", "Ord", "2024-09-15", 1),
        ("laesning", "solhoej", "Dialog", "2023-06-01", 2),
        ("laesning", "solhoej", "Ord", "2024-02-01", 1),
    ], "the field period began on 16 September; a person counts once, on the first day"
    assert not {"Mette", "Jensen", "Kaj", "Holm", "Mette Jensen"} & {str(value) for name in table for value in table[name]}


def test_exposure_is_the_number_of_modules_finished_before_the_wave(read):
    table, _ = read(LIST)
    assert exposure(table, "laesning") == {"aakanden": 1, "solhoej": 2}
    assert exposure(table, "another") == {}


def test_without_a_column_of_persons_a_row_is_one(read):
    table, problems = read("centre;module;finished\nN1;Dialog;2023-06-01\nN1;Dialog;2023-06-01\n")
    assert problems == []
    assert table["persons"].tolist() == [2]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sted;modul\nN1;Ord\n", "row 1: found 'sted;modul', expected columns centre;module;finished"),
        ("centre;module;finished\nN9;Ord;2024-01-01\n", "centre, 1 row: 2: found 'N9', expected a centre of the register"),
        ("centre;module;finished\nN1;Odr;2024-01-01\n", "1 row: 2: found 'Odr', expected one of 'Dialog', 'Ord' (modules of laesning)"),
        ("centre;module;finished\nN1;Ord;spring\n", "finished, 1 row: 2: found something else, expected a date"),
        ("centre;module;finished\nN1;Ord;2022-12-31\n", "expected a day of the initiative, 2023-01-01 to 2024-12-31"),
        ("centre;module;finished\n;Ord;2024-01-01\n", "centre, 1 row: 2: found nothing"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_named_by_its_row_and_nobody_is(read, text, says):
    table, problems = read(text)
    assert table.empty
    assert len(problems) == 1
    assert says in problems[0]


def test_the_table_is_written_with_the_wave(alone):
    parameters, layout = alone
    unit = parameters.municipality("nyby").model_copy(update={"initiatives": (READING,)})
    parameters = Parameters(parameters.programme, parameters.themes, {"nyby": unit}, parameters.instruments)
    (layout.raw / "laesning.csv").write_bytes(LIST.encode("cp1252"))
    make_responses(parameters, layout, "nyby", "2024")
    table = pd.read_parquet(layout.participation("nyby", "2024"))
    assert exposure(table, "laesning") == {"aakanden": 1, "solhoej": 2}
    assert table.attrs["pseudonym_key"] == "public-test"
