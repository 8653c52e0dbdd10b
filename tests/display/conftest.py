"""Reports opened from shown files written and read by contract."""

import pytest
from display import example

from analysis.disclosure.shown_file import write_shown
from analysis.display.report import open_report


@pytest.fixture
def opened(tmp_path):
    """``opened(meta, language)`` -> a Report read back from a file."""

    def make(meta=None, language="da", rows=None):
        meta = meta or example.make_meta()
        path = tmp_path / "shown.parquet"
        write_shown(path, example.make_rows(meta) if rows is None else rows, meta)
        return open_report(path, language)

    return make
