"""Can the scale be trusted? Alpha, omega and items (METHODS 2). The intervals take the forms as independent; children of one centre are not
quite, so with few large centres they are a little too narrow."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

NOTHING = float("nan")
LEAST_FORMS = 3
"""Fewer forms have no variance worth the name."""
LEAST_COMPLETE = 10
"""Complete forms from which correlations carry a factor."""
UNIQUE_AT_LEAST = 0.005
"""No item is without any variance of its own (psych's bound): Heywood cases end there."""


@dataclass(frozen=True)
class Alpha:
    """Cronbach's alpha with its interval; ``n`` forms with any answer, ``k`` items that somebody answered.

    NaN where it cannot be told, and ``method`` then says why. ``se`` after Duhachek & Iacobucci (2004); ``df`` are Feldt's first.
    """

    alpha: float
    low: float
    high: float
    n: int
    k: int
    se: float = NOTHING
    df: float = NOTHING
    n_groups: int = 0
    method: str = "Cronbach's alpha, Feldt"

    @property
    def estimate(self) -> float:
        return self.alpha


@dataclass(frozen=True)
class Omega:
    """McDonald's omega total of one factor; ``n`` complete forms, ``k`` items that vary; ``loadings`` item -> loading, standardised.

    NaN where it cannot be told, and ``method`` then says why. No interval: none is in general use for minres, and alpha's says how far
    a reliability moves at this n.
    """

    omega: float
    n: int
    k: int
    loadings: Mapping[str, float] = field(default_factory=dict)
    low: float = NOTHING
    high: float = NOTHING
    se: float = NOTHING
    df: float = NOTHING
    n_groups: int = 0
    method: str = "McDonald's omega, minres"

    @property
    def estimate(self) -> float:
        return self.omega


def cronbach_alpha(items: pd.DataFrame, confidence: float = 0.95) -> Alpha:
    """Alpha from pairwise covariances, interval after Feldt (1965) on the forms that are not blank; as psych::alpha and alpha.ci.

    ``items``: forms x items, turned so that high is good. Items nobody answered are left out. An item on which all agree counts, and
    lowers alpha: that is the limit of an item on which almost all do, so a scale does not jump past its gate when the last doubter falls
    silent (psych::alpha deletes such an item). Below zero where items run against each other.
    """
    rows = items.dropna(axis="columns", how="all").dropna(how="all")
    n, k = rows.shape
    if n < LEAST_FORMS:
        return Alpha(NOTHING, NOTHING, NOTHING, n, k, method=f"no alpha: fewer than {LEAST_FORMS} forms")
    if k < 2:
        return Alpha(NOTHING, NOTHING, NOTHING, n, k, method="no alpha: fewer than two items answered")
    cov = rows.cov().to_numpy()
    if not cov.sum() > 0:
        return Alpha(NOTHING, NOTHING, NOTHING, n, k, method="no alpha: the items leave no variance in their sum")
    alpha = float(_alpha_of(cov))
    low, high = feldt_interval(alpha, n, k, confidence)
    return Alpha(alpha, low, high, n, k, _standard_error(cov, n), float(n - 1))


def _alpha_of(cov: np.ndarray) -> float:
    k = len(cov)
    return k / (k - 1) * (1 - np.trace(cov) / cov.sum())


def _standard_error(cov: np.ndarray, n: int) -> float:
    """Of alpha, for normal answers (Duhachek & Iacobucci 2004), as psych's ``ase``."""
    k, total, trace = len(cov), cov.sum(), np.trace(cov)
    square = cov @ cov
    spread = total * (np.trace(square) + trace**2) - 2 * trace * square.sum()
    return float(np.sqrt(max(2 * k**2 / ((k - 1) ** 2 * total**3) * spread, 0.0) / n))


def feldt_interval(alpha: float, n: int, k: int, confidence: float = 0.95) -> tuple[float, float]:
    """Interval of alpha for ``n`` forms and ``k`` items (Feldt 1965), as psych::alpha.ci."""
    from scipy.special import fdtri

    tail, df1, df2 = (1 - confidence) / 2, n - 1, (n - 1) * (k - 1)
    return 1 - (1 - alpha) * float(fdtri(df1, df2, 1 - tail)), 1 - (1 - alpha) * float(fdtri(df1, df2, tail))


def mcdonald_omega(items: pd.DataFrame) -> Omega:
    """McDonald's omega total of one factor by minimum residuals on the correlations of complete forms.

    As psych::omega(nfactors=1, flip=FALSE): items are turned by the codebook, never by what the data look like.

    ``items``: forms x items, turned. Needs three items that vary and ten complete forms.
    """
    from scipy.optimize import least_squares

    complete = items.dropna(axis="columns", how="all").dropna()
    complete = complete.loc[:, complete.var() > 0]
    n, k = complete.shape
    if n < LEAST_COMPLETE:
        return Omega(NOTHING, n, k, method=f"no omega: fewer than {LEAST_COMPLETE} complete forms")
    if k < 3:
        return Omega(NOTHING, n, k, method="no omega: fewer than three items that vary")
    correlations = np.corrcoef(complete.to_numpy(float), rowvar=False)
    upper = np.triu_indices(k, 1)
    values, vectors = np.linalg.eigh(correlations)
    largest = np.sqrt(1 - UNIQUE_AT_LEAST)
    start = np.clip(vectors[:, -1] * np.sqrt(values[-1]) * np.sign(vectors[:, -1].sum() or 1.0), -0.99 * largest, 0.99 * largest)
    fit = least_squares(lambda loadings: (correlations - np.outer(loadings, loadings))[upper], start, bounds=(-largest, largest),
                        xtol=1e-14, ftol=1e-14, gtol=1e-14)
    omega = float(1 - (1 - fit.x**2).sum() / correlations.sum())
    return Omega(omega, n, k, dict(zip(complete.columns, fit.x.tolist(), strict=True)))


def item_statistics(items: pd.DataFrame, ranges: Mapping[str, tuple[float, float]]) -> pd.DataFrame:
    """One row per item: ``item, n, mean, sd, missing, floor, ceiling, r_drop, alpha_if_dropped``.

    Shares (0-1): ``missing`` of all forms with any answer, ``floor`` and ``ceiling`` of the answers at the lowest and highest value
    ``ranges`` gives. ``r_drop``: correlation with the mean of the other items; it and ``alpha_if_dropped`` are of complete forms, as
    psych::alpha's. NaN where nobody answered, or an item or all the others do not vary.
    """
    rows = items.dropna(how="all")
    complete = rows.dropna()
    cov = complete.cov().to_numpy() if len(complete) >= LEAST_FORMS else np.full((items.shape[1],) * 2, np.nan)
    found = []
    for place, name in enumerate(items):
        values = rows[name].dropna()
        low, high = ranges[name]
        others = np.delete(np.arange(len(cov)), place)
        rest = cov[np.ix_(others, others)]
        spread = np.sqrt(cov[place, place] * rest.sum())
        found.append({
            "item": name, "n": len(values), "mean": values.mean(), "sd": values.std(), "missing": 1 - len(values) / max(len(rows), 1),
            "floor": (values == low).mean(), "ceiling": (values == high).mean(),
            "r_drop": cov[place, others].sum() / spread if spread > 0 else np.nan,
            "alpha_if_dropped": _alpha_of(rest) if len(rest) > 1 and rest.sum() > 0 else np.nan})
    return pd.DataFrame(found, columns=["item", "n", "mean", "sd", "missing", "floor", "ceiling", "r_drop", "alpha_if_dropped"])
