"""An earlier survey's plan at this one: how far it was by its own dates, what moved, and what the numbers cannot say of it."""

import pytest
from display import example
from display.test_plan import EFFORT, PACKAGE, TEXT, a_plan

import analysis.display as display
from analysis.display.headings import heading

TALKS = EFFORT | {"slug": "foredrag", "package": None, "name": {"da": "Foredrag", "en": "Talks"},
                   "start": "2018-08-01", "end": "2020-03-31"}


@pytest.fixture
def page(opened):
    def make(*efforts, language="da", hidden=False, **changed):
        meta = example.make_meta()
        meta["earlier_plan"] = a_plan(efforts=list(efforts or (EFFORT, TALKS)), **changed) if efforts != (None,) else None
        rows = example.make_rows(meta)
        if hidden:
            example.hide(rows, (rows["kind"] == "change") & (rows["scale"] == "maths"))
        return opened(meta, language, rows)

    return make


def said(report):
    return (display.plan_heading(report) + display.plan_progress(report) + display.plan_changes(report) + display.plan_limits(report)
            ).replace("\u00a0", " ")


def test_who_when_and_how_far_by_the_plans_own_dates(page):
    words = said(page())
    assert "Planen efter 2017, fulgt op" in words
    assert "da kortlægningen i 2019 begyndte" in words
    assert "<td>Slut</td>" in words                                            # ended in June, the survey began in September
    assert "<td>I gang</td>" in words
    modules = [{"name": TEXT, "finished": "2018-06-01"}, {"name": TEXT, "finished": "2019-12-01"}]
    assert "I gang, 1 af 2 moduler færdige" in said(page(EFFORT | {"end": "2019-12-31", "modules": modules}))
    assert "Ikke begyndt" in said(page(EFFORT | {"start": "2019-11-01", "end": "2019-12-31"}))


def test_what_moved_is_told_of_the_scales_the_packages_aim_at_and_of_no_others(page):
    report = page()
    table = display.plan_changes(report).replace("\u00a0", " ")
    change = report.take("change", role="contact", scale="maths", contrast="2017").iloc[0]
    assert f"({report.number(change.low)}" in table or f"{report.number(abs(change.low))}" in table
    assert table.count("<tr>") == 2, "a heading and the one scale the package aims at"
    assert display.plan_changes(page(TALKS)) == ""
    other = PACKAGE | {"slug": "sprog", "scales": ["language"]}
    assert display.plan_changes(page(catalogue=[PACKAGE, other])).count("<tr>") == 2, "a package nobody takes aims at nothing"


def test_what_the_numbers_cannot_say_of_it_stands_below(page):
    words = display.plan_limits(page())
    assert "Endnu i gang eller ikke begyndt, da kortlægningen i 2019 begyndte: »Foredrag«." in words
    assert "Uden mål i kortlægningen: »Foredrag«." in words
    assert "En forskel mellem kortlægningerne fortæller ikke, hvorfor den er der." in words
    assert "Endnu i gang" not in display.plan_limits(page(EFFORT))
    report = page()
    report.meta["programme"]["design"] = "cohort"
    assert "viser ikke, at planen er grunden" in display.plan_limits(report)


def test_a_hidden_number_is_told_as_hidden(page):
    report = page(hidden=True)
    assert "Kan ikke vises" in display.plan_changes(report)
    assert "fordi for få har svaret" in display.plan_limits(report)


def test_without_an_earlier_plan_there_is_nothing_and_no_heading(page):
    report = page(None)
    assert said(report) == heading(report, "development_plan", report.followed_up) == ""
    assert "Kompetenceplanen, fulgt op" in heading(page(), "development_plan", page().followed_up)
