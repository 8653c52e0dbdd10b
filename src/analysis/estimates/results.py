"""What every estimator hands back: one number with its interval, or a tidy frame of them."""

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

NOTHING = float("nan")
ALIKE = 1e-12
"""A standard error below this part of the values' size is rounding: the answers do not vary."""


@dataclass(frozen=True)
class Estimate:
    """One estimate. Units are those of the outcome unless the method says otherwise.

    ``n`` counts the forms, and ``n_raters`` the raters, behind the thinnest side of what is estimated (the smaller wave of a change, the
    smaller group of a gap), so that a rule on minimum counts cannot be passed by the larger side alone. ``n_groups`` counts the clusters.
    ``df`` is NaN where the interval rests on no t distribution. ``low`` and ``high`` are NaN where there is no interval; ``method`` then
    says why.
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


class NotEstimable(ValueError):
    """There is too little, or too little that differs, to estimate from. Estimators answer it with ``no_estimate``; never the caller's
    fault."""

    def __init__(self, reason: str, n: int = 0, n_groups: int = 0):
        super().__init__(reason)
        self.reason, self.n, self.n_groups = reason, int(n), int(n_groups)


def no_estimate(reason: str, n: int = 0, n_groups: int = 0, *, estimate: float = NOTHING, n_raters: int = 0) -> Estimate:
    """An Estimate without an interval whose method says why; ``estimate`` where the number itself is known all the same."""
    known = np.isfinite(estimate)
    return Estimate(float(estimate), NOTHING, NOTHING, NOTHING, NOTHING, int(n), int(n_groups),
                    f"{'no interval' if known else 'no estimate'}: {reason}", NOTHING, int(n_raters))


def no_rows(*first: str, more: tuple[str, ...] = ()) -> pd.DataFrame:
    """An empty tidy frame: the columns ``first``, those of an Estimate, and ``more``."""
    words = {*first, "method"}
    return pd.DataFrame({name: pd.Series(dtype="object" if name in words else "float64") for name in (*first, *COLUMNS, *more)})


def reasoned(frame: pd.DataFrame, reason: str = "too few centres, or answers that do not vary") -> pd.DataFrame:
    """A tidy frame whose rows without an interval say so in their ``method``."""
    bare = frame["low"].isna() | frame["high"].isna()
    return frame.assign(method=frame["method"].where(~bare, f"no interval: {reason}")) if bare.any() else frame


def t_interval(estimate: float, se: float, df: float, confidence: float = 0.95) -> tuple[float, float, float]:
    """Low, high and two-sided p of ``estimate`` on a t distribution; NaN where ``se`` or ``df`` is no positive number.

    An ``se`` of 0 (to rounding) is no certainty: where nothing varies there is nothing to judge chance by. Arrays are taken and given
    element by element.
    """
    from scipy import special

    estimate, se, df = (np.asarray(value, float) for value in (estimate, se, df))
    usable = np.isfinite(se) & (se > ALIKE * np.maximum(np.abs(estimate), 1.0)) & (df > 0)
    with np.errstate(all="ignore"):
        half = np.where(usable, special.stdtrit(np.where(df > 0, df, np.nan), 0.5 + confidence / 2) * se, np.nan)
        p = np.where(usable, 2 * special.stdtr(np.where(df > 0, df, np.nan), -np.abs(estimate / se)), np.nan)
    return estimate - half, estimate + half, p


def from_t(estimate: float, se: float, df: float, *, n: int, n_groups: int, method: str, confidence: float = 0.95,
           n_raters: int = 0) -> Estimate:
    """An Estimate with its t interval filled in; without one the method says what is missing."""
    low, high, p = (float(value) for value in t_interval(estimate, se, df, confidence))
    if not np.isfinite(low):
        reason = "a standard error needs two centres" if n_groups < 2 else "the answers do not vary" if np.isfinite(se) else \
            "one centre holds all there is on one side"
        return no_estimate(reason, n, n_groups, estimate=estimate, n_raters=n_raters)
    return Estimate(float(estimate), float(se), float(df), low, high, int(n), int(n_groups), method, p, int(n_raters))


def welch_satterthwaite(variances: np.ndarray, dfs: np.ndarray) -> float:
    """Degrees of freedom of a sum of independent variance estimates (Satterthwaite 1946)."""
    variances, dfs = np.asarray(variances, float), np.asarray(dfs, float)
    with np.errstate(all="ignore"):
        return float(variances.sum() ** 2 / np.sum(variances**2 / dfs))
