"""Change between waves, and gaps: raw, adjusted, of the same children; found no more often than they should be where nothing changed."""

import json

import numpy as np
import pandas as pd
import pytest
from estimates.made import draw

from analysis.estimates import background_gaps, cluster_robust_regression, cohort_change, wave_change
from analysis.estimates.design import composition, design_matrix

WAVES = {"wave": "wave", "earlier": "2017", "later": "2019"}


def two_waves(seed: int, change: float = 0.0, icc: float = 0.05) -> pd.DataFrame:
    """The same twelve centres, other children: centre effects recur."""
    first, second = draw(seed, 12, icc), draw(seed + 9000, 12, 0.0)
    level = first.groupby("centre")["true"].first() - 500
    second["y"] += second["centre"].map(level) + change
    return pd.concat([first.assign(wave="2017"), second.assign(wave="2019")], ignore_index=True)


def test_a_change_is_the_difference_of_means_clustered_over_both_waves():
    frame = two_waves(1, 25)
    found = wave_change(frame, y="y", centre="centre", rater="rater", **WAVES)
    means = frame.groupby("wave")["y"].mean()
    assert found.estimate == pytest.approx(means["2019"] - means["2017"])
    line = cluster_robust_regression(frame.assign(later=(frame["wave"] == "2019") * 1.0), y="y", centre="centre", covariates=["later"])
    assert (found.se, found.df) == pytest.approx(tuple(line.iloc[1][["se", "df"]]))
    assert found.n == frame.groupby("wave").size().min()
    assert found.n_groups == 12
    alone = wave_change(frame[frame["wave"] == "2019"], y="y", centre="centre", **WAVES)
    assert np.isnan(alone.estimate)
    assert "two waves" in alone.method


def test_where_nothing_changed_a_change_is_found_in_one_of_twenty():
    draws = 400
    found = sum(wave_change(two_waves(seed), y="y", centre="centre", **WAVES).p < 0.05 for seed in range(draws))
    assert found / draws <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / draws)
    assert found / draws >= 0.02                                                 # an interval that never errs is too wide


def test_the_adjusted_change_takes_out_a_change_of_composition():
    frame = two_waves(2).assign(gender=lambda f: np.where((f.index % 10) < np.where(f["wave"] == "2019", 8, 3), "girl", "boy"))
    frame["y"] += 60 * (frame["gender"] == "girl")
    ready, covariates = composition(frame.assign(age_months=60.0 + frame.index % 7), ["gender"], wave="wave")
    assert covariates == ["gender_", "age_"]
    raw, adjusted = (wave_change(ready, y="y", centre="centre", covariates=names, **WAVES) for names in ((), covariates))
    assert raw.estimate - adjusted.estimate == pytest.approx(30, abs=4)          # 60 points x half a share more girls
    assert adjusted.method.endswith("adjusted")


def test_background_hardly_anyone_told_is_not_adjusted_for_and_unknown_is_a_category_of_its_own():
    frame = two_waves(3).assign(gender=lambda f: pd.Series(np.where(f.index % 2, "girl", "boy")).where(f.index % 4 > 0))
    frame["mute"] = frame["gender"].where(frame["wave"] == "2017")
    ready, covariates = composition(frame, ["gender", "mute"], wave="wave")
    assert covariates == ["gender_"]
    assert sorted(ready["gender_"].unique()) == ["boy", "girl", "unknown"]
    assert len(ready) == len(frame)


def test_a_column_that_others_span_is_left_out():
    frame = pd.DataFrame({"a": [1.0, 2, 3, 4], "b": [2.0, 4, 6, 8], "c": ["x", "y", "x", "y"]})
    x, terms = design_matrix(frame, ["a", "b", "c"])
    assert terms == ["(intercept)", "a", "c:y"]
    assert np.linalg.matrix_rank(x) == 3


@pytest.mark.shared
def test_the_same_children_in_two_waves_as_clubsandwich_has_them(shared):
    expected = json.loads((shared / "oracles/star.json").read_text())["change_K_1_math"]["cluster"]
    star = pd.read_csv(shared / "realdata/reference_small/star.csv")
    both = star[star["gr"].isin(["K", "1"])]
    same = both.groupby("id")["sch"].transform("nunique") == 1                   # the reference pairs children within a school
    found = cohort_change(both[same], y="math", child="id", centre="sch", wave="gr", earlier="K", later="1")
    assert found.n == expected["n"]
    assert found.estimate == pytest.approx(expected["mean"], rel=1e-8)
    assert found.se == pytest.approx(expected["se_CR2"], rel=1e-6)
    assert found.df == pytest.approx(expected["df_satt_CR2"], rel=1e-3)


def test_a_cohorts_change_knows_the_children_and_a_cross_sections_does_not():
    frame = draw(4, 20, 0.1)
    frame["child"] = [f"k{place}" for place in frame.index]
    later = frame.assign(y=frame["y"] + 10 + np.random.default_rng(1).standard_normal(len(frame)))
    both = pd.concat([frame.assign(wave="2017"), later.assign(wave="2019")], ignore_index=True)
    same = cohort_change(both, y="y", child="child", centre="centre", **WAVES)
    assert same.estimate == pytest.approx(10, abs=0.2)
    assert same.n == len(frame)
    alone = cohort_change(both.drop(index=0), y="y", child="child", centre="centre", **WAVES)
    assert alone.n == len(frame) - 1


def test_gaps_raw_adjusted_and_their_change():
    frame = two_waves(5)
    frame = frame.assign(gender=np.where(frame.index % 2, "girl", "boy"), home=np.where(frame.index % 5, "danish", "other"))
    frame["y"] += np.where(frame["gender"] == "girl", np.where(frame["wave"] == "2019", 10, 50), 0)
    now = frame[frame["wave"] == "2019"]
    names = {"y": "y", "centre": "centre", "variable": "gender", "reference": "boy"}
    gap = background_gaps(now, **names).iloc[0]
    means = now.groupby("gender")["y"].mean()
    assert gap["category"] == "girl"
    assert gap["estimate"] == pytest.approx(means["girl"] - means["boy"])
    assert gap["n"] == now.groupby("gender").size().min()
    ready, covariates = composition(now, ["home"])
    assert background_gaps(ready, covariates=covariates, **names).iloc[0]["method"].endswith("adjusted")
    change = background_gaps(frame, **WAVES, **names).iloc[0]
    before = background_gaps(frame[frame["wave"] == "2017"], **names).iloc[0]
    assert change["estimate"] == pytest.approx(gap["estimate"] - before["estimate"])
    assert change["low"] < -40 < change["high"]


def test_a_group_of_one_has_no_gap_and_forms_that_do_not_tell_are_left_out():
    frame = two_waves(6).assign(home=None)
    frame.loc[frame.index[:50], "home"] = "danish"
    frame.loc[frame.index[50], "home"] = "other"
    assert background_gaps(frame, y="y", centre="centre", variable="home", reference="danish").empty
    frame.loc[frame.index[51], "home"] = "other"
    assert background_gaps(frame, y="y", centre="centre", variable="home", reference="danish").iloc[0]["n"] == 2
