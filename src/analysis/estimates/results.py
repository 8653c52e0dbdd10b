"""What every estimator hands back: one number with its interval, or a tidy frame of them."""

from dataclasses import dataclass, fields

import numpy as np


@dataclass(frozen=True)
class Estimate:
    """One estimate. Units are those of the outcome unless the method says otherwise.

    ``n`` counts the forms, and ``n_raters`` the raters, behind the thinnest side of what is estimated (the smaller wave of a change, the
    smaller group of a gap), so that a rule on minimum counts cannot be passed by the larger side alone. ``n_groups`` counts the clusters.
    ``df`` is NaN where the interval rests on no t distribution. ``low`` and ``high`` are NaN where there is no interval.
    """

    estimate: float
    se: float
    df: float
    low: float
    high: float
    n: int
    n_groups: int
    method: str
    p: float = float("nan")
    n_raters: int = 0


COLUMNS = tuple(field.name for field in fields(Estimate))
"""Columns of a tidy frame of estimates, after the columns that say whose they are."""


def t_interval(estimate: float, se: float, df: float, confidence: float = 0.95) -> tuple[float, float, float]:
    """Low, high and two-sided p of ``estimate`` on a t distribution; NaN where ``se`` or ``df`` is no positive number.

    Arrays are taken and given element by element.
    """
    from scipy import special

    estimate, se, df = (np.asarray(value, float) for value in (estimate, se, df))
    usable = np.isfinite(se) & (se >= 0) & (df > 0)
    with np.errstate(all="ignore"):
        half = np.where(usable, special.stdtrit(np.where(df > 0, df, np.nan), 0.5 + confidence / 2) * se, np.nan)
        p = np.where(usable & (se > 0), 2 * special.stdtr(np.where(df > 0, df, np.nan), -np.abs(estimate / se)), np.nan)
    return estimate - half, estimate + half, p


def from_t(estimate: float, se: float, df: float, *, n: int, n_groups: int, method: str, confidence: float = 0.95,
           n_raters: int = 0) -> Estimate:
    """An Estimate with its t interval filled in."""
    low, high, p = (float(value) for value in t_interval(estimate, se, df, confidence))
    return Estimate(float(estimate), float(se), float(df), low, high, int(n), int(n_groups), method, p, int(n_raters))


def welch_satterthwaite(variances: np.ndarray, dfs: np.ndarray) -> float:
    """Degrees of freedom of a sum of independent variance estimates (Satterthwaite 1946)."""
    variances, dfs = np.asarray(variances, float), np.asarray(dfs, float)
    with np.errstate(all="ignore"):
        return float(variances.sum() ** 2 / np.sum(variances**2 / dfs))
