"""Centre estimates carry the uncertainty of tau and of the mean; comparisons and changes cover on average over centres."""

import numpy as np
import pandas as pd
import pytest
from estimates.made import draw
from scipy import stats

from analysis.estimates import (
    centre_change,
    centre_estimates,
    centre_posterior,
    posterior_comparisons,
    posterior_means,
    random_intercept_model,
)
from analysis.estimates.mixture import mixture_summary


def test_the_grid_gives_what_brute_force_over_dense_matrices_gives():
    frame = draw(1, 6, 0.1, sizes=(3, 8))
    found = centre_estimates(frame, y="y", centre="centre")
    y, codes = frame["y"].to_numpy(), frame["centre"].factorize(sort=True)[0]
    z, ones, n = np.eye(6)[codes], np.ones((len(y), 1)), len(y)
    densities, means, variances = [], [], []
    for root in np.linspace(0, 6, 3001):
        v = np.eye(n) + root**2 * z @ z.T
        inverse = np.linalg.inv(v)
        information = (ones.T @ inverse @ ones).item()
        mean = (ones.T @ inverse @ y).item() / information
        rss = (y - mean) @ inverse @ (y - mean)
        densities.append(-0.5 * (np.linalg.slogdet(v)[1] + np.log(information) + (n - 1) * np.log(rss)))
        means.append(mean + root**2 * z.T @ inverse @ (y - mean))
        loading = 1 - root**2 * z.T @ inverse @ ones[:, 0]                       # of the mean on a centre's mean
        known = np.diag(root**2 * np.eye(6) - root**4 * z.T @ inverse @ z)
        variances.append(rss / (n - 1) * (known + loading**2 / information) * (n - 1) / (n - 3))  # of a t with n - 1 df
    weights = np.exp(np.array(densities) - max(densities))
    weights[0] /= 2
    expected = weights @ np.array(means) / weights.sum()
    spread = np.sqrt(weights @ (np.array(variances) + (np.array(means) - expected) ** 2) / weights.sum())
    np.testing.assert_allclose(found["estimate"], expected, atol=0.1)            # points; the grids differ
    np.testing.assert_allclose(found["se"], spread, atol=0.1)


def test_estimates_lie_between_the_raw_mean_and_the_others_and_comparisons_add_up():
    frame = draw(2, 12, 0.05)
    posterior = centre_posterior(frame, y="y", centre="centre")
    means, compared = posterior_means(posterior), posterior_comparisons(posterior)
    middle = posterior.weights @ posterior.mean
    assert ((means["estimate"] - middle).abs() <= (means["raw"] - middle).abs()).all()
    # the forms-weighted comparisons of all centres cancel, centre against the rest: sum n_j (N - n_j) d_j = 0
    n = means["n"].to_numpy(float)
    assert (n * (n.sum() - n)) @ compared["estimate"] == pytest.approx(0, abs=1e-5 * n.sum() ** 2)
    assert means["p"].isna().all()
    assert compared["p"].between(0, 1).all()


def test_mixture_quantiles_are_those_of_the_single_distribution_when_there_is_one():
    mean, sd, low, high, p = mixture_summary(np.ones(1), np.array([[10.0]]), np.array([[4.0]]), 20.0)
    assert (mean[0], low[0], high[0]) == pytest.approx((10, *stats.t.interval(0.95, 20, 10, 4)))
    assert sd[0] == pytest.approx(stats.t.std(20, 10, 4))
    assert p[0] == pytest.approx(2 * stats.t.sf(2.5, 20), rel=1e-6)


def test_mixture_quantiles_are_where_a_root_finder_finds_them():
    """Parts far apart and of very different spread: Newton's method alone would leap out of the flat stretch between them."""
    random = np.random.default_rng(6)
    for df in (4.0, 40.0, np.inf):
        weights = random.dirichlet(np.ones(9))
        means, sds = random.normal(scale=50, size=(9, 20)), np.exp(random.normal(size=(9, 20)))
        _, _, low, high, _ = mixture_summary(weights, means, sds, df)
        for place in range(20):
            def below(x, place=place, df=df, weights=weights, means=means, sds=sds):
                return weights @ stats.t.cdf((x - means[:, place]) / sds[:, place], df)
            for found, level in ((low[place], 0.025), (high[place], 0.975)):
                assert below(found) == pytest.approx(level, abs=1e-8 if df <= 300 else 1e-9)


@pytest.mark.parametrize(("icc", "least", "most"), [(0.0, 0.93, 1.0), (0.05, 0.93, 0.975), (0.15, 0.93, 0.97)])
def test_centre_levels_are_covered_on_average_and_lme4s_conditional_interval_is_not(icc, least, most):
    covered, conditional, compared = [], [], []
    for seed in range(100):
        frame = draw(1000 + seed, 12, icc)
        true = frame.groupby("centre")["true"].first().to_numpy()
        n = frame.groupby("centre").size().to_numpy()
        posterior = centre_posterior(frame, y="y", centre="centre")
        means, others = posterior_means(posterior), posterior_comparisons(posterior)
        difference = true - ((true @ n) - n * true) / (n.sum() - n)
        covered.append(((means["low"] <= true) & (true <= means["high"])).mean())
        compared.append(((others["low"] <= difference) & (difference <= others["high"])).mean())
        groups = random_intercept_model(frame, y="y", centre="centre").groups
        conditional.append(((groups["estimate"] - true).abs() <= 1.96 * groups["conditional_sd"]).mean())
    slack = 2 * np.std(covered) / np.sqrt(len(covered))
    assert least - slack <= np.mean(covered) <= most + slack
    assert least - slack <= np.mean(compared) <= 1.0
    if icc <= 0.05:
        assert np.mean(conditional) < 0.91                                      # the guard that must be seen to fail


def test_raters_noise_widens_a_centres_interval():
    frame = draw(3, 12, 0.05, rater_share=0.2, raters=3)
    with_raters = centre_estimates(frame, y="y", centre="centre", rater="rater")
    without = centre_estimates(frame, y="y", centre="centre")
    assert (with_raters["high"] - with_raters["low"]).mean() > 1.1 * (without["high"] - without["low"]).mean()
    assert (with_raters["n_raters"] == 3).all()


def test_two_centres_are_too_few():
    with pytest.raises(ValueError, match="3 centres"):
        centre_posterior(draw(1, 2, 0.1), y="y", centre="centre")


def two_waves(seed: int, centres: int = 12, gamma: float = 15.0, change: float = 10.0, **more) -> pd.DataFrame:
    first, second = draw(seed, centres, 0.05, **more), draw(seed + 50000, centres, 0.0, **more)
    level = first.groupby("centre")["true"].first()
    moved = level + change + gamma * np.random.default_rng(seed).standard_normal(centres)
    second = second.assign(y=second["y"] - 500 + second["centre"].map(moved), true=second["centre"].map(moved))
    return pd.concat([first.assign(wave="2017"), second.assign(wave="2019")], ignore_index=True)


def test_centre_changes_are_covered_on_average():
    covered = []
    for seed in range(120):
        frame = two_waves(seed)
        true = frame.groupby(["centre", "wave"])["true"].first().unstack()
        found = centre_change(frame, y="y", centre="centre", wave="wave", earlier="2017", later="2019").set_index("unit")
        change = true["2019"] - true["2017"]
        covered.append(((found["low"] <= change) & (change <= found["high"])).mean())
    slack = 2 * np.std(covered) / np.sqrt(len(covered))
    assert 0.93 - slack <= np.mean(covered) <= 0.97 + slack


def returning_staff(seed: int, stay: float, centres: int = 37, size: int = 22, gamma: float = 16.0, stable: float = 0.6) -> pd.DataFrame:
    """Staff who answer for themselves in two waves; ``stay`` of them are the same, with ``stable`` of their own deviation."""
    rng = np.random.default_rng(seed)
    level, moved = 500 + 20 * rng.standard_normal(centres), gamma * rng.standard_normal(centres)
    own = 100 * np.sqrt(stable) * rng.standard_normal((2, centres, size))
    stays = rng.random((centres, size)) < stay
    own[1] = np.where(stays, own[0], own[1])
    noise = 100 * np.sqrt(1 - stable) * rng.standard_normal((2, centres, size))
    y = own + noise + level[:, None] + np.stack([0 * moved, moved])[:, :, None]
    which, place, person = np.indices(y.shape)
    leaver = np.where(stays[place, person], 0, which)
    return pd.DataFrame({"y": y.ravel(), "centre": [f"c{g:03d}" for g in place.ravel()], "wave": np.where(which.ravel(), "2019", "2017"),
                         "person": [f"{g}-{i}-{new}" for g, i, new in zip(place.ravel(), person.ravel(), leaver.ravel(), strict=True)],
                         "true": np.broadcast_to(moved[:, None], y.shape).ravel()})


def covered_changes(stay: float, returning: str | None, draws: int = 60) -> float:
    share = []
    for seed in range(draws):
        frame = returning_staff(seed, stay)
        found = centre_change(frame, y="y", centre="centre", wave="wave", earlier="2017", later="2019", returning=returning)
        found = found.set_index("unit")
        true = frame.groupby("centre")["true"].first()
        share.append(((found["low"] <= true) & (true <= found["high"])).mean())
    return float(np.mean(share))


def test_staff_who_return_are_not_counted_as_others():
    """At 37 centres and 60 draws the Monte Carlo error is about .01."""
    assert 0.92 <= covered_changes(0.7, "person") <= 0.98
    assert 0.92 <= covered_changes(0.0, "person") <= 0.98
    assert covered_changes(0.7, None) < 0.90, "counted as others, their own stable views shrink the changes too far"


def test_a_centre_in_one_wave_only_has_no_change_and_shrinkage_is_towards_the_common_change():
    frame = two_waves(3, gamma=0.0, rater_share=0.1)
    frame = frame[~((frame["centre"] == "c004") & (frame["wave"] == "2017"))]
    found = centre_change(frame, y="y", centre="centre", wave="wave", earlier="2017", later="2019", rater="rater").set_index("unit")
    assert "c004" not in found.index
    assert len(found) == 11
    assert found["estimate"].std() < 0.5 * found["raw"].std()
    assert (found["n"] == frame.groupby(["centre", "wave"]).size().unstack().dropna().min(axis=1).astype(int)).all()


def test_too_few_centres_give_no_changes():
    assert centre_change(two_waves(1, centres=2), y="y", centre="centre", wave="wave", earlier="2017", later="2019").empty


def test_a_tail_probability_is_never_below_nothing():
    """Weights that add up to a rounding error more than one made p −4e-16, which no table of estimates takes."""
    weights = np.full(7, 1 / 7) * (1 + 4e-16)
    *_, p = mixture_summary(weights, np.full((7, 1), -500.0), np.full((7, 1), 1.0), np.inf)
    assert weights.sum() > 1
    assert 0 <= p[0] < 1e-12
