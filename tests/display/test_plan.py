"""The competence plan on the page: from challenge to who, when and what it costs, with sources and a plain word when money runs out."""

from dataclasses import replace

import pytest
from display import example
from display import test_wording as wording

import analysis.display as display
from analysis.display.figures.gantt import gantt

BASE = replace(wording.BASE, kind="challenge", quantity="comparison", role="contact", scale="maths", value=-34, low=-47, high=-21)
TEXT = {"da": "Et", "en": "One"}
PACKAGE = {"slug": "tal", "name": {"da": "Tal i hverdagen", "en": "Numbers every day"}, "need": {"da": "Få øje på matematikken",
           "en": "Notice mathematics"}, "scales": ["maths"], "per": "centre", "modules": [{"name": TEXT, "price": 5000.0}], "source": ""}
EFFORT = {"slug": "pakke", "package": "tal", "name": None, "cost": None, "start": "2018-02-01", "end": "2019-06-30",
          "who": {"da": "Alle dagtilbud", "en": "All centres"}, "responsible": TEXT, "decided": "central", "centres": [],
          "participants": None, "initiative": None, "modules": [], "source": "Kommunens egen tekst"}
COST = {"effort": "pakke", "per": "centre", "units": 12, "price": 5000.0, "amount": 60000.0}


def a_plan(frame=100_000.0, **changed):
    total, over = 60_000.0, max(60_000.0 - frame, 0.0)
    return {"follows": "2017", "audiences": ["administration"], "frame": {"amount": frame, "comes_from": TEXT, "source": "Byrådet"},
            "catalogue": [PACKAGE], "efforts": [EFFORT], "next_survey": {"start": "2021-09-20", "end": "2021-10-17", "source": ""},
            "milestones": [{"name": {"da": "Loven gælder", "en": "The law holds"}, "day": "2020-07-01", "deadline": True,
                            "source": "Loven"}],
            "decisions": [{"what": {"da": "Pakken er fælles.", "en": "The package is shared."}, "by": "central", "source": "Byrådet"},
                          {"what": {"da": "Vi vælger selv.", "en": "We choose."}, "by": "local", "source": ""}],
            "budget": {"costs": [COST], "total": total, "frame": frame, "over": over, "unpriced": 0}} | changed


@pytest.fixture
def page(opened):
    def make(plan, language="da"):
        meta = example.make_meta()
        meta["plan"] = plan
        return opened(meta, language)

    return make


def plain(words):
    return str(words).replace("\u00a0", " ")


def test_a_challenge_leads_to_a_need_an_effort_a_price_and_a_follow_up(page):
    report = page(a_plan())
    said = plain(display.competence_needs(report, [BASE]))
    for words in ("Få øje på matematikken", "Tal i hverdagen (5.000 kr. pr. dagtilbud). I planen: Alle dagtilbud",
                  "20. september til 17. oktober 2021", "opdigtet eksempel"):
        assert words in said
    assert display.competence_form(report, [BASE]) == ""


def test_what_the_catalogue_lacks_or_the_plan_leaves_out_is_said(page):
    other = page(a_plan(catalogue=[PACKAGE | {"scales": ["language"]}]))
    assert "Kataloget har ingen pakke til det" in display.competence_needs(other, [BASE])
    assert "Ikke i planen endnu" in display.competence_needs(page(a_plan(efforts=[])), [BASE])
    assert "ikke på en udfordring" in display.competence_needs(page(a_plan()), [])


def test_with_a_catalogue_but_nothing_planned_there_is_room_to_plan(page):
    report = page(a_plan(efforts=[]))
    assert "Tal i hverdagen" in display.competence_needs(report, [BASE])
    assert display.competence_form(report, [BASE]).count('class="worksheet"') == 1


def test_without_a_catalogue_there_is_a_form_for_each_challenge(page):
    empty = a_plan(catalogue=[], efforts=[], decisions=[], milestones=[])
    report = page(empty)
    said = display.competence_form(report, [BASE])
    assert said.count('class="worksheet"') == 1
    assert "Kompetenceplan –" in said
    assert 'class="lines"' in said
    assert display.competence_form(report, []).count('class="worksheet"') == 1
    assert display.competence_needs(report, [BASE]) == display.plan_efforts(report) == display.plan_budget(report) == ""
    assert display.plan_decisions(report) == ""
    assert not gantt(report)


def test_those_the_plan_is_not_for_have_nothing_of_it(page):
    report = page(None)
    assert display.competence_needs(report, [BASE]) == display.competence_form(report, [BASE]) == display.plan_efforts(report) == ""
    assert display.plan_budget(report) == display.plan_decisions(report) == ""
    assert not gantt(report)


def test_the_sum_stands_beside_the_frame_and_a_plan_that_costs_too_much_is_a_warning(page):
    within = plain(display.plan_budget(page(a_plan())))
    assert "12 dagtilbud à 5.000 kr." in within
    assert "Tilbage af rammen" in within
    assert "40.000 kr." in within
    assert "callout caution" not in within
    over = plain(display.plan_budget(page(a_plan(frame=50_000.0))))
    assert "Rammen er på 50.000 kr., og planen koster 10.000 kr. mere." in over
    assert "callout caution" in over
    assert "Tilbage af rammen" not in over


def test_what_has_no_price_makes_the_sum_too_low(page):
    budget = {"costs": [COST | {"amount": None, "units": None}], "total": 0.0, "frame": None, "over": 0.0, "unpriced": 1}
    said = display.plan_budget(page(a_plan(budget=budget)))
    assert "Ingen pris endnu" in said
    assert "Summen er derfor for lav" in said


def test_a_part_without_a_source_is_said_to_be_made_up_and_a_fact_carries_its_source(page):
    report = page(a_plan())
    assert "Kommunens egen tekst" in display.plan_efforts(report)
    assert "Opdigtet eksempel" in display.plan_budget(report)                  # the price is nobody's
    decisions = display.plan_decisions(report)
    assert "Pakken er fælles. (Byrådet)" in decisions
    assert "Vi vælger selv. (Opdigtet eksempel)" in decisions
    report.meta["programme"]["synthetic"] = False
    assert "Vi vælger selv.</li>" in display.plan_decisions(report)
    assert "pdigtet" not in display.plan_budget(report) + display.competence_needs(report, [BASE])


def test_the_figure_has_the_deadline_and_the_next_survey_in_words_too(page):
    figure = gantt(page(a_plan()))._repr_html_().replace("\u00a0", " ")
    assert "Loven gælder: 1. juli 2020." in figure
    assert "Den næste kortlægning: 20. september til 17. oktober 2021." in figure
    assert "<table>" in figure
    english = gantt(page(a_plan(), "en"))._repr_html_()
    assert "The plan has 1 effort between the surveys" in english
