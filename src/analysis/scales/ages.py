"""Does a scale rise with age? The slope within centres, tested and frozen in the norm wave (METHODS 1, point 6)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

NOTHING = float("nan")


@dataclass(frozen=True)
class AgeSlope:
    """``estimate``: units of ``y`` a month of age, with its interval and two-sided ``p``; ``mean_age`` in months.

    ``n`` forms with an age and a value, ``n_groups`` centres. NaN where it cannot be told, and ``method`` then says why.
    """

    estimate: float
    se: float
    df: float
    low: float
    high: float
    p: float
    n: int
    n_groups: int
    mean_age: float
    method: str = "slope within centres, CR2"


def age_slope(frame: pd.DataFrame, *, y: str, age: str, centre: str, confidence: float = 0.95) -> AgeSlope:
    """Slope of ``y`` on ``age`` (months) within centres, CR2 by centre with Satterthwaite df; as clubSandwich on lm(y ~ age + centre).

    Within centres, because centres differ in how old their children are. With one regressor and the centres taken out, the adjustment of
    Bell & McCaffrey (2002) and the df of Pustejovsky & Tipton (2018) have closed forms: no matrix is inverted.
    """
    from scipy.special import stdtr, stdtrit

    known = frame[[y, age, centre]].dropna()
    n, at = len(known), pd.factorize(known[centre])[0]
    groups = int(at.max(initial=-1)) + 1
    months, values = known[age].to_numpy(float), known[y].to_numpy(float)
    mean_age = float(months.mean()) if n else NOTHING
    sizes = np.bincount(at, minlength=groups)
    x = months - (np.bincount(at, months) / sizes)[at] if n else months
    squares = np.bincount(at, x**2, minlength=groups)
    total = squares.sum()
    if not total > n * np.finfo(float).eps * max(mean_age**2, 1.0) if n else True:
        return AgeSlope(*[NOTHING] * 6, n, groups, mean_age, "no slope: no ages that differ within a centre")
    slope = float((x * values).sum() / total)
    share = squares / total
    told = (share > 0) & (share < 1)
    if told.sum() < 2:
        return AgeSlope(slope, *[NOTHING] * 5, n, groups, mean_age, "slope within centres, no interval: ages differ in one centre only")
    residual = values - (np.bincount(at, values) / sizes)[at] - slope * x
    meat = np.bincount(at, x * residual, minlength=groups)[told]
    own = squares[told] / (1 - share[told])
    se = float(np.sqrt((meat**2 / (1 - share[told])).sum()) / total)
    # centres' parts of the variance: diagonal `own` less the rank one that the estimated slope takes, Pustejovsky & Tipton (2018), eq. 11
    shared = squares[told] ** 2 / (1 - share[told]) / total
    trace = (own - shared).sum()
    df = float(trace**2 / ((own**2).sum() - 2 * (own * shared).sum() + shared.sum() ** 2))
    half = float(stdtrit(df, 0.5 + confidence / 2)) * se
    p = float(2 * stdtr(df, -abs(slope) / se)) if se > 0 else NOTHING
    return AgeSlope(slope, se, df, slope - half, slope + half, p, n, groups, mean_age)
