"""Quantiles and tail probabilities of mixtures of t (or normal) distributions, many at once."""

import numpy as np

NORMAL_FROM = 300
"""Degrees of freedom beyond which t is worked out from the normal: faster, and the same to 1e-7 (Wallace 1959)."""


def mixture_cdf(x: np.ndarray, weights: np.ndarray, means: np.ndarray, sds: np.ndarray, df: float) -> np.ndarray:
    """P(value <= x): ``x`` (G,), ``weights`` (K,), ``means`` and ``sds`` (K, G). ``df`` infinite: normal."""
    from scipy import special

    with np.errstate(divide="ignore", invalid="ignore"):
        z = (x - means) / sds
    z = np.clip(np.where(np.isnan(z), 0.0, z), -1e6, 1e6)                        # a part without spread lies all on one side
    if df <= NORMAL_FROM:
        return weights @ special.stdtr(df, z)
    return weights @ special.ndtr(z * (1 - 0.25 / df) / np.sqrt(1 + z**2 / (2 * df)))


def mixture_density(x: np.ndarray, weights: np.ndarray, means: np.ndarray, sds: np.ndarray, df: float) -> np.ndarray:
    """The density that goes with ``mixture_cdf`` (beyond ``NORMAL_FROM`` nearly); infinite or NaN where a part has no spread."""
    from scipy import special

    with np.errstate(all="ignore"):
        z = (x - means) / sds
        if df > NORMAL_FROM:
            return weights @ (np.exp(-(z**2) / 2) / sds) / np.sqrt(2 * np.pi)
        height = np.exp(special.gammaln((df + 1) / 2) - special.gammaln(df / 2)) / np.sqrt(df * np.pi)
        return height * (weights @ ((1 + z**2 / df) ** (-(df + 1) / 2) / sds))


def mixture_summary(weights: np.ndarray, means: np.ndarray, sds: np.ndarray, df: float, confidence: float = 0.95
                    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Mean, SD, equal-tailed low and high, and two-sided tail probability of 0, each (G,)."""
    mean = weights @ means
    inflation = df / (df - 2) if 2 < df < np.inf else 1.0
    sd = np.sqrt(np.maximum(weights @ (sds**2 * inflation + (means - mean) ** 2), 0.0))
    tail = (1 - confidence) / 2
    low = _quantile(tail, weights, means, sds, df, mean, sd)
    high = _quantile(1 - tail, weights, means, sds, df, mean, sd)
    below = mixture_cdf(np.zeros_like(mean), weights, means, sds, df)
    return mean, sd, low, high, np.clip(2 * np.minimum(below, 1 - below), 0.0, 1.0)


def _quantile(level: float, weights: np.ndarray, means: np.ndarray, sds: np.ndarray, df: float, mean: np.ndarray, sd: np.ndarray
              ) -> np.ndarray:
    """Newton's method kept between mean - 12 sd and mean + 12 sd by bisection, to 1e-10 of that width (Press et al. 2007, 9.4)."""
    from scipy import special

    left, right = mean - 12 * sd, mean + 12 * sd
    x, last = mean + special.ndtri(level) * sd, 24 * sd
    todo = np.flatnonzero(sd > 0)
    for _ in range(100):
        at = x[todo]
        under = mixture_cdf(at, weights, means[:, todo], sds[:, todo], df) - level
        left[todo], right[todo] = np.where(under < 0, at, left[todo]), np.where(under < 0, right[todo], at)
        with np.errstate(all="ignore"):
            step = -under / mixture_density(at, weights, means[:, todo], sds[:, todo], df)
        # a step that leaves the bracket or is not half as long as the one before is no progress: halve the bracket instead
        newton = (at + step >= left[todo]) & (at + step <= right[todo]) & (np.abs(step) <= last[todo] / 2)
        x[todo] = np.where(newton, at + step, (left[todo] + right[todo]) / 2)
        last[todo] = np.abs(x[todo] - at)
        todo = todo[last[todo] > 24e-10 * sd[todo]]
        if not len(todo):
            break
    return x
