"""Quantiles and tail probabilities of mixtures of t (or normal) distributions, many at once."""

import numpy as np


def mixture_cdf(x: np.ndarray, weights: np.ndarray, means: np.ndarray, sds: np.ndarray, df: float) -> np.ndarray:
    """P(value <= x): ``x`` (G,), ``weights`` (K,), ``means`` and ``sds`` (K, G). ``df`` infinite: normal."""
    from scipy import special

    with np.errstate(divide="ignore", invalid="ignore"):
        z = (x - means) / sds
    z = np.where(np.isnan(z), 0.0, z)
    return weights @ (special.ndtr(z) if df > 300 else special.stdtr(df, z))    # beyond 300 the two differ by less than 0.001


def mixture_summary(weights: np.ndarray, means: np.ndarray, sds: np.ndarray, df: float, confidence: float = 0.95
                    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Mean, SD, equal-tailed low and high, and two-sided tail probability of 0, each (G,)."""
    mean = weights @ means
    inflation = df / (df - 2) if 2 < df <= 300 else 1.0
    sd = np.sqrt(np.maximum(weights @ (sds**2 * inflation + (means - mean) ** 2), 0.0))
    tail = (1 - confidence) / 2
    low = _quantile(tail, weights, means, sds, df, mean, sd)
    high = _quantile(1 - tail, weights, means, sds, df, mean, sd)
    below = mixture_cdf(np.zeros_like(mean), weights, means, sds, df)
    return mean, sd, low, high, np.minimum(2 * np.minimum(below, 1 - below), 1.0)


def _quantile(level: float, weights: np.ndarray, means: np.ndarray, sds: np.ndarray, df: float, mean: np.ndarray, sd: np.ndarray
              ) -> np.ndarray:
    """Bisection between mean - 12 sd and mean + 12 sd, to 1e-9 of that width."""
    left, right = mean - 12 * sd, mean + 12 * sd
    for _ in range(34):
        middle = (left + right) / 2
        under = mixture_cdf(middle, weights, means, sds, df) < level
        left, right = np.where(under, middle, left), np.where(under, right, middle)
    return (left + right) / 2
