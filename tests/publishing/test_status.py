"""A draft says so in its file's name and never stands beside the final report; what does not hold has no report of either status."""

from dataclasses import replace

import nbformat
import pytest
from publishing.example import code, report_notebook

from analysis.parameters import Parameters, Subject, status_of
from analysis.publishing.plan import every_report, plan
from analysis.publishing.selection import select
from analysis.publishing.stage import render

ABOUT = Subject("billund", "2019")


def with_status(parameters: Parameters, status: str, slug: str = "billund", wave: str = "2019") -> Parameters:
    """The programme with one wave of another status."""
    place = parameters.municipality(slug)
    waves = tuple(one.model_copy(update={"status": status}) if one.wave == wave else one for one in place.waves)
    return replace(parameters, municipalities=parameters.municipalities | {slug: place.model_copy(update={"waves": waves})})


def made(parameters, layout, formats="html"):
    asked = select(parameters, only="billund-2019", formats=formats)
    return render(parameters, layout, "learning-report", ABOUT, selection=asked)


def names(layout) -> set[str]:
    return {path.name for path in layout.reports.rglob("*") if path.is_file()}


def test_a_draft_is_called_one_in_every_language(parameters, layout):
    draft = with_status(parameters, "udkast")
    found = plan(draft, select(draft, only="billund-2019", report="learning-report", language="da,en", formats="html"))
    assert {path.name for entry in found for path in entry.files(layout, "da")} == {
        "learning-report.udkast.html", "learning-report.udkast.passport.json",
        "learning-report.udkast.en.html", "learning-report.udkast.en.passport.json",
    }


@pytest.mark.parametrize(("first", "then"), [("udkast", "endelig"), ("endelig", "udkast")])
def test_files_of_the_other_status_go_when_the_report_is_there(parameters, layout, first, then):
    made(with_status(parameters, first), layout, "html,xlsx")
    before = names(layout)
    made(with_status(parameters, then), layout)
    assert before.isdisjoint(names(layout)), "the spreadsheet too, though none was asked for this time"
    assert {".udkast." in name for name in names(layout)} == {then == "udkast"}


def test_what_fails_leaves_the_other_status_standing(parameters, layout):
    made(with_status(parameters, "udkast"), layout)
    before = names(layout)
    nbformat.write(report_notebook(code("raise ValueError")), layout.root / "notebooks" / "learning-report.ipynb")
    assert all(outcome.failed for outcome in made(with_status(parameters, "endelig"), layout))
    assert names(layout) == before


def test_all_waves_have_the_status_of_the_latest_and_the_programme_is_a_draft_as_long_as_one_municipality_is(parameters):
    for status in ("udkast", "endelig"):
        one = with_status(parameters, status)
        for earlier in ("udkast", "endelig"):
            both = with_status(one, earlier, wave="2015")
            assert [status_of(both, Subject("billund", wave)) for wave in ("2015", "2019", "")] == [earlier, status, status]
    places = [place.slug for place in parameters.municipalities.values() if any(one.wave == "2019" for one in place.waves)]
    final = parameters
    for slug in places:
        final = with_status(final, "endelig", slug)
    assert status_of(final, Subject(wave="2019")) == "endelig"
    assert status_of(with_status(final, "udkast", "nordfyn"), Subject(wave="2019")) == "udkast"


def test_the_plan_knows_every_status_from_parameters(parameters):
    for entry in every_report(parameters):
        assert entry.status == status_of(parameters, entry.subject)
        assert entry.other.other == entry != entry.other


@pytest.mark.parametrize(("seen", "exceptions"), [("80 %", ["", ""]), ("12 %", ["ParameterError", "ParameterError"])])
def test_a_final_wave_whose_text_does_not_hold_is_not_rendered(parameters, layout, seen, exceptions):
    """The page's notebook resolves every reference; the number the writer saw has to be the one shown."""
    final = with_status(parameters, "endelig")
    text = {"section": "foreword", "title": "Forord", "author": "X", "date": "2019-12-01", "language": "da",
            "markdown": f"{{{{response child. = {seen}}}}}"}
    reading = code(
        "from analysis.display import open_report, texts\nreport = open_report(shown, language)\n"
        f"report.meta['texts'] = [{text!r}]\ntexts(report, 'foreword')"
    )
    nbformat.write(report_notebook(reading), layout.root / "notebooks" / "learning-report.ipynb")
    outcomes = made(final, layout)
    assert [outcome.exception for outcome in outcomes] == exceptions
    assert bool(names(layout)) == (exceptions == ["", ""])
