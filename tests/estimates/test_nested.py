"""The nested random-intercept model equals lme4 and lmerTest, singular fits included."""

import json

import numpy as np
import pandas as pd
import pytest
from estimates.made import draw

from analysis.estimates import practice_outcome_links, random_intercept_model
from analysis.estimates.nested import MOST_RATIO, fit_ratios, profile_deviance
from analysis.estimates.random_intercept import model_sums

VARIANCES, LOGLIK, EFFECTS = 1e-4, 1e-6, 1e-3
"""Relative for variances, df and effects (two optimisers of one criterion); absolute for the log-likelihood, which is flat at its top."""


def check(model, reference, *, effects: bool = True):
    total = sum(reference["var"].values())
    for name, key in (("residual", "Residual"), ("centre", "centre"), ("rater", "rater")):
        assert model.variance[name] == pytest.approx(reference["var"].get(key, 0.0), rel=VARIANCES, abs=1e-6 * total)
    np.testing.assert_allclose(model.fixed["estimate"], np.atleast_1d(reference["b"]), rtol=VARIANCES)
    np.testing.assert_allclose(model.fixed["se"], np.atleast_1d(reference["se"]), rtol=VARIANCES)
    np.testing.assert_allclose(model.fixed["df"], np.atleast_1d(reference["df"]), rtol=EFFECTS)
    assert -model.deviance / 2 == pytest.approx(reference["logLik"], abs=LOGLIK)
    if effects:
        for column, key in (("effect", "ranef_centre"), ("conditional_sd", "sd_centre")):
            expected = [reference[key][unit] for unit in model.groups["unit"]]
            np.testing.assert_allclose(model.groups[column], expected, rtol=EFFECTS, atol=1e-3)


@pytest.mark.parametrize(("name", "covariates", "rater"),
                         [("s12", ["sex", "age", "cx"], "rater"), ("s12_0", [], "rater"), ("s12_1", [], None)])
def test_twelve_centres_as_lme4_has_them(golden, name, covariates, rater):
    model = random_intercept_model(golden("estimates_s12.csv"), y="y", centre="centre", rater=rater, covariates=covariates)
    check(model, golden("estimates_s12.json")["models"][name])


@pytest.mark.shared
def test_fifty_centres_and_thirty_singular_fits_as_lme4_has_them(shared):
    reference = json.loads((shared / "oracles/simulated/reference.json").read_text())
    frame = pd.read_csv(shared / "oracles/simulated/s1800.csv")
    check(random_intercept_model(frame, y="y", centre="centre", rater="rater", covariates=["sex", "age", "cx"]), reference["s1800"])
    singular = 0
    for number in range(10, 40):
        frame = pd.read_csv(shared / f"oracles/simulated/sing{number}.csv")
        model = random_intercept_model(frame, y="y", centre="centre", rater="rater")
        check(model, reference[f"sing{number}"])
        singular += model.singular
    assert singular == sum(reference[f"sing{number}"]["singular"] for number in range(10, 40))


@pytest.mark.shared
def test_star_pupils_in_classes_in_schools_as_lmertest_has_them(shared):
    expected = json.loads((shared / "oracles/star.json").read_text())["K"]["read"]["lmer"]
    star = pd.read_csv(shared / "realdata/reference_small/star.csv")
    kinder = star[star["gr"] == "K"].assign(small=lambda f: (f["cltype"] == "small") * 1.0, aide=lambda f: (f["cltype"] == "reg+A") * 1.0)
    model = random_intercept_model(kinder, y="read", centre="sch", rater="tch", covariates=["small", "aide"])
    for name, key in (("centre", "sch (Intercept) "), ("rater", "tch (Intercept) "), ("residual", "Residual")):
        assert model.variance[name] == pytest.approx(expected["var"][key], rel=VARIANCES)
    fixed = model.fixed.set_index("term")
    for term in ("small", "aide"):
        np.testing.assert_allclose(fixed.loc[term, ["estimate", "se", "df"]].astype(float),
                                   [expected["fixed"][term][key] for key in ("Estimate", "Std. Error", "df")], rtol=EFFECTS)


@pytest.mark.shared
@pytest.mark.parametrize(("oracle", "column", "unit"), [("bh1996", "WBEING", "GRP"), ("lq2002", "HOSTILE", "COMPID")])
def test_two_levels_as_lme4_has_them(shared, oracle, column, unit):
    found = json.loads((shared / f"oracles/{oracle}.json").read_text())
    expected = found["icc"][column] if oracle == "bh1996" else found["scales"][column]["icc"]
    frame = pd.read_csv(shared / f"realdata/reference_small/{oracle}.csv")
    if oracle == "lq2002":
        frame = frame.assign(HOSTILE=frame[[f"HOSTIL{number:02d}" for number in range(1, 6)]].mean(axis=1))
    model = random_intercept_model(frame, y=column, centre=unit)
    assert model.variance["centre"] == pytest.approx(expected["lmer_REML"]["tau2"], rel=VARIANCES)
    assert model.icc == pytest.approx(expected["lmer_REML"]["icc"], rel=VARIANCES)
    groups = model.groups.set_index(model.groups["unit"].astype(str))
    for name, group in expected["eb_REML"].items():
        np.testing.assert_allclose(groups.loc[name, ["estimate", "conditional_sd", "reliability"]].astype(float),
                                   [group["eb_mean"], group["post_sd"], group["reliability"]], rtol=EFFECTS)


def adversarial(kind: str) -> pd.DataFrame:
    """Designs that searches have ended wrongly on: one huge centre, centres of one, few raters, far outliers, hardly any noise."""
    random = np.random.default_rng(sum(map(ord, kind)))
    uneven = {"one huge centre": [400, 3, 3, 2], "centres of one": [1] * 30 + [40], "pairs": [2] * 15, "two centres": [5, 200]}
    sizes = uneven.get(kind, [12] * 9)
    centre = np.repeat(np.arange(len(sizes)), sizes)
    rater = centre * 3 + random.integers(0, 2 if kind == "few raters" else 3, len(centre))
    y = 500 + random.standard_normal(len(sizes))[centre] * 20 + random.standard_normal(3 * len(sizes))[rater] * 10
    noise = 1e-3 if kind == "hardly any noise" else 90.0
    y = y + noise * (random.standard_t(1.2, len(centre)) if kind == "far outliers" else random.standard_normal(len(centre)))
    if kind == "against each other":                                            # centres' means alike, raters' apart
        y = y - pd.Series(y).groupby(centre).transform("mean").to_numpy() + 300 * (rater % 3 - 1)
    return pd.DataFrame({"y": y, "centre": centre.astype(str), "rater": rater.astype(str)})


@pytest.mark.parametrize("kind", ["one huge centre", "centres of one", "pairs", "two centres", "few raters", "far outliers",
                                  "hardly any noise", "against each other", "plain"])
@pytest.mark.parametrize("rater", [None, "rater"])
def test_no_search_ends_above_the_lowest_point_of_a_fine_grid(kind, rater):
    data, _, _ = model_sums(adversarial(kind), y="y", centre="centre", rater=rater)
    found = fit_ratios(data)
    marks = np.r_[0.0, np.geomspace(1e-5, 1e6, 61)]
    mesh = np.stack(np.meshgrid(*[marks] * data.levels, indexing="ij"), axis=-1).reshape(-1, data.levels)
    assert profile_deviance(data, found) <= profile_deviance(data, mesh).min() + 1e-8
    assert ((found >= 0) & (found <= MOST_RATIO)).all()


def test_too_little_for_a_model_says_what_was_found():
    model = random_intercept_model(pd.DataFrame({"y": range(5), "centre": "a"}), y="y", centre="centre")
    assert model.method == "no estimate: a model of centres needs two of them, found 1"
    assert (model.n, model.n_groups) == (5, 1)


def test_a_form_without_a_rater_is_a_rater_of_its_own():
    frame = draw(5, 10, 0.05, rater_share=0.1)
    unknown = frame.assign(rater=frame["rater"].where(frame.index % 3 > 0).astype("str"))
    alone = frame.assign(rater=frame["rater"].where(frame.index % 3 > 0, [f"own {place}" for place in frame.index]))
    one, other = (random_intercept_model(which, y="y", centre="centre", rater="rater") for which in (unknown, alone))
    assert one.variance == pytest.approx(other.variance)


def test_a_link_that_is_there_is_found_and_leaving_one_centre_out_is_a_refit():
    frame = draw(6, 40, 0.05, rater_share=0.05)
    practice = pd.Series(np.random.default_rng(7).standard_normal(40), index=sorted(frame["centre"].unique()))
    frame = frame.assign(practice=frame["centre"].map(practice), y=lambda f: f["y"] + 20 * f["practice"])
    found = practice_outcome_links(frame, y="y", practice="practice", centre="centre", rater="rater")
    assert found.low < 0.2 * practice.std() < found.high
    assert found.p < 0.01
    assert found.without_one_low < found.estimate < found.without_one_high
    # the slope per unit of practice, without the centre that matters most, against a refit without its forms
    scale = frame["y"].std() / practice.std()
    refits = [random_intercept_model(frame[frame["centre"] != centre], y="y", centre="centre", rater="rater", covariates=["practice"])
              .fixed.set_index("term").loc["practice", "estimate"] for centre in practice.index]
    assert found.without_one_low * scale == pytest.approx(min(refits), rel=0.02)   # variances held there, fitted anew here
    assert found.without_one_high * scale == pytest.approx(max(refits), rel=0.02)
    alike = practice_outcome_links(frame.assign(practice=1.0), y="y", practice="practice", centre="centre")
    assert np.isnan(alike.low)
    assert "practice must vary" in alike.method
