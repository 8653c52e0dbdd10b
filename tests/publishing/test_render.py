"""The stage that makes reports: whole files or none, on past a failure, the same bytes again, a passport beside each."""

import hashlib
import json
import re
import shutil

import nbformat
import pytest
from publishing.example import code, report_notebook

from analysis.parameters import Subject
from analysis.publishing.index import write_index
from analysis.publishing.passport import forms_in_and_used
from analysis.publishing.selection import select
from analysis.publishing.stage import render, run_analysis

ABOUT = Subject("billund", "2019")
CENTRES = 3


def make(parameters, layout, report="learning-report", only="billund-2019", formats="", threads=2):
    return render(parameters, layout, report, ABOUT, selection=select(parameters, only=only, formats=formats), threads=threads)


def files(layout) -> dict[str, bytes]:
    return {path.relative_to(layout.reports).as_posix(): path.read_bytes() for path in sorted(layout.reports.rglob("*")) if path.is_file()}


def test_reports_come_out_whole_twice_the_same_and_with_their_passports(parameters, layout):
    assert [outcome.problem for outcome in make(parameters, layout) if outcome.failed] == []
    first = files(layout)
    assert sorted(first) == sorted(
        f"{audience}/billund/2019/learning-report.{suffix}"
        for audience in ("public", "administration")
        for suffix in ("html", "pdf", "xlsx", "passport.json")
    )
    shutil.rmtree(layout.reports)
    make(parameters, layout, threads=1)
    assert files(layout) == first

    page = first["administration/billund/2019/learning-report.html"].decode()
    assert "<title>Rapport for Billund Kommune 2019 (Syntetiske data)</title>" in page
    assert "Ikke til offentliggørelse" in page
    assert "Ikke til offentliggørelse" not in first["public/billund/2019/learning-report.html"].decode()

    passport = json.loads(first["public/billund/2019/learning-report.passport.json"])
    assert (
        passport["made_from"]["data"]
        == hashlib.sha256(layout.shown("learning-report", "public", ABOUT).read_bytes()).hexdigest()
    )
    assert passport["files"]["html"] == hashlib.sha256(first["public/billund/2019/learning-report.html"]).hexdigest()
    forms = passport["forms"]["billund-2019"]
    assert forms == {"child": {"received": None, "used": 510}}, "rounded to five, and of so few dropped nothing"
    assert passport["cells_hidden"] == 0
    assert passport["warnings"] == []
    assert set(passport["made_from"]) == {"data", "inventory", "parameters", "code", "notebook", "lock"}
    assert passport["versions"]["papermill"]


def test_a_failing_report_stops_nothing_and_deletes_nothing(parameters, layout):
    centres = parameters.open_centres("billund", "2019")[:CENTRES]
    only = ",".join(f"billund-2019/{centre.slug}" for centre in centres)
    before = make(parameters, layout, "centre-profile", only, "html")
    assert [outcome.failed for outcome in before] == [False] * CENTRES
    good = files(layout)

    broken = report_notebook(code(f"answers = 'hemme' + 'ligt'\nassert name != {centres[1].name!r}, answers"))
    nbformat.write(broken, layout.root / "notebooks" / "centre-profile.ipynb")
    told = []
    done = render(
        parameters, layout, "centre-profile", ABOUT, selection=select(parameters, only=only, formats="html"), told=told.append
    )
    assert [(outcome.failed, outcome.exception) for outcome in done] == [(False, ""), (True, "AssertionError"), (False, "")]
    assert sorted(outcome.report for outcome in told) == sorted(outcome.report for outcome in done)
    assert done[1].where.startswith("cell 5 (")
    assert "hemmeligt" not in repr(done)
    pages = {name: content for name, content in files(layout).items() if name.endswith("html")}
    assert pages == {name: content for name, content in good.items() if name.endswith("html")}, "what stood still stands"


def test_a_page_the_guard_refuses_is_never_put_in_place(parameters, layout):
    leaking = report_notebook(code("HTML('<p>I Kolding er det anderledes.</p>')"))
    nbformat.write(leaking, layout.root / "notebooks" / "learning-report.ipynb")
    done = make(parameters, layout, formats="html")
    assert [outcome.exception for outcome in done] == ["GuardError", "GuardError"]
    assert all("Kolding" in outcome.problem for outcome in done)
    assert files(layout) == {}


def test_the_process_of_a_report_is_handed_no_path_to_data(parameters, layout):
    nosy = report_notebook(
        code("import os, pathlib\nassert sorted(os.listdir()) == ['shown.parquet']\nassert 'data' not in pathlib.Path(shown).parts")
    )
    nbformat.write(nosy, layout.root / "notebooks" / "learning-report.ipynb")
    assert [outcome.exception for outcome in make(parameters, layout, formats="html")] == ["", ""]


def test_the_analysis_is_executed_once_and_becomes_the_method_report(parameters, layout):
    run_analysis(parameters, layout, "billund", "2019")
    assert layout.estimates("billund", "2019").exists()
    stored = layout.estimates("billund", "2019").with_suffix(".ipynb")
    first = stored.read_bytes()
    run_analysis(parameters, layout, "billund", "2019")
    assert stored.read_bytes() == first
    (outcome,) = make(parameters, layout, "method-report")
    assert not outcome.failed, outcome
    page = (layout.reports / "internal" / "billund" / "2019" / "method-report.html").read_text(encoding="utf-8")
    assert "Metoderapport 2019" in page
    assert "Internt – ikke til offentliggørelse" in page


def test_few_forms_are_not_told(parameters, layout):
    import pandas as pd

    flow = layout.flow("billund", "2019")
    steps = {
        ("leader", "received"): 3,
        ("leader", "used"): 3,
        ("child", "received"): 541,
        ("child", "used"): 508,
        ("staff", "received"): 102,
        ("staff", "used"): 101,
    }
    pd.DataFrame(
        [(role, "", step, "", forms) for (role, step), forms in steps.items()], columns=["role", "centre", "step", "reason", "forms"]
    ).to_parquet(flow)
    told = forms_in_and_used(flow, parameters.programme.disclosure["public"])
    assert told["child"] == {"received": 540, "used": 510}
    assert told["leader"] == {"received": None, "used": None}
    assert told["staff"] == {"received": None, "used": 100}, "one form was dropped: nobody is told so"
    assert forms_in_and_used(flow, None)["leader"] == {"received": 3, "used": 3}


@pytest.mark.slow
def test_the_index_leads_to_every_report_there_is(parameters, layout):
    make(parameters, layout, formats="html")
    page = write_index(layout.root).read_text(encoding="utf-8")
    for audience in ("public", "administration"):
        assert f'href="laeringsledelse/{audience}/billund/2019/learning-report.html"' in page
    assert "centre-profile" not in page, "none has been made"
    assert set(re.findall(r"<tr data-\w+=\"laeringsledelse\" data-place=\"(\w+)\" data-wave=\"(\w+)\"", page)) == {("billund", "2019")}
    assert "Internt – ikke til offentliggørelse" in page
    assert "Syntetiske data" in page
