"""A municipality over all its waves, a network and the programme go through the flow as a person asks for them: ``make reports ONLY=``."""

import json
import os

import nbformat
import pandas as pd
import pytest
from disclosure.conftest import entry
from publishing.example import analysis_notebook, report_notebook

from analysis.__main__ import main
from analysis.estimates.tables import rows as estimate_rows
from analysis.parameters import Layout
from analysis.publishing.flow import Flow
from analysis.publishing.notebook_parameters import NOTEBOOKS
from analysis.publishing.placing import as_made

pytestmark = pytest.mark.slow


@pytest.fixture
def layout(tmp_path, root, parameters, monkeypatch):
    """A project in which all has been made up to the estimates of every round: a few invented rows, in the order of the flow.

    Its notebooks show numbers that are no cell's, so only the bytes are looked at: the auditor refuses such reports, and rightly.
    """
    monkeypatch.setattr("analysis.commands.look.looks", lambda project: (as_made,))
    for name in ("Snakefile", "parameters"):
        (tmp_path / name).symlink_to(root / name)
    (tmp_path / "notebooks").mkdir()
    for report, (name, _) in NOTEBOOKS.items():
        nbformat.write(analysis_notebook() if report == "method-report" else report_notebook(), tmp_path / "notebooks" / name)
    layout = Layout(tmp_path, "laeringsledelse")
    flow = Flow(parameters, layout)
    steps = [("child", "", step, "", 400) for step in ("received", "used")]
    used = pd.DataFrame(steps, columns=["role", "centre", "step", "reason", "forms"])
    tables = {layout.flow(*one): used for one in flow.waves}
    tables |= {layout.estimates(place, wave): estimate_rows([entry(unit=place, wave=wave)]) for place, wave in flow.waves}
    tables |= {layout.facts(wave.wave): estimate_rows([entry(level="programme", unit="laeringsledelse", wave=wave.wave)])
               for wave in parameters.programme.waves}
    files = [*flow.all_raw()]
    files += [path(*one) for one in flow.waves for path in (layout.forms, layout.responses, layout.flow, layout.checks)]
    files += [layout.scores(*one) for one in flow.waves]
    files += [layout.facts(wave.wave) for wave in parameters.programme.waves]
    files += [path for one in flow.waves for path in (layout.estimates(*one), layout.estimates(*one).with_suffix(".ipynb"))]
    newest = max(path.stat().st_mtime for folder in (root / "parameters", tmp_path / "notebooks") for path in folder.rglob("*"))
    for number, path in enumerate(files):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path in tables:
            tables[path].to_parquet(path, index=False)
        else:
            path.write_text("{}")
        os.utime(path, (newest + number / 1000, newest + number / 1000))
    return layout


@pytest.mark.parametrize(("only", "report", "place", "rounds"), [
    ("2019", "programme-report", "partners/2019/programme-report.udkast",
     ["billund-2019", "fredericia-2019", "hedensted-2019", "kolding-2019", "nordfyn-2019", "svendborg-2019"]),
    ("billund", "development-report", "public/billund/development-report", ["billund-2015", "billund-2017", "billund-2019"]),
    ("kolding-2019/nattergalen", "network-report", "network/kolding/2019/networks/nattergalen/network-report.udkast", ["kolding-2019"]),
])
def test_it_is_made_from_the_estimates_it_rests_on(layout, capsys, only, report, place, rounds):
    code = main(["reports", f"ONLY={only}", f"REPORT={report}", "--root", str(layout.root)])
    told = capsys.readouterr()
    assert code == 0, told.out + told.err
    made = layout.reports / place
    assert all(made.with_name(f"{made.name}.{suffix}").stat().st_size for suffix in ("html", "pdf", "xlsx"))
    passport = json.loads(made.with_name(f"{made.name}.passport.json").read_text(encoding="utf-8"))
    assert passport["handle"] == only
    assert sorted(passport["forms"]) == rounds
    assert set(passport["files"]) == {"html", "pdf", "xlsx"}
    assert f'href="laeringsledelse/{place}.xlsx"' in (layout.root / "reports" / "index.html").read_text(encoding="utf-8")
