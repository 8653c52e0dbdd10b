"""The nested random-intercept model: variance components, fixed effects with Satterthwaite df, shrunken group means."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.estimates.columns import usable
from analysis.estimates.design import codes_of, design_matrix, rater_key
from analysis.estimates.nested import GroupSums, deviance, fit_ratios, fixed_effects, group_sums, products
from analysis.estimates.newton import derivatives, gradient
from analysis.estimates.results import COLUMNS, Estimate, NotEstimable, no_estimate, no_rows, t_interval

METHOD = "REML, Satterthwaite"
ONE_RATER = "every centre has one rater: centre and rater cannot be told apart"
GROUPS = ("reliability", "conditional_sd", "effect")


@dataclass(frozen=True, kw_only=True)
class RandomIntercept(Estimate):
    """A fitted model. As an Estimate: the mean at the average of the covariates (without covariates: of a centre, each counting about
    alike).

    ``variance``: centre, rater (0 without raters), residual. ``icc``: the centres' part of their sum. ``fixed``: one row per ``term``.
    ``groups``: one row per centre: ``unit, n, raw, estimate, se, low, high, reliability, conditional_sd, effect``. There ``estimate`` is
    the shrunken mean at the average of the covariates, ``se`` its prediction error with the uncertainty of the mean but not of tau
    (``centre_estimates`` has both), ``conditional_sd`` what lme4 calls condVar; ``reliability`` is tau^2 / (tau^2 + error variance of the
    centre's mean). NaN throughout where the model cannot be fitted; ``method`` says why.
    """

    variance: dict[str, float]
    icc: float
    fixed: pd.DataFrame
    groups: pd.DataFrame
    deviance: float
    singular: bool


def model_sums(frame: pd.DataFrame, *, y: str, centre: str, rater: str | None = None, covariates: Sequence[str] = ()
               ) -> tuple[GroupSums, list[str], pd.DataFrame]:
    """Group sums of the complete rows, the names of the design's terms, and those rows. A form without a rater is a rater of its own.

    Where every form has a rater of its own, raters and forms are one level. NotEstimable with fewer than two centres, no forms to spare,
    answers that are all alike inside the innermost groups, or one rater in every centre.
    """
    used = usable(frame, numbers=[y], keys=[centre], covariates=covariates, optional=[rater])
    centres = used[centre].nunique()
    if centres < 2:
        raise NotEstimable(f"a model of centres needs two of them, found {centres}", len(used), centres)
    x, terms = design_matrix(used, covariates)
    keys = [used[centre]]
    if rater:
        known = rater_key(used[rater])
        raters = codes_of(used[centre], known)[1]
        if raters == centres < len(used):
            raise NotEstimable(ONE_RATER, len(used), centres)
        if raters < len(used):
            keys.append(known)
    if len(used) <= max(x.shape[1] + 1, centres):
        raise NotEstimable(f"a model of centres needs more forms than centres and terms, found {len(used)} forms in {centres} centres",
                           len(used), centres)
    values = used[y].to_numpy(float)
    codes, groups = codes_of(*keys)
    inside = values - (np.bincount(codes, values, groups) / np.bincount(codes, minlength=groups))[codes]
    if inside @ inside <= 1e-18 * max(values @ values, 1e-300):
        raise NotEstimable("the answers do not vary inside the centres" + ("' raters" if len(keys) == 2 else ""), len(used), centres)
    origin = float(values.mean())
    return replace(group_sums(values - origin, x, keys), origin=origin), terms, used


def satterthwaite(data: GroupSums, variances: np.ndarray, contrast: np.ndarray) -> float:
    """Degrees of freedom of a contrast of fixed effects, observed REML information; variances at the boundary are held there.

    NaN where the information is not positive: the likelihood then says nothing of how far the variances may move.
    """
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
    scaled = curvature * np.outer(at, at)                                       # free of units, so that its sign can be judged
    if np.linalg.eigvalsh(scaled)[0] <= 1e-10 * np.abs(scaled).max():
        return np.nan
    value = float(contrast_variance(at))
    return float(2 * value**2 / (slope @ np.linalg.solve(curvature / 2, slope)))


def random_intercept_model(frame: pd.DataFrame, *, y: str, centre: str, rater: str | None = None, covariates: Sequence[str] = (),
                           confidence: float = 0.95) -> RandomIntercept:
    """REML fit of ``y`` on ``covariates`` with random intercepts of centre and, given ``rater``, of rater within centre.

    Source: Laird & Ware (1982, Biometrics 38); df after Satterthwaite as in lmerTest (Kuznetsova et al. 2017, J. Statistical Software
    82(13)). Where every centre has one rater the mean stands, and the two variances are NaN: they cannot be told apart.
    """
    try:
        data, terms, used = model_sums(frame, y=y, centre=centre, rater=rater, covariates=covariates)
        return _fitted(data, terms, used, y=y, centre=centre, rater=rater, confidence=confidence)
    except NotEstimable as problem:
        if problem.reason == ONE_RATER:
            return _one_rater(frame, y=y, centre=centre, covariates=covariates, confidence=confidence)
        return _unfitted(problem)


def _fitted(data: GroupSums, terms: list[str], used: pd.DataFrame, *, y: str, centre: str, rater: str | None, confidence: float
            ) -> RandomIntercept:
    ratios = fit_ratios(data)
    information, coefficients, rss, _ = fixed_effects(data, ratios)
    coefficients = coefficients + data.origin * np.eye(data.p)[0]
    residual = float(rss / (data.n - data.p))
    variances = np.append(ratios * residual, residual)
    covariance = np.linalg.inv(information) * residual
    average = data.total[0, :-1] / data.n                                       # the covariates' means: column 0 is the intercept
    contrasts = np.vstack([average, np.eye(data.p)]) if data.p > 1 else np.eye(1)
    values = contrasts @ coefficients
    errors = np.sqrt(np.einsum("ij,jk,ik->i", contrasts, covariance, contrasts))
    dfs = np.array([satterthwaite(data, variances, row) for row in contrasts])
    low, high, p = t_interval(values, errors, dfs, confidence)
    raters = used[rater].nunique() if rater else 0
    counts = {"n": data.n, "n_groups": data.outer_groups, "n_raters": raters}
    every = pd.DataFrame({"estimate": values, "se": errors, "df": dfs, "low": low, "high": high, "method": METHOD, "p": p}).assign(**counts)
    fixed = every.tail(data.p).reset_index(drop=True)
    fixed.insert(0, "term", terms)
    fixed = fixed[["term", *COLUMNS]]
    variance = {"centre": float(variances[0]), "rater": float(variances[1]) if data.levels == 2 else 0.0, "residual": residual}
    groups = _groups(data, ratios, residual, coefficients, covariance, used, y, centre, confidence)
    return RandomIntercept(*(float(value) for value in (values[0], errors[0], dfs[0], low[0], high[0])), method=METHOD, p=float(p[0]),
                           **counts, variance=variance, icc=variance["centre"] / sum(variance.values()), fixed=fixed, groups=groups,
                           deviance=float(deviance(data, variances)), singular=bool((ratios < 1e-8).any()))


def _one_rater(frame: pd.DataFrame, *, y: str, centre: str, covariates: Sequence[str], confidence: float) -> RandomIntercept:
    """Centre and its one rater taken together: the mean and fixed effects stand, nothing is known of centres apart from their raters."""
    try:
        data, terms, used = model_sums(frame, y=y, centre=centre, covariates=covariates)
        found = _fitted(data, terms, used, y=y, centre=centre, rater=None, confidence=confidence)
    except NotEstimable as problem:
        return _unfitted(problem)
    apart = dict.fromkeys(["estimate", "se", "low", "high", *GROUPS], np.nan)
    unknown = {"centre": np.nan, "rater": np.nan, "residual": found.variance["residual"]}
    return RandomIntercept(**{**found.__dict__, "variance": unknown, "icc": np.nan, "groups": found.groups.assign(**apart),
                              "n_raters": data.outer_groups, "method": f"{METHOD}; {ONE_RATER}"})


def _unfitted(problem: NotEstimable) -> RandomIntercept:
    groups = pd.DataFrame({name: pd.Series(dtype="float64") for name in ("unit", "n", "raw", "estimate", "se", "low", "high", *GROUPS)})
    return RandomIntercept(**no_estimate(problem.reason, problem.n, problem.n_groups).__dict__, icc=np.nan, fixed=no_rows("term"),
                           variance={"centre": np.nan, "rater": np.nan, "residual": np.nan}, groups=groups, deviance=np.nan, singular=False)


def _groups(data: GroupSums, ratios: np.ndarray, residual: float, coefficients: np.ndarray, covariance: np.ndarray, used: pd.DataFrame,
            y: str, centre: str, confidence: float) -> pd.DataFrame:
    from scipy import special

    _, _, sums, weight = products(data, ratios)
    tau2 = ratios[0] * residual
    precision = weight / residual                                               # of the centre's mean, raters' noise counted
    mean_x, mean_y = sums[:, :-1] / weight[:, None], sums[:, -1] / weight + data.origin
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
