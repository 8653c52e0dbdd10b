"""Standardised differences, and what a survey of a given size can see."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.estimates.change import wave_change
from analysis.estimates.cluster_robust import cluster_robust_mean
from analysis.estimates.random_intercept import ONE_RATER, random_intercept_model
from analysis.estimates.results import COLUMNS, Estimate, no_estimate

CRITICAL_METHOD = "critical difference, REML variances"
SIZES = (5, 10, 15, 20, 30, 50, 80)


def hedges_j(df: float) -> float:
    """The exact small-sample correction J of Hedges (1981, J. Educational Statistics 6(2))."""
    from scipy import special

    return float(np.exp(special.gammaln(df / 2) - np.log(np.sqrt(df / 2)) - special.gammaln((df - 1) / 2)))


def hedges_g(a: Sequence[float], b: Sequence[float], confidence: float = 0.95) -> Estimate:
    """(mean of ``a`` - mean of ``b``) / pooled SD, corrected by J; interval by the noncentral t, as ``effectsize::hedges_g``.

    Values that are no numbers are left out. The interval treats answers as independent: it is a description beside the clustered interval
    in points, not a test.
    """
    from scipy import optimize, special

    a, b = (np.asarray(values, float) for values in (a, b))
    a, b = a[np.isfinite(a)], b[np.isfinite(b)]
    n1, n2 = len(a), len(b)
    df = n1 + n2 - 2
    if min(n1, n2) < 2:
        return no_estimate(f"a standardised difference needs two values on each side, found {n1} and {n2}", min(n1, n2), 2)
    pooled = np.sqrt(((n1 - 1) * a.var(ddof=1) + (n2 - 1) * b.var(ddof=1)) / df)
    if not pooled > 1e-12 * max(np.abs(a).max(), np.abs(b).max()):
        return no_estimate("the answers do not vary", min(n1, n2), 2)
    size, j = np.sqrt(1 / n1 + 1 / n2), hedges_j(df)
    d = (a.mean() - b.mean()) / pooled
    t = d / size

    def above(ncp: float) -> float:
        """P(T <= t) at this noncentrality; in the far tails, where scipy gives NaN, what it goes to."""
        found = float(special.nctdtr(df, ncp, t))
        return found if np.isfinite(found) else float(ncp < t)

    def limit(level: float) -> float:
        reach = 6 + abs(t)
        while above(t - reach) < level or above(t + reach) > level:
            reach *= 1.5
        return optimize.brentq(lambda ncp: above(ncp) - level, t - reach, t + reach, xtol=1e-10) * size

    tail = (1 - confidence) / 2
    se = np.sqrt(1 / n1 + 1 / n2 + (j * d) ** 2 / (2 * (n1 + n2)))
    return Estimate(float(j * d), float(se), float(df), j * limit(1 - tail), j * limit(tail), min(n1, n2), 2, "Hedges' g, noncentral t",
                    float(2 * special.stdtr(df, -abs(t))))


def detectable(se: float, df: float, alpha: float = 0.05, power: float = 0.80) -> float:
    """The true difference that an estimate with this ``se`` and ``df`` finds with probability ``power`` (two-sided ``alpha``); units of
    ``se``."""
    from scipy import special

    return float((special.stdtrit(df, 1 - alpha / 2) + special.stdtrit(df, power)) * se)


def smallest_detectable_difference(frame: pd.DataFrame, *, y: str, centre: str, wave: str | None = None, earlier: str | None = None,
                                   later: str | None = None, weights: str | None = None, alpha: float = 0.05, power: float = 0.80
                                   ) -> Estimate:
    """What a survey of this size can see: the smallest true difference found with probability ``power``, in the units of ``y``.

    With ``wave``: between two waves; without: between this mean and a number that is known. ``se`` and ``df`` are those of the estimate it
    is worked out from (CR2, Satterthwaite). There is no interval.
    """
    if wave is None:
        found = cluster_robust_mean(frame, y=y, centre=centre, weights=weights)
    else:
        found = wave_change(frame, y=y, centre=centre, wave=wave, earlier=earlier, later=later, weights=weights)
    if not np.isfinite(found.low):
        return no_estimate(found.method.partition(": ")[2], found.n, found.n_groups)
    return replace(found, estimate=detectable(found.se, found.df, alpha, power), low=np.nan, high=np.nan, p=np.nan,
                   method=f"smallest difference found with probability {power:g} at {alpha:g}; {found.method}")


def critical(n: float, *, sd: float = 100.0, raters: float | None = None, rater_share: float = 0.0, centre_wave_sd: float = 0.0,
             confidence: float = 0.95) -> float:
    """How far apart two waves' means of a centre of ``n`` children must lie before chance is excluded; units of ``sd``.

    ``sd`` is the children's SD within a centre, of which ``rater_share`` (0-1, of the variance) lies between ``raters``;
    ``centre_wave_sd`` is what moves a centre's true mean from wave to wave. The same size is taken in both waves. Normal quantile: the
    variances are the programme's. As the Early Development Instrument's critical difference (Janus & Offord 2007), with raters counted.
    """
    from scipy import special

    error = sd**2 * (1 - rater_share) / n + (sd**2 * rater_share / raters if raters else 0.0)
    return float(special.ndtri(0.5 + confidence / 2) * np.sqrt(2 * error + 2 * centre_wave_sd**2))


def critical_difference(frame: pd.DataFrame, *, y: str, centre: str, rater: str | None = None, sizes: Sequence[int] = SIZES,
                        confidence: float = 0.95) -> pd.DataFrame:
    """The critical difference between two waves of a centre, by its number of children: a tidy frame, one row per ``size``.

    Variances of children and of raters come from the random-intercept model of ``frame`` (one wave); a centre has as many raters for its
    children as centres have on average. ``estimate`` is how far apart two means must lie; there is no interval.
    """
    model = random_intercept_model(frame, y=y, centre=centre, rater=rater)
    variance = model.variance
    inside = variance["rater"] + variance["residual"] if np.isfinite(variance["rater"]) else np.nan
    per_rater = max(model.n / model.n_raters, 1.0) if rater and model.n_raters else np.nan
    without = model.method if model.method.startswith("no ") else f"no estimate: {ONE_RATER}"
    rows = []
    for size in sizes:
        found = np.nan
        if np.isfinite(inside) and inside > 0:
            found = critical(size, sd=np.sqrt(inside), rater_share=variance["rater"] / inside, confidence=confidence,
                             raters=max(size / per_rater, 1.0) if rater and model.n_raters else None)
        rows.append({"size": size, "estimate": found, "se": np.nan, "df": np.nan, "low": np.nan, "high": np.nan, "n": model.n,
                     "n_groups": model.n_groups, "method": CRITICAL_METHOD if np.isfinite(found) else without, "p": np.nan,
                     "n_raters": model.n_raters})
    return pd.DataFrame(rows, columns=["size", *COLUMNS])
