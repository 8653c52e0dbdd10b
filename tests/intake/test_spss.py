"""SPSS files: whole codes, labels, declared missing values as missing, other columns left unread."""

import numpy as np
import pandas as pd
import pytest

from analysis.intake.formats.read import read_raw
from analysis.parameters import ParameterError


@pytest.fixture
def file(tmp_path):
    import pyreadstat

    frame = pd.DataFrame({"id": ["a1", "b2 ", "c3"], "q1": [1.0, 9.0, np.nan], "q2": [2.0, 98.0, 2.5], "secret": ["x", "y", "z"]})
    pyreadstat.write_sav(
        frame,
        tmp_path / "wave.sav",
        column_labels={"q1": "How often?"},
        variable_value_labels={"q1": {1.0: "never", 4.0: "often", 9.0: "no answer"}},
        missing_ranges={"q1": [9], "q2": [{"lo": 90, "hi": 99}]},
    )
    return tmp_path / "wave.sav"


def test_values_are_codes_and_declared_missing_is_missing(file):
    table = read_raw(file, "data/raw/x/wave.sav", {"id", "q1", "q2"})
    assert table.header == ("id", "q1", "q2", "secret")
    assert table.questions == {"q1": "How often?"}
    assert list(table.frame) == ["id", "q1", "q2"]
    assert table.frame["id"].tolist() == ["a1", "b2", "c3"]
    assert table.frame["q1"].fillna("-").tolist() == ["1", "-", "-"]
    assert table.frame["q2"].fillna("-").tolist() == ["2", "-", "2.5"]
    assert table.labels == {"q1": {"1": "never", "4": "often"}}, "the label of a declared missing value is no answer category"


def test_a_file_that_is_no_spss_file_is_refused(tmp_path):
    (tmp_path / "wave.sav").write_text("id;q1\n")
    with pytest.raises(ParameterError, match=r"file: found a plain table \(csv\), expected spss, as `format:` states"):
        read_raw(tmp_path / "wave.sav", "x", {"id"}, stated="spss")
    (tmp_path / "wave.sav").write_bytes(b"$FL2@(#) SPSS DATA FILE" + bytes(200))
    with pytest.raises(ParameterError, match=r"expected an SPSS .sav or .zsav file"):
        read_raw(tmp_path / "wave.sav", "x", {"id"})


def test_a_missing_file_names_the_nearest(file):
    with pytest.raises(ParameterError, match=r"Did you mean 'wave.sav'"):
        read_raw(file.with_name("wvae.sav"), "x", {"id"})
