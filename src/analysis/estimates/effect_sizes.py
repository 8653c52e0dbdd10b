"""Standardised differences, and what a survey of a given size can see."""

import numpy as np

from analysis.estimates.results import Estimate


def hedges_j(df: float) -> float:
    """The exact small-sample correction J of Hedges (1981, J. Educational Statistics 6(2))."""
    from scipy import special

    return float(np.exp(special.gammaln(df / 2) - np.log(np.sqrt(df / 2)) - special.gammaln((df - 1) / 2)))


def hedges_g(first: np.ndarray, second: np.ndarray, confidence: float = 0.95) -> Estimate:
    """(mean of ``first`` - mean of ``second``) / pooled SD, corrected by J; interval by the noncentral t, as ``effectsize::hedges_g``.

    NaN are left out. The interval treats answers as independent: it is a description beside the clustered interval in points, not a test.
    """
    from scipy import optimize, stats

    first, second = (np.asarray(values, float) for values in (first, second))
    first, second = first[~np.isnan(first)], second[~np.isnan(second)]
    n1, n2 = len(first), len(second)
    df = n1 + n2 - 2
    if min(n1, n2) < 2:
        raise ValueError(f"a standardised difference needs two values on each side; found {n1} and {n2}")
    pooled = np.sqrt(((n1 - 1) * first.var(ddof=1) + (n2 - 1) * second.var(ddof=1)) / df)
    size, j = np.sqrt(1 / n1 + 1 / n2), hedges_j(df)
    d = (first.mean() - second.mean()) / pooled
    t = d / size

    def limit(level: float) -> float:
        span = 6 + abs(t)
        return optimize.brentq(lambda ncp: stats.nct.cdf(t, df, ncp) - level, t - span, t + span, xtol=1e-10) * size

    tail = (1 - confidence) / 2
    se = np.sqrt(1 / n1 + 1 / n2 + (j * d) ** 2 / (2 * (n1 + n2)))
    return Estimate(float(j * d), float(se), float(df), j * limit(1 - tail), j * limit(tail), min(n1, n2), 2, "Hedges' g, noncentral t",
                    float(2 * stats.t.sf(abs(t), df)))


def smallest_detectable_difference(se: float, df: float, alpha: float = 0.05, power: float = 0.80) -> float:
    """The true difference that an estimate with this ``se`` and ``df`` finds with probability ``power`` (two-sided ``alpha``); units of
    ``se``."""
    from scipy import special

    return float((special.stdtrit(df, 1 - alpha / 2) + special.stdtrit(df, power)) * se)


def critical_difference(n: float, *, sd: float = 100.0, raters: float | None = None, rater_share: float = 0.0, centre_wave_sd: float = 0.0,
                        confidence: float = 0.95) -> float:
    """How far apart two waves' means of a centre of ``n`` children must lie before chance is excluded; units of ``sd``.

    ``sd`` is the children's SD within a centre, of which ``rater_share`` (0-1, of the variance) lies between raters; ``centre_wave_sd`` is
    what moves a centre's true mean from wave to wave. The same size is taken in both waves. Normal quantile: the variances are the
    programme's. As the Early Development Instrument's critical difference (Janus & Offord 2007), with raters counted.
    """
    from scipy import special

    error = sd**2 * (1 - rater_share) / n + (sd**2 * rater_share / raters if raters else 0.0)
    return float(special.ndtri(0.5 + confidence / 2) * np.sqrt(2 * error + 2 * centre_wave_sd**2))
