"""A project in a temporary folder: the real parameters, small notebooks, and shown files and flow of one round, made without data."""

import shutil

import nbformat
import pandas as pd
import pytest
from publishing.example import analysis_notebook, report_notebook

from analysis.disclosure.meta import report_meta
from analysis.disclosure.shown_file import write_shown
from analysis.disclosure.tables import SHOWN_COLUMNS
from analysis.parameters import Layout, load_parameters
from analysis.publishing.notebook_parameters import NOTEBOOKS
from analysis.publishing.plan import plan
from analysis.publishing.selection import select

PROGRAMME, ROUND = "laeringsledelse", "billund-2019"


@pytest.fixture(scope="session")
def parameters(root):
    return load_parameters(root, PROGRAMME)


def shown_row(audience: str, **told) -> dict:
    """One shown row about the municipality's response."""
    row = dict.fromkeys(SHOWN_COLUMNS, "") | {
        "kind": "response",
        "role": "child",
        "level": "municipality",
        "unit": "billund",
        "wave": "2019",
    }
    numbers = {name: None for name in ("n_raters", "low", "high", "q")} | {"n": 400, "n_groups": 500, "value": 0.8}
    return row | numbers | {"audience": audience, "status": "shown"} | told


@pytest.fixture
def layout(tmp_path, root, parameters):
    """A project's folder with everything the render stage reads for Billund 2019."""
    shutil.copytree(root / "parameters" / PROGRAMME, tmp_path / "parameters" / PROGRAMME)
    (tmp_path / "notebooks").mkdir()
    for report, (name, _) in NOTEBOOKS.items():
        nbformat.write(analysis_notebook() if report == "method-report" else report_notebook(), tmp_path / "notebooks" / name)
    layout = Layout(tmp_path, PROGRAMME)
    for entry in plan(parameters, select(parameters, only=ROUND)):
        shown = entry.shown(layout)
        if shown is not None:
            rows = pd.DataFrame([shown_row(entry.audience)], columns=SHOWN_COLUMNS)
            write_shown(shown, rows, report_meta(parameters, entry.report, entry.audience, entry.subject))
    flow = layout.flow("billund", "2019")
    flow.parent.mkdir(parents=True)
    steps = [("child", "", step, "", forms) for step, forms in (("received", 512), ("dropped", 4), ("used", 508))]
    pd.DataFrame(steps, columns=["role", "centre", "step", "reason", "forms"]).to_parquet(flow, index=False)
    return layout
