"""Alpha, omega and items are those of R's psych, and what cannot be told is said."""

import numpy as np
import pandas as pd
import pytest

from analysis.scales import cronbach_alpha, item_statistics, mcdonald_omega
from analysis.scales.reliability import feldt_interval

CLOSED = 1e-8
"""Both sides reckon a closed formula."""
MINRES = 1e-6
"""Two optimisers on the same smooth function; psych stops at about 1e-7."""
HEYWOOD = 2e-3
"""Where an item is all factor both stop at a uniqueness of .005, psych over uniquenesses and this library over loadings."""


def with_correlations(matrix, n=200):
    """Data whose sample correlations are exactly ``matrix``."""
    matrix = np.asarray(matrix, dtype=float)
    noise = np.random.default_rng(3).normal(size=(n, len(matrix)))
    noise -= noise.mean(axis=0)
    white = np.linalg.solve(np.linalg.cholesky(np.cov(noise, rowvar=False)), noise.T).T
    return pd.DataFrame(white @ np.linalg.cholesky(matrix).T, columns=[f"i{place}" for place in range(len(matrix))])


def alike(correlation, k, n=200):
    return with_correlations(np.full((k, k), correlation) + (1 - correlation) * np.eye(k), n)


@pytest.fixture
def made(golden):
    """(expected, items): the golden file and its data, the complete forms of the one with holes among them."""
    expected = golden("scales_reliability")
    data = {name: pd.DataFrame(rows).astype(float) for name, rows in expected["data"].items()}
    return expected, {**data, "complete": data["holes"].dropna()}


@pytest.mark.parametrize("name", ["five", "holes", "three", "opposed", "complete"])
def test_alpha_is_psychs_and_so_is_its_interval(made, name):
    expected, items = made
    found, reference = cronbach_alpha(items[name]), expected["alpha"][name]
    assert (found.alpha, found.low, found.high) == pytest.approx(tuple(reference[key] for key in ("alpha", "low", "high")), abs=CLOSED)
    assert (found.n, found.k, found.estimate) == (reference["n"], reference["k"], found.alpha)
    if name != "holes":                                       # psych divides by all rows, blank ones too
        assert found.se == pytest.approx(reference["ase"], abs=CLOSED)


@pytest.mark.parametrize(("name", "near"), [("five", MINRES), ("three", MINRES), ("complete", MINRES), ("heywood", HEYWOOD)])
def test_omega_is_psychs(made, name, near):
    expected, items = made
    assert mcdonald_omega(items[name]).omega == pytest.approx(expected["omega"][name], abs=near)


def test_omega_is_of_complete_forms(made):
    _, items = made
    assert mcdonald_omega(items["holes"]) == mcdonald_omega(items["complete"])


@pytest.mark.parametrize("name", ["five", "complete", "three"])
def test_items_are_psychs(made, name):
    expected, items = made
    found = item_statistics(items[name], dict.fromkeys(items[name], (1.0, 5.0))).set_index("item")
    reference = pd.DataFrame(expected["items"][name]).set_index("item")
    for column in ("mean", "sd", "r_drop", "alpha_if_dropped"):
        np.testing.assert_allclose(found[column], reference[column], rtol=0, atol=CLOSED)


def test_shares_at_the_ends_are_of_answers_and_missing_of_forms():
    items = pd.DataFrame({"a": [1, 1, 2, np.nan, np.nan], "b": [3.0, 3, 3, 1, np.nan]})
    found = item_statistics(items, {"a": (1, 3), "b": (1, 3)}).set_index("item")
    assert found.loc["a", ["n", "missing", "floor", "ceiling"]].tolist() == [3, 0.25, pytest.approx(2 / 3), 0]
    assert found.loc["b", ["n", "missing", "floor", "ceiling"]].tolist() == [4, 0, 0.25, 0.75]


def test_feldts_interval_is_psychs(golden):
    reference = golden("feldt_interval")
    for case in reference["cases"]:
        assert feldt_interval(case["alpha"], case["n"], case["k"]) == pytest.approx((case["low"], case["high"]), abs=reference["tolerance"])


def test_the_published_alpha_of_shrout_and_fleiss(golden):
    reference = golden("shrout_fleiss_1979")
    found = cronbach_alpha(pd.DataFrame(reference["ratings"]).astype(float))
    assert found.alpha == pytest.approx(reference["icc_3_4"], abs=reference["tolerance"])


def test_parallel_items_have_the_alpha_of_spearman_and_brown():
    assert cronbach_alpha(alike(0.3, 4)).alpha == pytest.approx(4 * 0.3 / (1 + 3 * 0.3), abs=CLOSED)


def test_omega_of_one_factor_is_the_closed_formula():
    loadings = np.array([0.8, 0.7, 0.6, 0.5, 0.4])
    found = mcdonald_omega(with_correlations(np.outer(loadings, loadings) + np.diag(1 - loadings**2)))
    assert found.omega == pytest.approx(loadings.sum() ** 2 / (loadings.sum() ** 2 + (1 - loadings**2).sum()), abs=MINRES)
    assert list(found.loadings.values()) == pytest.approx(loadings, abs=MINRES)


def test_blank_rows_do_not_narrow_the_interval():
    items = alike(0.4, 3, n=60)
    blank = pd.concat([items, pd.DataFrame(np.nan, index=range(600), columns=items.columns)], ignore_index=True)
    assert cronbach_alpha(blank) == cronbach_alpha(items)
    assert cronbach_alpha(items).n == 60


def test_an_item_nobody_answered_is_left_out():
    items = alike(0.4, 3)
    assert cronbach_alpha(items.assign(empty=np.nan)) == cronbach_alpha(items)
    assert mcdonald_omega(items.assign(empty=np.nan)) == mcdonald_omega(items)


def test_an_item_all_agree_on_counts_as_one_that_almost_all_agree_on(made):
    expected, items = made
    agreed = cronbach_alpha(items["three"].assign(agreed=3.0))
    assert (agreed.alpha, agreed.k) == (pytest.approx(expected["agreed"], abs=CLOSED), 4)
    almost = items["three"].assign(agreed=[2.0, *[3.0] * (len(items["three"]) - 1)])
    assert cronbach_alpha(almost).alpha == pytest.approx(agreed.alpha, abs=0.01)
    assert mcdonald_omega(items["three"].assign(agreed=3.0)) == mcdonald_omega(items["three"]), "it has no correlation with anything"


def test_perfect_agreement_is_certain():
    same = pd.DataFrame({"a": [1.0, 2, 3, 2, 1] * 4}).pipe(lambda one: one.assign(b=one["a"], c=one["a"]))
    assert (cronbach_alpha(same).alpha, cronbach_alpha(same).low, cronbach_alpha(same).high) == pytest.approx((1, 1, 1))
    # an item without anything of its own is a Heywood case: psych keeps each uniqueness from .005 on
    assert mcdonald_omega(same).omega == pytest.approx(1, abs=0.005)


def test_three_forms_of_two_items_have_an_alpha_with_a_wide_interval():
    found = cronbach_alpha(pd.DataFrame({"a": [1.0, 2, 3], "b": [1.0, 3, 2]}))
    assert found.low < 0 < found.alpha < found.high < 1


@pytest.mark.parametrize(("items", "reason"), [
    (pd.DataFrame({"a": [1.0, 2, 3]}), "fewer than two items answered"),
    (pd.DataFrame({"a": [1.0, 2, 3], "b": [np.nan] * 3}), "fewer than two items answered"),
    (pd.DataFrame({"a": [2.0] * 5, "b": [1.0] * 5}), "no variance in their sum"),
    (pd.DataFrame({"a": [1.0, 2], "b": [1.0, 2]}), "fewer than 3 forms"),
    (pd.DataFrame({"a": [np.nan] * 5, "b": [np.nan] * 5}), "fewer than 3 forms"),
    (pd.DataFrame({"a": [1.0, 2, 3], "b": [3.0, 2, 1]}), "no variance in their sum"),
    (pd.DataFrame({"a": [1.0, 2, 3, np.nan, np.nan, np.nan], "b": [np.nan, np.nan, np.nan, 1.0, 2, 3]}), "no variance in their sum"),
    (pd.DataFrame(), "fewer than 3 forms"),
])
def test_what_cannot_be_told_is_nan_and_says_why(items, reason):
    alpha, omega = cronbach_alpha(items), mcdonald_omega(items)
    assert np.isnan([alpha.alpha, alpha.low, alpha.high, omega.omega]).all()
    assert reason in alpha.method
    assert omega.method.startswith("no omega: fewer than")
    table = item_statistics(items, dict.fromkeys(items, (1.0, 3.0)))
    assert list(table["item"]) == list(items)


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
        assert complete.se == pytest.approx(expected["complete"]["ase"], abs=CLOSED)
        assert (complete.low, complete.high) == pytest.approx(tuple(expected["complete"]["ci95_feldt"]), abs=CLOSED)
        assert mcdonald_omega(items).omega == pytest.approx(expected["omega_total_1factor_minres"], abs=MINRES)
        found = item_statistics(items, {name: (1.0, 6.0) for name in items}).set_index("item")
        for name, item in expected["complete"]["item"].items():
            assert found.loc[name, "r_drop"] == pytest.approx(item["r_drop"], abs=CLOSED)
            assert found.loc[name, "alpha_if_dropped"] == pytest.approx(item["alpha_if_dropped"], abs=CLOSED)
            assert found.loc[name, "missing"] == pytest.approx(items[items.notna().any(axis=1)][name].isna().mean())
            assert found.loc[name, "ceiling"] == pytest.approx((items[name].dropna() == 6).mean())
