"""Two informants on the same centres: the correlation of what the centres truly are to each, errors of measurement taken out."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimates.columns import usable
from analysis.estimates.newton import minimise
from analysis.estimates.results import Estimate, no_estimate

METHOD = "correlation of centres, errors taken out: bivariate REML, profile likelihood"
MIN_CENTRES = 5
EDGE = 0.999
"""Beyond it a correlation of 1 and the likelihood's edge are one."""


@dataclass(frozen=True)
class Pairs:
    """Both informants' means of each centre (G, 2) and the error variances of these means (G, 2)."""

    means: np.ndarray
    errors: np.ndarray


def centre_agreement(frame: pd.DataFrame, *, y: str, centre: str, informant: str, first: str, second: str, confidence: float = 0.95
                     ) -> Estimate:
    """Correlation over centres of two informants' true means: ``frame`` one row per form, ``informant`` the column that tells them apart.

    Centre means are normal about the two informants' own means, with standard deviations and a correlation of their own, plus the error of
    a mean of so many forms (pooled variance within centres, by informant). The correlation maximises the restricted likelihood and its
    interval is the profile's, so that it carries what is not known of the two standard deviations: dividing a correlation by the root of
    estimated reliabilities (Spearman 1904), as if these were known, does not. What the profile is held against is Student's test of a
    correlation, for chi-square finds too much where centres are few (``as_t_squared``). An informant with one form a centre (a leader) has
    no error that can be told and counts as is. Errors of the two are independent. No estimate with fewer than five centres that both told
    about.
    """
    used = usable(frame, numbers=[y], keys=[centre, informant])
    used = used[used[informant].isin([first, second])]
    cells = used.groupby([centre, informant])[y].agg(["mean", "size", "var"]).unstack(informant)
    there = [name in cells["mean"] for name in (first, second)] if len(cells) else [False]
    both = cells.dropna(subset=[("mean", first), ("mean", second)]) if all(there) else cells.iloc[:0]
    n = int(min(both["size"][name].sum() for name in (first, second))) if len(both) else 0
    if len(both) < MIN_CENTRES:
        return no_estimate(f"{len(both)} centres that both have told about, of {MIN_CENTRES} needed", n, len(both))
    means = both["mean"][[first, second]].to_numpy(float)
    errors = np.column_stack([error_variance(cells["var"][name], cells["size"][name]) / both["size"][name] for name in (first, second)])
    if (np.ptp(means, axis=0) <= 1e-9 * np.maximum(np.abs(means).max(axis=0), 1)).any():
        return no_estimate("to one of them all centres are alike", n, len(both))
    return _profiled(Pairs(means, errors), n, confidence)


def error_variance(variances: pd.Series, sizes: pd.Series) -> float:
    """Variance within centres, pooled; 0 where no centre has two forms."""
    freedom = (sizes - 1).clip(lower=0).fillna(0)
    return float((variances.fillna(0) * freedom).sum() / freedom.sum()) if freedom.sum() > 0 else 0.0


def deviance(pairs: Pairs, taus: np.ndarray, rho: np.ndarray) -> np.ndarray:
    """REML deviance at the two SDs between centres ``taus`` (..., 2) and their correlation ``rho`` (...), real or complex."""
    one, two = (taus[..., side, None] ** 2 + pairs.errors[:, side] for side in (0, 1))
    both = (rho * taus[..., 0] * taus[..., 1])[..., None] + 0 * one
    determinant = one * two - both**2
    a, b, c = two / determinant, -both / determinant, one / determinant          # the inverse's entries
    sums = a.sum(axis=-1), b.sum(axis=-1), c.sum(axis=-1)
    x, y = pairs.means.T
    right = (a * x + b * y).sum(axis=-1), (b * x + c * y).sum(axis=-1)
    information = sums[0] * sums[2] - sums[1] ** 2
    explained = (sums[2] * right[0] ** 2 - 2 * sums[1] * right[0] * right[1] + sums[0] * right[1] ** 2) / information
    square = (a * x**2 + 2 * b * x * y + c * y**2).sum(axis=-1)
    return np.log(determinant).sum(axis=-1) + np.log(information) + square - explained


def _profiled(pairs: Pairs, n: int, confidence: float) -> Estimate:
    from scipy import optimize, special

    df = len(pairs.means) - 2
    scale = np.sqrt(pairs.means.var(axis=0, ddof=1))
    scaled = Pairs((pairs.means - pairs.means.mean(axis=0)) / scale, pairs.errors / scale**2)
    lower = np.full(2, 1e-4)
    signal = np.sqrt(np.maximum(1 - scaled.errors.mean(axis=0), 0.05))

    def best_taus(rho: float) -> tuple[np.ndarray, float]:
        found = [minimise(lambda taus: deviance(scaled, taus, np.asarray(rho, taus.dtype)), start, lower, upper=20.0)
                 for start in (signal, 0.3 * signal)]
        return min(found, key=lambda pair: pair[1])

    def at(rho: float) -> float:
        return best_taus(rho)[1]

    grid = np.linspace(-EDGE, EDGE, 41)
    heights = np.array([at(rho) for rho in grid])
    best = int(np.argmin(heights))
    around = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    found = optimize.minimize_scalar(at, bounds=around, method="bounded", options={"xatol": 1e-7})
    rho, lowest = (float(found.x), float(found.fun)) if found.fun <= heights[best] else (float(grid[best]), float(heights[best]))
    if (best_taus(rho)[0] <= 10 * lower).any():
        return no_estimate("to one of them centres cannot be told apart beyond chance", n, len(pairs.means))
    limit = lowest + (df + 1) * float(np.log1p(special.stdtrit(df, 0.5 + confidence / 2) ** 2 / df))
    ends = [_end(at, rho, side * EDGE, grid, heights, limit) for side in (-1, 1)]
    p = float(2 * special.stdtr(df, -np.sqrt(as_t_squared(max(at(0.0) - lowest, 0.0), df))))
    return Estimate(rho, np.nan, np.nan, *ends, n, len(pairs.means), METHOD, p)


def as_t_squared(rise: float, df: int) -> float:
    """Square of t with ``df`` = centres - 2 to which a rise of the restricted deviance from its least to that of no correlation belongs.

    Without errors of measurement the rise is -(df + 1) log(1 - r^2), a function of Student's (1908) t = r sqrt(df / (1 - r^2)) alone, so
    the test is exact there at any number of centres; chi-square with one degree of freedom, its limit for many centres, would find 7 % at
    twelve centres where 5 % are meant. The interval's limit is the same function read backwards.
    """
    return df * float(np.expm1(rise / (df + 1)))


def _end(at, rho: float, edge: float, grid: np.ndarray, heights: np.ndarray, limit: float) -> float:
    """Where the profile crosses ``limit`` between the estimate and the edge, outermost crossing; the edge itself where it does not."""
    from scipy import optimize

    outside = [place for place, value in enumerate(grid) if (value - rho) * np.sign(edge) > 0]
    order = outside if edge > 0 else outside[::-1]
    if not order or heights[order[-1]] <= limit:
        return float(np.sign(edge))
    inside = rho
    for place in order:                                                         # the last grid point still inside
        if heights[place] <= limit:
            inside = grid[place]
    beyond = next(grid[place] for place in order if (grid[place] - inside) * np.sign(edge) > 0)
    if at(inside) >= limit:
        return float(inside)
    return float(optimize.brentq(lambda value: at(value) - limit, *sorted((inside, beyond)), xtol=1e-7))
