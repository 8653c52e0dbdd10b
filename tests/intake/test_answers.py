"""A cell counts as a code where it can mean one option only; whatever else stands there is left for the checks to tell."""

import pandas as pd
import pytest

from analysis.intake.answers import coded
from analysis.intake.raw import RawTable
from analysis.intake.register import register, zeros_lost
from analysis.intake.role_export import file_codebook
from analysis.parameters import Municipality
from analysis.parameters.municipality import RawFile


@pytest.fixture
def read(alone):
    """Values of one column of the children's file -> (what they are read as, notes)."""
    parameters, _ = alone

    def answers(column, values, labels=None, missing=()):
        frame = pd.DataFrame({column: pd.Series(values, dtype="str")})
        table = RawTable("x", (column,), frame, labels=labels or {}, missing=frozenset(missing))
        found = coded(table, parameters.instruments["child"], "2024", parameters.programme.background)
        return found.frame[column].fillna("").tolist(), [str(note) for note in found.notes]

    return answers


def test_labels_of_either_language_and_of_the_export_are_codes(read):
    assert read("t1", ["1", " sur  SMILEY", "Happy smiley", "Ved ikke", None]) == (["1", "1", "3", "9", ""], [])
    assert read("t1", ["Øv", "Fint"], {"t1": {"1": "øv", "3": "Fint"}})[0] == ["1", "3"]
    assert read("koen", ["Piger", "BOYS", "pige", "Uoplyst"])[0] == ["pige", "dreng", "pige", "uoplyst"]


def test_what_means_nothing_or_two_things_stays_as_it_is(read):
    strange = ["Sur smiley!", "7", "Måske"]
    assert read("t1", strange) == (strange, [])
    assert read("t1", ["Ens"], {"t1": {"1": "Ens", "2": "Ens"}})[0] == ["Ens"]
    assert read("t1", ["Sur smiley"], {"t1": {"3": "Sur smiley"}})[0] == ["Sur smiley"], "the codebook and the export disagree"
    assert read("t1", ["Ny"], {"t1": {"7": "Ny"}})[0] == ["Ny"], "a label of a code the codebook lacks"


def test_a_code_written_as_another_number_is_told(read):
    values, notes = read("t1", ["01", "2,0", "3.00", "1,5"])
    assert values == ["1", "2", "3", "1,5"]
    assert notes[0] == "x: column t1, 1 row: 2: found a code written as another number, expected '1'."
    assert len(notes) == 3


def test_codes_of_no_answer_are_nothing_unless_the_codebook_has_them(read):
    assert read("t1", ["-99", "9"], missing=["-99", "9"])[0] == ["", "9"]
    assert read("foedt", ["-99", "11-11-2018"], missing=["-99"])[0] == ["", "11-11-2018"]


def test_flags_are_read_by_the_exports_labels(read):
    assert read("samtykke", ["Givet", "JA", "nej"], {"samtykke": {"ja": "Givet"}})[0] == ["ja", "ja", "nej"]


def test_a_file_that_calls_columns_otherwise_has_a_codebook_of_its_own(alone):
    instrument = alone[0].instruments["child"]
    source = RawFile(path="x", columns={"t1": "Q1[SQ001]", "barn": "token"}, completed={"column": "submitdate", "codes": "any"})
    there = file_codebook(instrument, source)
    assert there.items()[0].column("2024") == "Q1[SQ001]"
    assert there.identifiers.child == {"all": "token"}
    assert there.completed.codes == "any"
    assert file_codebook(instrument, RawFile(path="x")) == instrument


def test_zeros_a_spreadsheet_took_are_put_back_where_only_one_code_fits_and_that_is_told():
    period = {"start": "2024-09-16", "end": "2024-10-13"}
    codes = {"a": "007", "b": "012", "c": "12", "d": "05", "e": "005"}
    centres = [{"slug": slug, "name": slug.upper(), "codes": [code]} for slug, code in codes.items()]
    found = register(Municipality(slug="by", name="By", centres=centres, waves=[{"wave": "2024", "field_period": period, "raw": {}}]))
    assert [found.centre_of(told) for told in ("7", "007", "12", "012", "5", "8")] == ["a", "a", "c", "b", None, None]
    told = RawTable("x", ("sted",), pd.DataFrame({"sted": pd.Series(["7", "12", "7"], dtype="str")}))
    assert [str(note) for note in zeros_lost(told, ["sted", "gone"], found)] == [
        "x: column sted, 2 rows: 2, 4: found '7', a code that lost its zeros, expected '007'."
    ]
