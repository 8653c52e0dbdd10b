"""The one file a report notebook opens."""

import subprocess
import sys

import pandas as pd
import pytest

from analysis.disclosure.shown_file import read_shown, write_shown
from analysis.disclosure.tables import ShownError, empty_shown


@pytest.fixture
def rows(seen, billund):
    return seen(billund)


def test_what_is_written_is_read(rows, tmp_path):
    meta = {"wave": "2019", "label": {"da": "Æ, ø og å"}, "centre": None}
    write_shown(tmp_path / "a" / "shown.parquet", rows, meta)
    again, told = read_shown(tmp_path / "a" / "shown.parquet")
    pd.testing.assert_frame_equal(again, rows)
    assert told == meta


def test_a_file_without_rows_keeps_its_columns(tmp_path):
    write_shown(tmp_path / "x.parquet", empty_shown(), {})
    again, _ = read_shown(tmp_path / "x.parquet")
    pd.testing.assert_frame_equal(again, empty_shown())


def test_the_same_content_gives_the_same_bytes(rows, tmp_path):
    write_shown(tmp_path / "one.parquet", rows, {"b": 1, "a": 2})
    write_shown(tmp_path / "two.parquet", rows, {"a": 2, "b": 1})
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()
    write_shown(tmp_path / "two.parquet", rows, {"a": 3, "b": 1})
    assert (tmp_path / "one.parquet").read_bytes() != (tmp_path / "two.parquet").read_bytes()


def test_no_file_and_another_file_are_told_apart_by_name(rows, tmp_path):
    with pytest.raises(FileNotFoundError, match=r"billund\.parquet"):
        read_shown(tmp_path / "billund.parquet")
    rows.to_parquet(tmp_path / "other.parquet")
    with pytest.raises(ValueError, match=r"other\.parquet: no shown file"):
        read_shown(tmp_path / "other.parquet")


def test_a_leaking_table_is_never_written(rows, tmp_path):
    leaking = rows.copy()
    leaking.loc[leaking.index[leaking["status"] == "hidden"][0], "value"] = 483.0
    with pytest.raises(ShownError):
        write_shown(tmp_path / "x.parquet", leaking, {})
    assert not (tmp_path / "x.parquet").exists()


def test_reading_loads_nothing_a_report_does_not_need():
    code = ("import sys, analysis.disclosure.shown_file\n"
            "print([name for name in ('pydantic', 'yaml', 'scipy', 'statsmodels', 'matplotlib', 'pandera') if name in sys.modules])")
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
