"""Alpha, omega and the reliability of means are those of R's psych and multilevel, and of published examples."""

import numpy as np
import pandas as pd
import pytest

from analysis.scales.reliability import (
    centre_mean_reliability,
    centre_reliability,
    cronbach_alpha,
    feldt_interval,
    item_statistics,
    mcdonald_omega,
)

CLOSED = 1e-8
"""Both sides reckon a closed formula."""
MINRES = 1e-6
"""Two optimisers on the same smooth function; psych stops at about 1e-7."""


def with_correlations(matrix, n=200):
    """Data whose sample correlations are exactly ``matrix``."""
    matrix = np.asarray(matrix, dtype=float)
    noise = np.random.default_rng(3).normal(size=(n, len(matrix)))
    noise -= noise.mean(axis=0)
    white = np.linalg.solve(np.linalg.cholesky(np.cov(noise, rowvar=False)), noise.T).T
    return pd.DataFrame(white @ np.linalg.cholesky(matrix).T, columns=[f"i{place}" for place in range(len(matrix))])


def test_feldts_interval_is_psychs(golden):
    reference = golden("feldt_interval")
    for case in reference["cases"]:
        assert feldt_interval(case["alpha"], case["n"], case["k"]) == pytest.approx((case["low"], case["high"]), abs=reference["tolerance"])


def test_the_published_example_of_shrout_and_fleiss(golden):
    reference = golden("shrout_fleiss_1979")
    wide = pd.DataFrame(reference["ratings"])
    long = wide.stack()
    found = centre_reliability(long, long.index.get_level_values(0).to_series(index=long.index))
    near = reference["tolerance"]
    assert (found.icc1, found.icc2) == (pytest.approx(reference["icc_1_1"], abs=near), pytest.approx(reference["icc_1_4"], abs=near))
    assert cronbach_alpha(wide.astype(float)).alpha == pytest.approx(reference["icc_3_4"], abs=near)


def test_parallel_items_have_the_alpha_of_spearman_and_brown():
    items = with_correlations(np.full((4, 4), 0.3) + 0.7 * np.eye(4))
    assert cronbach_alpha(items).alpha == pytest.approx(4 * 0.3 / (1 + 3 * 0.3), abs=CLOSED)


def test_omega_of_one_factor_is_the_closed_formula():
    loadings = np.array([0.8, 0.7, 0.6, 0.5, 0.4])
    items = with_correlations(np.outer(loadings, loadings) + np.diag(1 - loadings**2))
    assert mcdonald_omega(items) == pytest.approx(loadings.sum() ** 2 / (loadings.sum() ** 2 + (1 - loadings**2).sum()), abs=MINRES)


def test_blank_rows_do_not_narrow_the_interval():
    items = with_correlations(np.full((3, 3), 0.4) + 0.6 * np.eye(3), n=60)
    blank = pd.concat([items, pd.DataFrame(np.nan, index=range(600), columns=items.columns)], ignore_index=True)
    assert cronbach_alpha(blank) == cronbach_alpha(items)
    assert cronbach_alpha(items).n == 60


def test_an_item_nobody_answered_is_left_out_and_one_all_agree_on_is_not():
    items = with_correlations(np.full((3, 3), 0.4) + 0.6 * np.eye(3))
    assert cronbach_alpha(items.assign(empty=np.nan)) == cronbach_alpha(items)
    agreed = cronbach_alpha(items.assign(agreed=3.0))
    assert agreed.k == 4
    assert agreed.alpha < cronbach_alpha(items).alpha
    assert mcdonald_omega(items.assign(agreed=3.0)) == pytest.approx(mcdonald_omega(items))


@pytest.mark.parametrize(
    "items",
    [pd.DataFrame({"a": [1.0, 2, 3]}), pd.DataFrame({"a": [2.0] * 5, "b": [1.0] * 5}), pd.DataFrame({"a": [1.0, 2], "b": [1.0, 2]})],
)
def test_what_cannot_be_told_is_nan(items):
    assert np.isnan(cronbach_alpha(items).alpha)
    assert np.isnan(mcdonald_omega(items))


def test_raters_noise_is_not_taken_for_the_centres():
    rng = np.random.default_rng(11)
    centres, raters, children = 400, 4, 6
    centre = np.repeat(np.arange(centres), raters * children)
    rater = np.repeat(np.arange(centres * raters), children)
    municipality = centre % 4
    scores = (
        rng.normal(0, np.sqrt(0.06), centres)[centre]
        + rng.normal(0, np.sqrt(0.14), centres * raters)[rater]
        + rng.normal(0, np.sqrt(0.80), len(centre))
        + 2.0 * municipality
    )
    levels = [pd.Series(part) for part in (municipality, centre, rater)]
    truth = 0.06 / (0.06 + 0.14 / raters + 0.80 / (raters * children))
    assert centre_mean_reliability(pd.Series(scores), *levels) == pytest.approx(truth, abs=0.06)
    assert centre_mean_reliability(pd.Series(scores), *levels[:2]) > truth + 0.1, "without raters the centres seem far more reliable"


def test_unequal_sizes_give_the_published_variance_components():
    # one-way, unequal: tau2 = (MSB - MSW) / n0 with n0 = (N - sum n^2 / N) / (g - 1), Searle et al. 1992, 3.6
    groups = {"a": [3.0, 4, 5], "b": [6.0, 7], "c": [1.0, 2, 3, 4, 5]}
    scores = pd.Series([value for values in groups.values() for value in values])
    centre = pd.Series([name for name, values in groups.items() for _ in values])
    n, g = len(scores), len(groups)
    between = sum(len(v) * (np.mean(v) - scores.mean()) ** 2 for v in groups.values()) / (g - 1)
    within = sum(((np.array(v) - np.mean(v)) ** 2).sum() for v in groups.values()) / (n - g)
    tau2 = (between - within) / ((n - sum(len(v) ** 2 for v in groups.values()) / n) / (g - 1))
    found = centre_mean_reliability(scores, pd.Series(["one"] * n), centre)
    assert found == pytest.approx(tau2 / (tau2 + within * g / n), abs=1e-12)


@pytest.mark.shared
def test_alpha_omega_and_items_are_psychs_on_bfi(oracle, shared):
    reference = oracle("bfi")
    data = pd.read_csv(shared / "realdata" / "reference_small" / "bfi.csv")
    for name in reference["reversed"]:
        data[name] = 7 - data[name]
    for letter, expected in reference["scales"].items():
        items = data[[f"{letter}{number}" for number in range(1, 6)]]
        assert cronbach_alpha(items).alpha == pytest.approx(expected["pairwise"]["raw_alpha"], abs=CLOSED)
        complete = cronbach_alpha(items.dropna())
        assert complete.alpha == pytest.approx(expected["complete"]["raw_alpha"], abs=CLOSED)
        assert (complete.low, complete.high) == pytest.approx(tuple(expected["complete"]["ci95_feldt"]), abs=CLOSED)
        assert mcdonald_omega(items) == pytest.approx(expected["omega_total_1factor_minres"], abs=MINRES)
        found = item_statistics(items, {name: (1.0, 6.0) for name in items}).set_index("item")
        for name, item in expected["complete"]["item"].items():
            assert found.loc[name, "r_drop"] == pytest.approx(item["r_drop"], abs=CLOSED)
            assert found.loc[name, "alpha_if_dropped"] == pytest.approx(item["alpha_if_dropped"], abs=CLOSED)
            assert found.loc[name, "missing"] == pytest.approx(items[items.notna().any(axis=1)][name].isna().mean())
            assert found.loc[name, "ceiling"] == pytest.approx((items[name].dropna() == 6).mean())


@pytest.mark.shared
def test_reliability_of_means_is_multilevels_on_lq2002(oracle, shared):
    data = pd.read_csv(shared / "realdata" / "reference_small" / "lq2002.csv")
    for expected in oracle("lq2002")["scales"].values():
        found = centre_reliability(data[expected["items"]].mean(axis=1), data["COMPID"])
        assert found.icc1 == pytest.approx(expected["icc"]["anova"]["ICC1_multilevel"], abs=CLOSED)
        assert found.icc2 == pytest.approx(expected["icc"]["anova"]["ICC2_multilevel"], abs=CLOSED)
        assert (found.n, found.n_centres) == (expected["icc"]["n"], expected["icc"]["n_groups"])
