"""The slope over age is clubSandwich's, within centres."""

import numpy as np
import pandas as pd
import pytest

from analysis.scales import age_slope

CR2 = 1e-6
"""Standard errors; both sides reckon them from one least-squares fit."""
DF = 1e-3
"""Satterthwaite's df: sums of products of adjustments."""


def test_slope_error_and_df_are_clubsandwichs(golden):
    expected = golden("scales_age")
    found = age_slope(pd.DataFrame(expected["data"]), y="y", age="age", centre="centre")
    assert found.estimate == pytest.approx(expected["estimate"], rel=1e-8)
    assert found.se == pytest.approx(expected["se"], rel=CR2)
    assert found.df == pytest.approx(expected["df"], rel=DF)
    assert (found.low, found.high, found.p) == pytest.approx((expected["low"], expected["high"], expected["p"]), rel=DF)
    assert found.mean_age == pytest.approx(expected["mean_age"])
    assert (found.n, found.n_groups) == (112, 9)


def test_it_holds_what_it_promises():
    rng = np.random.default_rng(3)
    centre = np.repeat(np.arange(12), 20)
    inside = 0
    for _ in range(1000):
        age = rng.uniform(48, 72, 240)
        y = 2.0 * age + rng.normal(0, 40, 12)[centre] + rng.normal(0, 2.0, 12)[centre] * (age - 60) + rng.normal(0, 90, 240)
        found = age_slope(pd.DataFrame({"y": y, "age": age, "centre": centre}), y="y", age="age", centre="centre")
        inside += found.low <= 2.0 <= found.high
    assert inside / 1000 == pytest.approx(0.95, abs=0.02)      # slopes differ between centres; three Monte Carlo errors of .007


@pytest.mark.parametrize("change", [
    {"age": 60.0}, {"age": np.nan}, {"y": np.nan}, {"centre": list("abcdef")}, {"age": [60.0, 60, 61, 61, 62, 62]},
])
def test_without_ages_that_differ_within_centres_there_is_no_slope(change):
    frame = pd.DataFrame({"y": [1.0, 2, 3, 4, 5, 6], "age": [50.0, 60, 50, 60, 50, 60], "centre": list("aabbcc")}).assign(**change)
    found = age_slope(frame, y="y", age="age", centre="centre")
    assert np.isnan([found.estimate, found.se, found.low, found.p]).all()
    assert found.method.startswith("no slope")


def test_one_centre_has_a_slope_without_an_interval():
    frame = pd.DataFrame({"y": [1.0, 2, 3.5], "age": [50.0, 60, 70], "centre": "a"})
    found = age_slope(frame, y="y", age="age", centre="centre")
    assert found.estimate == pytest.approx(0.125)
    assert np.isnan([found.se, found.low, found.high, found.p]).all()
    assert "one centre only" in found.method
