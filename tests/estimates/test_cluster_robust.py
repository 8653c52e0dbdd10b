"""CR2 is what its authors define, what clubSandwich computes, and covers where a normal quantile does not."""

import json
import time

import numpy as np
import pandas as pd
import pytest
from estimates.made import draw
from scipy import linalg, stats

from analysis.estimates import cluster_robust_mean, cluster_robust_means, cluster_robust_means_by, cluster_robust_regression
from analysis.estimates.cluster_robust import cr2

SE, DF = 1e-6, 1e-3
"""Relative: two implementations of one closed form that differ in how they take matrix roots."""
CLOSED = 1e-8


def by_definition(y, x, clusters):
    """Bell & McCaffrey with n x n matrices, as in Pustejovsky & Tipton (2018), working model independence; slow and literal."""
    bread = np.linalg.inv(x.T @ x)
    left = np.eye(len(y)) - x @ bread @ x.T
    residuals = left @ y
    groups = [np.flatnonzero(clusters == g) for g in np.unique(clusters)]
    meat, parts = np.zeros((x.shape[1],) * 2), []
    for group in groups:
        adjust = np.real(linalg.sqrtm(linalg.pinvh(left[np.ix_(group, group)])))
        score = x[group].T @ adjust @ residuals[group]
        meat += np.outer(score, score)
        parts.append(left[group].T @ adjust @ x[group] @ bread)
    errors, dfs = np.sqrt(np.diag(bread @ meat @ bread)), []
    for term in range(x.shape[1]):
        p = np.array([part[:, term] for part in parts])
        dfs.append(np.trace(p @ p.T) ** 2 / ((p @ p.T) ** 2).sum())
    return bread @ x.T @ y, errors, np.array(dfs)


@pytest.mark.parametrize("weighted", [False, True])
def test_cr2_is_bell_and_mccaffreys_definition(weighted):
    random = np.random.default_rng(1)
    clusters = np.repeat(np.arange(7), [2, 3, 5, 8, 4, 6, 9])
    n = len(clusters)
    x = np.column_stack([np.ones(n), random.standard_normal(n), (clusters % 2).astype(float)])
    weights = random.choice([0.25, 0.5, 1.0], n) if weighted else np.ones(n)
    y = x @ [1, 2, 3] + random.standard_normal(7)[clusters] + random.standard_normal(n)
    found = cr2(y, x, clusters, weights=weights if weighted else None)
    root = np.sqrt(weights)
    for mine, expected in zip(found, by_definition(root * y, root[:, None] * x, clusters), strict=True):
        np.testing.assert_allclose(mine, expected, rtol=CLOSED)


def test_the_mean_in_closed_form_is_the_regression_on_an_intercept():
    frame = draw(2, 9, 0.1).assign(w=lambda f: np.where(f.index % 3, 1.0, 0.5))
    mean = cluster_robust_mean(frame, y="y", centre="centre", weights="w")
    line = cluster_robust_regression(frame, y="y", centre="centre", covariates=[], weights="w").iloc[0]
    np.testing.assert_allclose([mean.estimate, mean.se, mean.df, mean.low, mean.high, mean.p],
                               line[["estimate", "se", "df", "low", "high", "p"]].astype(float), rtol=CLOSED)


def test_many_columns_and_many_units_at_once_give_what_one_at_a_time_gives():
    frame = draw(3, 8, 0.1).assign(other=lambda f: f["y"].where(f.index % 4 > 0), unit=lambda f: f["centre"].str[-1].astype(int) % 2)
    one = cluster_robust_mean(frame, y="other", centre="centre")
    many = cluster_robust_means(frame, y=["y", "other"], centre="centre").set_index("y").loc["other"]
    np.testing.assert_allclose([one.estimate, one.se, one.df], many[["estimate", "se", "df"]].astype(float), rtol=CLOSED)
    assert (many["n"], many["n_groups"]) == (one.n, 8)
    by_unit = cluster_robust_means_by(frame, y="other", by=["unit"], cluster="centre", rater="rater").set_index("unit")
    for unit, part in frame.groupby("unit"):
        alone = cluster_robust_mean(part, y="other", centre="centre", rater="rater")
        together = by_unit.loc[unit, ["estimate", "se", "df"]].astype(float)
        np.testing.assert_allclose([alone.estimate, alone.se, alone.df], together, rtol=CLOSED)
        assert by_unit.loc[unit, "n"] == alone.n
        assert by_unit.loc[unit, "n_raters"] == part.dropna(subset=["other"])["rater"].nunique()


def test_one_centre_has_a_mean_and_no_interval():
    alone = cluster_robust_mean(pd.DataFrame({"y": [1.0, 2.0], "centre": ["a", "a"]}), y="y", centre="centre")
    assert alone.estimate == 1.5
    assert np.isnan([alone.se, alone.df, alone.low, alone.high, alone.p]).all()


@pytest.mark.parametrize(("centres", "forms", "columns"), [(60, 2000, 700), (1000, 20000, 100)])
def test_many_shares_are_quick(centres, forms, columns):
    random = np.random.default_rng(1)
    frame = pd.DataFrame(random.integers(0, 2, (forms, columns)), columns=[f"x{k}" for k in range(columns)])
    frame["centre"] = random.integers(0, centres, forms)
    began = time.process_time()
    found = cluster_robust_means(frame, y=[f"x{k}" for k in range(columns)], centre="centre")
    assert time.process_time() - began < 3
    assert found["se"].notna().all()


def test_six_centres_are_covered_by_t_and_not_by_the_normal_quantile():
    draws, centres, each, icc = 2000, 6, 20, 0.10
    random = np.random.default_rng(4)
    between = np.sqrt(icc) * random.standard_normal((draws, centres, 1))
    y = between + np.sqrt(1 - icc) * random.standard_normal((draws, centres, each))
    frame = pd.DataFrame(y.reshape(draws, -1).T, columns=[f"d{k}" for k in range(draws)]).assign(centre=np.repeat(np.arange(centres), each))
    found = cluster_robust_means(frame, y=[f"d{k}" for k in range(draws)], centre="centre")
    covered = ((found["low"] <= 0) & (found["high"] >= 0)).mean()
    normal = (found["estimate"].abs() <= stats.norm.ppf(0.975) * found["se"]).mean()
    error = 2 * np.sqrt(0.95 * 0.05 / draws)
    assert 0.95 - error <= covered <= 0.97 + error
    assert normal < 0.92                                                        # the guard that must be seen to fail


@pytest.mark.shared
def test_star_as_clubsandwich_has_it(shared):
    expected = json.loads((shared / "oracles/star.json").read_text())
    star = pd.read_csv(shared / "realdata/reference_small/star.csv")
    kinder = star[star["gr"] == "K"].assign(small=lambda f: (f["cltype"] == "small") * 1.0, aide=lambda f: (f["cltype"] == "reg+A") * 1.0,
                                            school=lambda f: f["sch"].astype(str))
    for key, covariates in (("ols", ["small", "aide"]), ("ols_sch_fe", ["small", "aide", "school"])):
        found = cluster_robust_regression(kinder, y="read", centre="sch", covariates=covariates).set_index("term")
        for term in ("small", "aide"):
            reference = expected["K"]["read"][key]["coef"][term]
            assert found.loc[term, "estimate"] == pytest.approx(reference["est"], rel=CLOSED)
            assert found.loc[term, "se"] == pytest.approx(reference["se_CR2"], rel=SE)
            assert found.loc[term, "df"] == pytest.approx(reference["df_satt"], rel=DF)


@pytest.mark.shared
def test_achievement_awards_as_clubsandwich_has_them(shared):
    expected = json.loads((shared / "oracles/achievement_awards_did.json").read_text())["did_2000_2001"]["Girl.Bagrut_status"]["ols_2x2"]
    awards = pd.read_csv(shared / "realdata/achievement_awards_did/achievement_awards.csv")
    girls = awards[awards["year"].astype(str).isin(["2000", "2001"]) & (awards["sex"] == "Girl")].assign(
        post=lambda f: (f["year"].astype(str) == "2001") * 1.0, both=lambda f: f["post"] * f["treated"])
    found = cluster_robust_regression(girls, y="Bagrut_status", centre="school_id", covariates=["treated", "post", "both"])
    found = found.set_index("term")
    for term, name in (("treated", "treated"), ("post", "post"), ("both", "treated:post")):
        assert found.loc[term, "se"] == pytest.approx(expected["coef"][name]["se_CR2"], rel=SE)
        assert found.loc[term, "df"] == pytest.approx(expected["coef"][name]["df_satt"], rel=DF)
