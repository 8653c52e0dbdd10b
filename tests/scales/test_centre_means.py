"""The reliability of centres' means is that of R's multilevel and lme4, with raters' noise counted as noise."""

import numpy as np
import pandas as pd
import pytest

from analysis.scales import centre_reliability

CLOSED = 1e-8
"""Both sides reckon a closed formula."""
REML = 1e-4
"""On balanced data REML is the analysis of variance; lme4 stops at about 1e-5 relative."""


def test_one_way_is_multilevels_and_aovs(golden):
    expected = golden("scales_centres")["oneway"]
    found = centre_reliability(pd.DataFrame(expected["data"]), y="y", centre="centre")
    assert (found.icc1, found.icc2) == pytest.approx((expected["icc1"], expected["icc2"]), abs=CLOSED)
    assert (found.variance["centre"], found.variance["residual"]) == pytest.approx((expected["tau2"], expected["sigma2"]), rel=CLOSED)
    assert found.centres.set_index("unit")["reliability"].to_dict() == pytest.approx(expected["reliability"], abs=CLOSED)
    assert found.centres["n"].sum() == found.n == 106


def test_children_in_raters_in_centres_are_lme4s(golden):
    expected = golden("scales_centres")["nested"]
    found = centre_reliability(pd.DataFrame(expected["data"]), y="y", centre="centre", rater="rater", within="municipality")
    for part in ("centre", "rater", "residual"):
        assert found.variance[part] == pytest.approx(expected[part], rel=REML)
    assert found.estimate == pytest.approx(expected["reliability"], rel=REML)
    assert found.centres["reliability"].to_numpy() == pytest.approx([expected["reliability"]] * 12, rel=REML)
    assert (found.n, found.n_groups, found.n_raters) == (180, 12, 36)


def test_the_published_example_of_shrout_and_fleiss(golden):
    reference = golden("shrout_fleiss_1979")
    long = pd.DataFrame(reference["ratings"]).stack().rename("y").rename_axis(["target", "judge"]).reset_index()
    found = centre_reliability(long, y="y", centre="target")
    near = reference["tolerance"]
    assert (found.icc1, found.icc2) == (pytest.approx(reference["icc_1_1"], abs=near), pytest.approx(reference["icc_1_4"], abs=near))


def nested(rng, centres=400, raters=4, children=6):
    centre = np.repeat(np.arange(centres), raters * children)
    rater = np.repeat(np.arange(centres * raters), children)
    y = (rng.normal(0, np.sqrt(0.06), centres)[centre] + rng.normal(0, np.sqrt(0.14), centres * raters)[rater]
         + rng.normal(0, np.sqrt(0.80), len(centre)) + 2.0 * (centre % 4))
    return pd.DataFrame({"y": y, "centre": centre.astype(str), "rater": rater.astype(str), "municipality": (centre % 4).astype(str)})


def test_raters_noise_is_not_taken_for_the_centres():
    frame = nested(np.random.default_rng(11))
    truth = 0.06 / (0.06 + 0.14 / 4 + 0.80 / 24)
    names = {"y": "y", "centre": "centre", "within": "municipality"}
    assert centre_reliability(frame, rater="rater", **names).estimate == pytest.approx(truth, abs=0.06)
    assert centre_reliability(frame, **names).estimate > truth + 0.1, "without raters the centres seem far more reliable"


def test_a_centre_with_more_children_or_more_raters_is_told_better():
    frame = nested(np.random.default_rng(12), centres=60)
    few = frame[(frame["centre"] != "1") | (frame["rater"] == frame.loc[frame["centre"] == "1", "rater"].iloc[0])]
    found = centre_reliability(few, y="y", centre="centre", rater="rater", within="municipality").centres.set_index("unit")
    assert found.loc["1", ["n", "n_raters"]].tolist() == [6, 1]
    assert found.loc["1", "reliability"] < found.loc["2", "reliability"] - 0.1


@pytest.mark.parametrize(("frame", "reason"), [
    (pd.DataFrame({"y": [1.0, 2, 3, 4], "centre": "one", "rater": ["a", "a", "b", "b"]}), "one centre"),
    (pd.DataFrame({"y": [1.0, 2, 3, 4], "centre": list("abcd"), "rater": list("abcd")}), "one rater a centre"),
    (pd.DataFrame({"y": [1.0, 2, 3, 5, 4], "centre": list("aabbb"), "rater": list("aabbb")}), "one rater a centre"),
    (pd.DataFrame({"y": [1.0, 2, 3, 5], "centre": list("aabb"), "rater": list("wxyz")}), "one form a rater"),
    (pd.DataFrame({"y": [1.0, 2], "centre": list("ab"), "rater": list("ab")}), "fewer than three forms"),
    (pd.DataFrame({"y": [np.nan] * 4, "centre": list("aabb"), "rater": list("aabb")}), "fewer than three forms"),
])
def test_what_cannot_be_told_is_nan_and_says_why(frame, reason):
    found = centre_reliability(frame, y="y", centre="centre", rater="rater")
    assert np.isnan(found.estimate)
    assert found.method == f"no reliability: {reason}"
    assert found.centres["reliability"].isna().all()


def test_centres_that_do_not_differ_have_means_that_tell_nothing():
    frame = pd.DataFrame({"y": [1.0, 2, 1, 2, 1, 2], "centre": list("aabbcc")})
    assert centre_reliability(frame, y="y", centre="centre").estimate == 0
    assert centre_reliability(frame.assign(y=3.0), y="y", centre="centre").estimate == 0


@pytest.mark.shared
def test_reliability_of_means_is_multilevels_on_lq2002(oracle, shared):
    data = pd.read_csv(shared / "realdata" / "reference_small" / "lq2002.csv")
    for expected in oracle("lq2002")["scales"].values():
        found = centre_reliability(data.assign(y=data[expected["items"]].mean(axis=1)), y="y", centre="COMPID")
        assert found.icc1 == pytest.approx(expected["icc"]["anova"]["ICC1_multilevel"], abs=CLOSED)
        assert found.icc2 == pytest.approx(expected["icc"]["anova"]["ICC2_multilevel"], abs=CLOSED)
        assert (found.n, found.n_groups) == (expected["icc"]["n"], expected["icc"]["n_groups"])
