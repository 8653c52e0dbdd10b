"""Centre estimates: shrunken means and comparisons whose intervals carry the uncertainty of tau and of the mean.

The variance ratios are integrated out over a grid under flat priors on tau/sigma (Gelman 2006, Bayesian Analysis 1(3), 515-534), the
residual variance and the mean analytically: given the ratios a centre's mean is t distributed, so what is reported is a mixture of t's.
lme4's conditional SD takes tau as known and covers far too little with few centres.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimates.mixture import mixture_summary
from analysis.estimates.nested import GroupSums, fit_ratios, products, profile_deviance
from analysis.estimates.random_intercept import model_sums
from analysis.estimates.results import NotEstimable, no_rows

METHOD = "REML likelihood integrated over tau"
MIN_CENTRES = 3
"""Under flat priors the posterior of tau is proper from three centres on."""


@dataclass(frozen=True)
class CentrePosterior:
    """Grid over the variance ratios (K points) for G centres. ``centre_means`` and ``shrink`` (K, G); ``mean``, ``mean_variance``,
    ``tau2``, ``weights`` (K,)."""

    units: np.ndarray
    n: np.ndarray
    n_raters: np.ndarray
    raw: np.ndarray
    weights: np.ndarray
    mean: np.ndarray
    mean_variance: np.ndarray
    tau2: np.ndarray
    shrink: np.ndarray
    centre_means: np.ndarray
    df: float


def _grid(data: GroupSums, points: tuple[int, ...]) -> np.ndarray:
    """Mesh of variance ratios that holds all but a negligible part of the likelihood, evenly spaced in their square roots; (K, levels)."""
    peak = fit_ratios(data)
    lowest = profile_deviance(data, peak)
    axes = []
    for level in range(data.levels):
        root = np.sqrt(peak[level])
        marks = np.unique(np.maximum(np.r_[root - np.geomspace(1e-3, 4, 40), root, root + np.geomspace(1e-3, 4, 40)], 0.0))
        along = np.tile(peak, (len(marks), 1))
        along[:, level] = marks**2
        inside = np.flatnonzero(profile_deviance(data, along) - lowest < 25.0)
        first, last = max(inside[0] - 1, 0), min(inside[-1] + 1, len(marks) - 1)
        axes.append(np.linspace(marks[first], marks[last], points[level]))
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, data.levels) ** 2


def centre_posterior(frame: pd.DataFrame, *, y: str, centre: str, rater: str | None = None) -> CentrePosterior:
    """Joint posterior of the centres' means on a grid. NotEstimable with fewer than three centres, or where no model can be fitted."""
    data, _, used = model_sums(frame, y=y, centre=centre, rater=rater)
    if data.outer_groups < MIN_CENTRES:
        raise NotEstimable(f"shrinkage needs {MIN_CENTRES} centres, found {data.outer_groups}", data.n, data.outer_groups)
    ratios = _grid(data, (61,) if data.levels == 1 else (31, 21))
    fall = profile_deviance(data, ratios)
    density = np.exp(-(fall - fall.min()) / 2)
    edge = np.sqrt(ratios)
    for level in range(data.levels):                                            # trapezium rule: half weight at the ends, 0 among them
        ends = (edge[:, level] == edge[:, level].min()) | (edge[:, level] == edge[:, level].max())
        density = np.where(ends, density / 2, density)
    density /= density.sum()
    kept = density > 1e-7
    ratios, weights = ratios[kept], density[kept] / density[kept].sum()
    matrix, _, sums, weight = products(data, ratios)
    mean = matrix[:, 0, 1] / matrix[:, 0, 0]
    residual = (matrix[:, 1, 1] - mean * matrix[:, 0, 1]) / (data.n - 1)
    mean = mean + data.origin
    tau2 = ratios[:, 0] * residual
    inverse = ratios[:, :1] * weight
    counts = np.bincount(data.outer_codes).astype(int)
    raw = np.bincount(data.outer_codes, used[y].to_numpy(float)) / counts
    raters = used.groupby(centre)[rater].nunique().to_numpy() if rater else np.zeros(len(counts), dtype=int)
    return CentrePosterior(np.sort(used[centre].unique()), counts, raters, raw, weights, mean, residual / matrix[:, 0, 0], tau2,
                           inverse / (1 + inverse), sums[..., 1] / weight + data.origin, float(data.n - 1))


def centre_estimates(frame: pd.DataFrame, *, y: str, centre: str, rater: str | None = None, confidence: float = 0.95) -> pd.DataFrame:
    """Shrunken means of the centres: a tidy frame, one row per ``unit``, with its ``raw`` mean and ``reliability`` beside the estimate.

    The posterior mean, SD and equal-tailed interval, tau integrated out on a grid. Empty where there are too few centres for shrinkage
    (three) or no model can be fitted (one rater in every centre, answers that do not vary).
    """
    try:
        return posterior_means(centre_posterior(frame, y=y, centre=centre, rater=rater), confidence)
    except NotEstimable:
        return no_rows("unit", more=("raw", "reliability"))


def centre_comparisons(frame: pd.DataFrame, *, y: str, centre: str, rater: str | None = None, confidence: float = 0.95) -> pd.DataFrame:
    """Every centre minus the municipality's other centres, shrunken: a tidy frame as ``centre_estimates`` gives."""
    try:
        return posterior_comparisons(centre_posterior(frame, y=y, centre=centre, rater=rater), confidence)
    except NotEstimable:
        return no_rows("unit", more=("raw",))


def posterior_means(posterior: CentrePosterior, confidence: float = 0.95) -> pd.DataFrame:
    """``centre_estimates`` from a posterior at hand."""
    loading = 1 - posterior.shrink
    means = loading * posterior.mean[:, None] + posterior.shrink * posterior.centre_means
    variance = loading**2 * posterior.mean_variance[:, None] + posterior.tau2[:, None] * loading
    frame = _frame(posterior, means, variance, confidence)
    frame["p"] = np.nan                                                         # a level is compared with nothing
    frame["reliability"] = posterior.weights @ posterior.shrink
    return frame


def posterior_comparisons(posterior: CentrePosterior, confidence: float = 0.95) -> pd.DataFrame:
    """Each centre minus the municipality's other centres together (weighted by their forms), shrunken; ``p`` is twice the smaller tail at
    0."""
    n, total = posterior.n.astype(float), float(posterior.n.sum())
    loading = 1 - posterior.shrink
    known = posterior.shrink * posterior.centre_means
    own = posterior.tau2[:, None] * loading

    def minus_others(values: np.ndarray) -> np.ndarray:
        return values - ((values @ n)[:, None] - n * values) / (total - n)

    variance = own + ((own @ n**2)[:, None] - n**2 * own) / (total - n) ** 2
    variance = variance + minus_others(loading) ** 2 * posterior.mean_variance[:, None]
    means = minus_others(loading) * posterior.mean[:, None] + minus_others(known)
    return _frame(posterior, means, variance, confidence)


def _frame(posterior: CentrePosterior, means: np.ndarray, variance: np.ndarray, confidence: float) -> pd.DataFrame:
    mean, sd, low, high, p = mixture_summary(posterior.weights, means, np.sqrt(variance), posterior.df, confidence)
    return pd.DataFrame({"unit": posterior.units, "raw": posterior.raw, "estimate": mean, "se": sd, "df": np.nan, "low": low, "high": high,
                         "n": posterior.n, "n_groups": len(posterior.units), "method": METHOD, "p": p, "n_raters": posterior.n_raters})
