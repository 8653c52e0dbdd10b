"""How much of the differences between children goes with their background."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimates.columns import usable
from analysis.estimates.nested import GroupSums, fit_ratios, fixed_effects, products_by_centre
from analysis.estimates.random_intercept import model_sums
from analysis.estimates.results import Estimate, NotEstimable, no_estimate

METHOD = "marginal R2 (Nakagawa), bias-corrected, bootstrap over centres"
MIN_CENTRES = 5
"""Fewer centres drawn with replacement say too little of how a share would move with others."""


def variance_explained_by_background(frame: pd.DataFrame, *, y: str, centre: str, covariates: Sequence[str], rater: str | None = None,
                                     confidence: float = 0.95, draws: int = 500, seed: int = 1) -> Estimate:
    """Share (0-1) of the variance of ``y`` that goes with ``covariates``: the marginal R2 of Nakagawa & Schielzeth (2013, Methods in
    Ecology and Evolution 4(2)) of the random-intercept model, less what chance alone would explain.

    R2 is the variance of the fixed part over that and the variances of centres, raters and children. Estimated coefficients make the
    fixed part vary by tr(C S) too much (C their covariance, S that of the covariates): that is taken off, and the share is never below 0.
    The interval is the percentile interval over ``draws`` of whole centres, each draw's own bias taken off as well (``seed`` is fixed, so
    that a report can be made again). A change of this share is never a finding: it moves with how alike the children are.
    """
    if not covariates:
        raise ValueError("say which covariates are the background")
    used = usable(frame, numbers=[y], keys=[centre], covariates=covariates, optional=[rater])
    n, centres = len(used), used[centre].nunique()
    try:
        data, _, _ = model_sums(used, y=y, centre=centre, rater=rater, covariates=covariates)
        if data.p == 1:
            raise NotEstimable("the background does not vary", n, centres)
        found = marginal_r2(data)
    except NotEstimable as problem:
        return no_estimate(problem.reason, problem.n, problem.n_groups)
    raters, share = used[rater].nunique() if rater else 0, found.corrected
    if centres < MIN_CENTRES:
        reason = f"{centres} centres, of {MIN_CENTRES} needed for an interval"
        return no_estimate(reason, n, centres, estimate=max(share, 0.0), n_raters=raters)
    raw, shares = found.raw, drawn_shares(data, np.random.default_rng(seed).multinomial(centres, np.full(centres, 1 / centres), draws),
                                          found.ratios)
    shares = shares[np.isfinite(shares)] - (raw - share)                        # a draw's chance comes on top of that of the answers
    if len(shares) < draws / 2:
        return no_estimate("too few draws of centres hold the whole background", n, centres, estimate=max(share, 0.0), n_raters=raters)
    tail = (1 - confidence) / 2
    low, high = np.quantile(shares, [tail, 1 - tail])
    return Estimate(max(share, 0.0), float(np.std(shares, ddof=1)), np.nan, max(float(min(low, share)), 0.0),
                    max(float(max(high, share)), 0.0), n, centres, METHOD, np.nan, raters)


@dataclass(frozen=True)
class Share:
    """Marginal R2 as it stands (``raw``) and less what chance explains (``corrected``, below 0 where less is explained than that)."""

    raw: float
    corrected: float
    ratios: np.ndarray


def marginal_r2(data: GroupSums) -> Share:
    """Both shares of the REML fit; the variance of the fixed part has the divisor n - 1, as in MuMIn."""
    ratios = fit_ratios(data)
    information, coefficients, rss, _ = fixed_effects(data, ratios)
    raw, corrected = _shares(information, coefficients, rss / (data.n - data.p), ratios.sum(), data.total, data.n)
    return Share(float(raw), float(corrected), ratios)


def _shares(information: np.ndarray, coefficients: np.ndarray, residual: np.ndarray, ratios: np.ndarray, total: np.ndarray, n: np.ndarray
            ) -> tuple[np.ndarray, np.ndarray]:
    """Raw and corrected share from a fit's parts; leading dimensions are draws."""
    means = total[..., 0, :-1]
    n = np.asarray(n, float)[..., None, None]
    spread = (total[..., :-1, :-1] - means[..., :, None] * means[..., None, :] / n) / (n - 1)
    fixed = np.einsum("...i,...ij,...j->...", coefficients, spread, coefficients)
    chance = np.einsum("...ii->...", np.linalg.solve(information, spread)) * residual
    rest = residual * (1 + ratios)
    return fixed / (fixed + rest), (fixed - chance) / (fixed - chance + rest)


def drawn_shares(data: GroupSums, draws: np.ndarray, at: np.ndarray) -> np.ndarray:
    """The corrected share in every draw (B,); ``draws`` (B, G) says how often each centre is in it. NaN where a draw lacks a category.

    Every draw is a REML fit of its own, its variance ratios the best of a grid (raters' about ``at``, those of all forms): centres are
    independent, so a draw's likelihood is a sum of the centres' parts and all draws are one matrix product.
    """
    p, k = data.p, data.p + 1
    marks = [np.r_[0.0, np.geomspace(2e-3, 2.0, 10)], *[np.unique(ratio * np.array([0.0, 0.5, 1.0, 2.0])) for ratio in at[1:]]]
    n = draws @ np.bincount(data.outer_codes)
    total = (draws @ data.outer_cross.reshape(len(data.outer_cross), -1)).reshape(-1, k, k)
    scale = np.sqrt(np.einsum("bii->bi", total[:, :p, :p]))
    whole = (scale > 0).all(axis=1)
    whole[whole] = np.linalg.cond(total[whole][:, :p, :p] / (scale[whole, :, None] * scale[whole, None, :])) < 1e10
    found = np.full(len(draws), np.nan)
    draws, n, total = draws[whole].astype(float), n[whole], total[whole]
    best, height, sums = np.zeros_like(total), np.full(len(draws), np.inf), np.zeros(len(draws))
    for ratios in itertools.product(*marks):
        own, logdets = products_by_centre(data, np.array(ratios))
        matrix = (draws @ own.reshape(len(own), -1)).reshape(-1, k, k)
        # |W'V^-1 W| = |X'V^-1 X| times the residual sum of squares
        whole_logdet, logdet = np.linalg.slogdet(matrix)[1], np.linalg.slogdet(matrix[:, :p, :p])[1]
        deviance = draws @ logdets + logdet + (n - p) * (whole_logdet - logdet)
        lower = deviance < height
        best[lower], height[lower], sums[lower] = matrix[lower], deviance[lower], sum(ratios)
    information, cross = best[:, :p, :p], best[:, :p, p]
    coefficients = np.linalg.solve(information, cross[..., None])[..., 0]
    residual = (best[:, p, p] - (cross * coefficients).sum(axis=1)) / (n - p)
    found[whole] = _shares(information, coefficients, residual, sums, total, n)[1]
    return found
