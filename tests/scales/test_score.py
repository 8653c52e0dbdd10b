"""A score is the mean of the answered items, high is good, and missing where too little was answered."""

import numpy as np
import pandas as pd
import pytest

from analysis.parameters import load_parameters
from analysis.scales import score_scale, to_points
from analysis.scales.score import age_adjusted, min_answered, turned_items


@pytest.mark.parametrize(
    ("share", "asked", "least"),
    [(2 / 3, 6, 4), (2 / 3, 7, 5), (0.667, 6, 4), (0.67, 6, 4), (0.67, 3, 2), (2 / 3, 4, 3), (0.5, 5, 3), (0.0, 4, 1), (1.0, 7, 7)],
)
def test_the_share_rounds_up_to_whole_items(share, asked, least):
    assert min_answered(asked, share) == least


def test_a_score_is_the_mean_of_the_answered_or_nothing():
    items = pd.DataFrame([[1, 2, 3, 4], [1, 2, np.nan, 4], [1, np.nan, np.nan, 4], [np.nan] * 4], columns=list("abcd"), index=list("wxyz"))
    found = score_scale(items, 2 / 3)
    assert found["score"].fillna(-1).tolist() == [2.5, pytest.approx(7 / 3), -1, -1]
    assert found["answered"].tolist() == [4, 3, 2, 0]
    assert found["n_items"].tolist() == [4] * 4


def test_scores_and_points_are_rs(golden):
    expected = golden("scales_scores")
    score = score_scale(pd.DataFrame(expected["data"]), 2 / 3)["score"]
    points = to_points(score, expected["mean"], expected["sd"])
    np.testing.assert_allclose(score, np.array(expected["score"], dtype=float), rtol=0, atol=1e-8)
    np.testing.assert_allclose(points, np.array(expected["points"], dtype=float), rtol=0, atol=1e-6)


def test_reversed_items_are_turned_within_their_own_range(root):
    instrument = load_parameters(root, "laeringsledelse").instruments["contact"]
    reversed_item = next(item for item in instrument.items() if item.reversed)
    straight = next(item for item in instrument.items() if not item.reversed)
    answers = pd.DataFrame(
        [("f", reversed_item.item, 2.0), ("f", straight.item, 2.0), ("g", reversed_item.item, np.nan)], columns=["form_id", "item", "value"]
    )
    wide = turned_items(answers, instrument, [reversed_item, straight], "2019")
    assert wide.loc["f"].tolist() == [4.0, 2.0], "1-5: two becomes four"
    assert wide.loc["g"].isna().all()


def test_a_reversed_item_is_turned_within_the_range_of_its_wave(root):
    instrument = load_parameters(root, "laeringsledelse").instruments["contact"]
    item = next(item for item in instrument.items() if item.reversed)
    narrow = instrument.options(item, "2019").model_copy(update={"options": instrument.options(item, "2019").answers[:4]})
    changed = instrument.model_copy(update={"option_sets": {**instrument.option_sets, "narrow": narrow}})
    asked = item.model_copy(update={"options": {**item.options, "2019": "narrow"}})
    answers = pd.DataFrame({"form_id": ["f"], "item": [item.item], "value": [2.0]})
    assert turned_items(answers, changed, [asked], "2017").iloc[0, 0] == 4.0
    assert turned_items(answers, changed, [asked], "2019").iloc[0, 0] == 3.0, "1-4: two becomes three"


def test_the_norm_wave_has_mean_500_and_spread_100():
    scores = pd.Series(np.random.default_rng(1).normal(3.2, 0.6, 500))
    points = to_points(scores, scores.mean(), scores.std())
    assert (points.mean(), points.std()) == (pytest.approx(500), pytest.approx(100))


def test_age_moves_points_by_the_slope_and_an_unknown_age_by_nothing():
    adjusted = age_adjusted(pd.Series([500.0, 500.0, 480.0]), pd.Series([72.0, 60.0, np.nan]), slope=4.0, age_mean=62.0)
    assert adjusted.tolist() == [460.0, 508.0, 480.0]
