"""From drawn answers to recommendations: few and cautious where nothing is planted, and about what is planted where something is.

The path is the library's own: answers, scores, estimates, q, disclosure, findings, selection.
"""

import numpy as np
import pytest
from studies import nothing
from studies.programme import LATER, PLACES, of_the_whole, study

from analysis.findings.find import find
from analysis.findings.recommend import recommend
from analysis.parameters import load_parameters

pytestmark = pytest.mark.heavy

PROGRAMMES, SEED, DROP = 3, 20, -35.0


@pytest.fixture(scope="module")
def whole(root):
    return load_parameters(root, "laeringsledelse")


def recommended(one, whole, places):
    """(municipality, its findings, its recommendations), programme after programme; four municipalities a programme."""
    for seed in range(PROGRAMMES):
        drawn = one.scores(int(np.random.default_rng([SEED, seed]).integers(2**31)))
        facts = one.facts(drawn)
        for slug in places:
            seen = nothing.shown(of_the_whole(one.sources(drawn, facts, slug)), one, slug)
            found = find(seen, whole.programme.thresholds, unit=slug, wave=LATER)
            yield slug, found, recommend(found, whole.recommendations, whole.programme.thresholds)


@pytest.fixture(scope="module")
def null(whole):
    return list(recommended(study(centres_differ=True), whole, PLACES))


@pytest.fixture(scope="module")
def planted(whole):
    """Every second scale of every role has fallen by 35 points in two of the four municipalities: those two."""
    return list(recommended(study(centres_differ=True, changed=nothing.CHANGED, by=DROP), whole, PLACES[::2]))


def test_where_nothing_is_planted_recommendations_are_few(null):
    each = [len(called) for _, _, called in null]
    assert len(each) == PROGRAMMES * len(PLACES)
    assert np.mean(each) <= 1, "q bounds false findings family by family: about half the reports have one somewhere"


def test_and_weaker_than_where_something_is(null, planted):
    best_of_nothing = [called[0].score for _, _, called in null if called]
    best_of_planted = [called[0].score for _, _, called in planted if called]
    assert np.median(best_of_planted) > max([0.0, *best_of_nothing])


def test_what_has_fallen_is_what_is_recommended_about(planted):
    assert all(called for _, _, called in planted), "a fall of 35 points in half of the scales leaves no report without a recommendation"
    because = [finding for _, _, called in planted for one in called for finding in one.because if finding.quantity == "change"]
    assert because
    assert all(finding.value < 0 for finding in because if finding.kind == "decline")
    assert np.mean([finding.scale in nothing.CHANGED for finding in because]) >= 0.95


def test_nothing_undecided_or_unchanged_calls_for_anything(null, planted):
    because = [finding for _, _, called in [*null, *planted] for one in called for finding in one.because]
    assert because
    assert not {finding.kind for finding in because} & {"unchanged", "cannot_tell", "strength", "progress"}
