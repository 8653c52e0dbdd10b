"""From drawn answers to recommendations: few and weak where nothing is planted, about what fell where something did, and a planted story
called as often as computed. The whole of it is `make coverage-study`; this is its size for the suite."""

import numpy as np
import pandas as pd
import pytest
from studies import recommending, results
from studies.programme import PLACES
from studies.tally import Band, Coverage, run

PROGRAMMES, DRAWS, FAMILIES = 3, 24, 100


def reports(one, places):
    """(findings, recommendations) of every place's report, programme after programme."""
    return [told for seed in range(PROGRAMMES) for told in recommending.reports(one, np.random.default_rng([20, seed]), places)]


@pytest.fixture(scope="module")
def null():
    return reports(recommending.drawn_from(), PLACES)


@pytest.fixture(scope="module")
def fallen():
    """A scale of each of three roles has fallen by 35 points in two of the four municipalities: those two."""
    return reports(recommending.drawn_from(recommending.FELL), PLACES[::2])


@pytest.mark.heavy
def test_where_nothing_is_planted_recommendations_are_few(null):
    each = [len(called) for _, called in null]
    assert len(each) == PROGRAMMES * len(PLACES)
    assert np.mean(each) <= 1, "q bounds false findings family by family: about half the reports have one somewhere"


@pytest.mark.heavy
def test_and_weaker_than_where_something_is(null, fallen):
    best_of_nothing = [called[0].score for _, called in null if called]
    best_of_fallen = [called[0].score for _, called in fallen if called]
    assert np.median(best_of_fallen) > max([0.0, *best_of_nothing])


@pytest.mark.heavy
def test_what_has_fallen_is_what_is_recommended_about(fallen):
    assert all(called for _, called in fallen), "a fall of 35 points on a scale of three roles leaves no report without a recommendation"
    because = [finding for _, called in fallen for one in called for finding in one.because if finding.quantity == "change"]
    assert because
    assert all(finding.value < 0 for finding in because if finding.kind == "decline")
    right = [finding.scale in recommending.FELL for finding in because]
    assert np.mean(right) >= 0.95 - 2 * np.sqrt(0.05 * 0.95 / len(right)), "the false discovery rate, and two errors of so few"


@pytest.mark.heavy
def test_nothing_undecided_or_unchanged_calls_for_anything(null, fallen):
    because = [finding for _, called in [*null, *fallen] for one in called for finding in one.because]
    assert because
    assert not {finding.kind for finding in because} & {"unchanged", "cannot_tell", "strength", "progress"}


@pytest.fixture(scope="module")
def quick():
    """A chance computed from fewer draws and families than the study's."""
    patch = pytest.MonkeyPatch()
    patch.setattr(recommending.stories, "PILOT", 12)
    patch.setattr(recommending, "FAMILIES", FAMILIES)
    recommending.computed.cache_clear()
    yield
    patch.undo()
    recommending.computed.cache_clear()


@pytest.mark.slow
def test_a_planted_story_is_called_as_often_as_it_is_found_and_taken(quick):
    """Leaders who were trained before their staff: three standard errors of so few draws, and of the computation's own."""
    chapter = next(chapter for chapter in recommending.TOLD if chapter.quantity == "leaders")
    cell = next(cell for cell in recommending.cells() if cell.name == chapter.name)
    told = {one.target: one for one in run(cell, DRAWS)}
    for name in chapter.told:
        chance = told[f"{name}: should be called"].share
        assert abs(told[f"{name}: called"].share - chance) <= 3 * np.sqrt(chance * (1 - chance) * (1 / DRAWS + 1 / FAMILIES)) + 0.1, name
        assert told[f"{name}: called"].share <= told[f"{name}: found"].share
    assert max(told[f"{name}: should be called"].share for name in chapter.told) > 0.4


def test_what_rose_is_found_and_calls_for_nothing():
    """Sizes no survey would miss: a finding is a reason only where it is one of the kinds that call."""
    chapter = next(chapter for chapter in recommending.TOLD if chapter.quantity == "change")
    table = pd.DataFrame({"name": ["social_skills", "language_skills"], "family": "contact", "kind": "change", "role": "contact",
                          "scale": ["social_skills", "language_skills"], "contrast": chapter.earlier, "planted": [60.0, -60.0],
                          "estimate": [60.0, -60.0], "se": 4.0, "df": 9.0, "p": 1e-6})
    found, called = recommending.through_the_rules(chapter, table)
    assert found.tolist() == [True, True]
    assert called.tolist() == [False, True]


def test_a_story_called_otherwise_than_computed_is_seen():
    def rows(called, chance):
        shares = {"called": called, "should be called": chance, "found": 0.9}
        one = [Coverage(recommending.STUDY, "esbjerg, leaders beside staff 2017", f"leader_goals: {what}", 100, share, 0.04, 0.0,
                        Band(0.0) if what == "called" else None, (share, share), 100) for what, share in shares.items()]
        return results.table(one, ("findings.recommend",))

    assert recommending.differing(rows(0.55, 0.5)).empty
    assert len(recommending.differing(rows(0.8, 0.5))) == 1
    assert recommending.differing(results.read().iloc[:0]).empty


def test_stories_are_called_as_often_as_computed():
    assert recommending.differing(results.read()).empty


def test_every_story_is_about_something_that_is_there():
    for chapter in (*recommending.TOLD, recommending.GAPS):
        parameters, _ = recommending.stories.cut(chapter)
        there = {scale.scale for role in chapter.roles for scale in parameters.instruments[role].scales}
        assert {name.split()[0] for name in chapter.told} <= there
