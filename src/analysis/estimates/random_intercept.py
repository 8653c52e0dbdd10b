"""The nested random-intercept model: variance components, fixed effects with Satterthwaite df, shrunken group means."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimates.design import design_matrix, rater_key
from analysis.estimates.nested import GroupSums, deviance, fit_ratios, fixed_effects, group_sums, products
from analysis.estimates.newton import derivatives, gradient
from analysis.estimates.results import t_interval

METHOD = "REML, Satterthwaite"


@dataclass(frozen=True)
class RandomIntercept:
    """A fitted model. ``variances``: centre, rater (0 without raters), residual. ``fixed``: one row per ``term``.

    ``groups``: one row per centre: ``unit, n, raw, estimate, se, low, high, reliability, conditional_sd``. ``estimate`` is the shrunken
    mean at the average of the covariates, ``se`` its prediction error with the uncertainty of the mean but not of tau
    (``centre_estimates`` has both), ``conditional_sd`` what lme4 calls condVar; ``reliability`` is tau^2 / (tau^2 + error variance of the
    centre's mean).
    """

    variances: dict[str, float]
    icc: float
    fixed: pd.DataFrame
    groups: pd.DataFrame
    deviance: float
    singular: bool
    n: int
    n_groups: int
    n_raters: int
    method: str = METHOD


def model_sums(frame: pd.DataFrame, *, y: str, centre: str, rater: str | None = None, covariates: Sequence[str] = ()
               ) -> tuple[GroupSums, list[str], pd.DataFrame]:
    """Group sums of the complete rows, the names of the design's terms, and those rows. A form without a rater is a rater of its own."""
    used = frame[[y, centre, *([rater] if rater else []), *covariates]].dropna(subset=[y, centre, *covariates])
    x, terms = design_matrix(used, covariates)
    keys = [used[centre]]
    if rater:
        keys.append(rater_key(used[rater]))
    return group_sums(used[y].to_numpy(float), x, keys), terms, used


def satterthwaite(data: GroupSums, variances: np.ndarray, contrast: np.ndarray) -> float:
    """Degrees of freedom of a contrast of fixed effects, observed REML information; variances at the boundary are held there."""
    active = np.flatnonzero(variances > 1e-8 * variances[-1])

    def full(part: np.ndarray) -> np.ndarray:
        point = np.broadcast_to(variances, (*part.shape[:-1], len(variances))).astype(part.dtype)
        point[..., active] = part
        return point

    def contrast_variance(part: np.ndarray) -> np.ndarray:
        point = full(part)
        information = fixed_effects(data, point[..., :-1] / point[..., -1:])[0]
        solved = np.linalg.solve(information, np.broadcast_to(contrast, (*information.shape[:-2], len(contrast)))[..., None])[..., 0]
        return point[..., -1] * (solved * contrast).sum(axis=-1)

    at = variances[active]
    slope = gradient(contrast_variance, at)
    _, _, curvature = derivatives(lambda part: deviance(data, full(part)), at, 1e-5 * at)
    value = float(contrast_variance(at))
    return float(2 * value**2 / (slope @ np.linalg.solve(curvature / 2, slope)))


def random_intercept_model(frame: pd.DataFrame, *, y: str, centre: str, rater: str | None = None, covariates: Sequence[str] = (),
                           confidence: float = 0.95) -> RandomIntercept:
    """REML fit of ``y`` on ``covariates`` with random intercepts of centre and, given ``rater``, of rater within centre.

    Needs at least two centres and more forms than fixed effects (ValueError otherwise). Source: Laird & Ware (1982, Biometrics 38); df
    after Satterthwaite as in lmerTest (Kuznetsova et al. 2017, J. Statistical Software 82(13)).
    """
    data, terms, used = model_sums(frame, y=y, centre=centre, rater=rater, covariates=covariates)
    if data.outer_groups < 2 or data.n <= data.p + 1:
        raise ValueError(f"a random-intercept model needs two centres and more forms than terms; found {data.outer_groups} centres, "
                         f"{data.n} forms, {data.p} terms")
    ratios = fit_ratios(data)
    information, coefficients, rss, _ = fixed_effects(data, ratios)
    residual = float(rss / (data.n - data.p))
    variances = np.append(ratios * residual, residual)
    covariance = np.linalg.inv(information) * residual
    errors = np.sqrt(np.diag(covariance))
    dfs = np.array([satterthwaite(data, variances, row) for row in np.eye(data.p)])
    low, high, p = t_interval(coefficients, errors, dfs, confidence)
    raters = used[rater].nunique() if rater else 0
    fixed = pd.DataFrame({"term": terms, "estimate": coefficients, "se": errors, "df": dfs, "low": low, "high": high, "n": data.n,
                          "n_groups": data.outer_groups, "method": METHOD, "p": p, "n_raters": raters})
    named = {"centre": float(variances[0]), "rater": float(variances[1]) if rater else 0.0, "residual": residual}
    groups = _groups(data, ratios, residual, coefficients, covariance, used, y, centre, confidence)
    return RandomIntercept(named, named["centre"] / sum(named.values()), fixed, groups, float(deviance(data, variances)),
                           bool((ratios < 1e-8).any()), data.n, data.outer_groups, raters)


def _groups(data: GroupSums, ratios: np.ndarray, residual: float, coefficients: np.ndarray, covariance: np.ndarray, used: pd.DataFrame,
            y: str, centre: str, confidence: float) -> pd.DataFrame:
    from scipy import special

    _, _, sums, weight = products(data, ratios)
    tau2 = ratios[0] * residual
    precision = weight / residual                                               # of the centre's mean, raters' noise counted
    mean_x, mean_y = sums[:, :-1] / weight[:, None], sums[:, -1] / weight
    shrink = tau2 * precision / (1 + tau2 * precision)
    average = data.total[0, :-1] / data.n                                       # the covariates' means: column 0 is the intercept
    effect = shrink * (mean_y - mean_x @ coefficients)
    loading = average - shrink[:, None] * mean_x                                # of the fixed effects on the centre's mean
    conditional = tau2 * (1 - shrink)
    se = np.sqrt(conditional + np.einsum("gj,jk,gk->g", loading, covariance, loading))
    estimate = average @ coefficients + effect
    counts = np.bincount(data.outer_codes).astype(int)
    raw = np.bincount(data.outer_codes, used[y].to_numpy(float)) / counts
    half = special.ndtri(0.5 + confidence / 2) * se
    return pd.DataFrame({"unit": np.sort(used[centre].unique()), "n": counts, "raw": raw, "estimate": estimate, "se": se,
                         "low": estimate - half, "high": estimate + half, "reliability": shrink, "conditional_sd": np.sqrt(conditional),
                         "effect": effect})
