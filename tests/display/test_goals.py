"""Goals on the page: the aim in words, a verdict with its interval, and none where the number is not shown."""

import pandas as pd
import pytest
from display import example

from analysis.display.goal_follow_up import goals
from analysis.display.headings import heading


def set_change(rows, value, low, high, status="shown"):
    """The change of ``reading`` since 2017, as given."""
    change = (rows["kind"] == "change") & (rows["scale"] == "reading") & (rows["level"] == "municipality")
    rows.loc[change, ["value", "low", "high"]] = [value, low, high]
    rows.loc[change, "status"] = status
    if status != "shown":
        rows.loc[change, ["value", "low", "high", "q", "n", "n_raters", "n_groups"]] = float("nan")
        rows.loc[change, ["family", "method", "flags"]] = ""
    return rows


@pytest.fixture
def page(opened):
    def make(value=20.0, low=2.0, high=38.0, status="shown", language="da", **goal):
        meta = example.make_meta()
        meta["goals"][0] |= goal
        return opened(meta, language, set_change(example.make_rows(meta), value, low, high, status))

    return make


@pytest.mark.parametrize(("interval", "words"), [
    ((35.0, 20.0, 50.0), "Nået: +35 point siden målet blev sat (interval 20–50)"),
    ((20.0, 2.0, 38.0), "Undervejs: +20 point siden målet blev sat (interval 2–38)"),
    ((5.0, -9.0, 19.0), "Ikke nået: +5 point siden målet blev sat (interval −9 til 19)"),
    ((5.0, -9.0, 29.0), "Kan ikke afgøres: +5 point siden målet blev sat (interval −9 til 29)"),
])
def test_each_verdict_stands_with_its_interval(page, interval, words):
    assert words in goals(page(*interval)).replace("\u00a0", " ")


def test_a_hidden_number_is_no_verdict(page):
    report = page(status="hidden")
    said = goals(report)
    assert "Kan ikke vises" in said
    assert not [word for word in ("Nået:", "Undervejs:", "Ikke nået:", "Kan ikke afgøres:") if word in said]
    assert "undervejs" not in heading(report, "development_goals", report.goals)


def test_the_heading_counts_the_verdicts(page):
    report = page()
    assert "et mål er undervejs" in heading(report, "development_goals", report.goals)
    english = page(language="en")
    assert "one goal is on the way" in heading(english, "development_goals", english.goals)


def test_what_is_followed_is_not_judged(page):
    said = goals(page(35.0, 20.0, 50.0, followed=True))
    assert "Intet mål: følges" in said
    assert "Følges: +35" in said
    assert "Nået:" not in said


def test_a_wave_of_another_contrast_is_not_taken_for_the_goals_own(page, opened):
    meta = example.make_meta()
    rows = set_change(example.make_rows(meta), 20.0, 2.0, 38.0)
    change = (rows["kind"] == "change") & (rows["scale"] == "reading")
    older = rows[change].assign(contrast="2015", value=99.0, low=90.0, high=108.0)
    said = goals(opened(meta, rows=pd.concat([older, rows], ignore_index=True)))
    assert "+20" in said
    assert "99" not in said


def test_a_goal_of_this_wave_waits(page):
    new = page(set_in="2019")
    assert "<th scope=\"col\">2019</th>" not in goals(new)
    assert "Alle børn læser" in goals(new)


def test_anothers_goals_are_not_the_units_own(page):
    assert page(centre="aerteskoven").goals == []
