"""Can the scale be trusted? Alpha, omega, items, reliability of a centre mean (METHODS 2).

pingouin's result is read here and nowhere else. Its interval of alpha counts blank rows and is rounded, so the interval is Feldt's by hand.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Alpha:
    """Cronbach's alpha with its interval; ``n`` forms with any answer, ``k`` items. NaN where it cannot be told."""

    alpha: float
    low: float
    high: float
    n: int
    k: int


def cronbach_alpha(items: pd.DataFrame, confidence: float = 0.95) -> Alpha:
    """Alpha from pairwise covariances, interval after Feldt (1965) on the rows that are not blank.

    ``items``: forms x items, turned. Items nobody answered are left out; NaN with fewer than two items or three forms.
    """
    rows = items.dropna(axis="columns", how="all").dropna(how="all")
    n, k = rows.shape
    if k < 2 or n < 3 or not (rows.var() > 0).any():
        return Alpha(np.nan, np.nan, np.nan, n, k)
    from pingouin import cronbach_alpha as pingouin_alpha

    alpha = float(pingouin_alpha(data=rows, nan_policy="pairwise")[0])
    return Alpha(alpha, *feldt_interval(alpha, n, k, confidence), n, k)


def feldt_interval(alpha: float, n: int, k: int, confidence: float = 0.95) -> tuple[float, float]:
    """Interval of alpha for ``n`` forms and ``k`` items (Feldt 1965), as psych::alpha.ci."""
    from scipy.stats import f

    tail, df1, df2 = (1 - confidence) / 2, n - 1, (n - 1) * (k - 1)
    return 1 - (1 - alpha) * float(f.ppf(1 - tail, df1, df2)), 1 - (1 - alpha) * float(f.ppf(tail, df1, df2))


def mcdonald_omega(items: pd.DataFrame) -> float:
    """McDonald's omega total of one factor by minimum residuals on the correlations of complete forms, as psych::omega(nfactors=1).

    NaN with fewer than three items that vary, or fewer than ten complete forms.
    """
    from scipy.optimize import least_squares

    complete = items.dropna(axis="columns", how="all").dropna()
    complete = complete.loc[:, complete.var() > 0]
    if complete.shape[1] < 3 or len(complete) < 10:
        return np.nan
    correlations = np.corrcoef(complete.to_numpy(), rowvar=False)
    upper = np.triu_indices(len(correlations), 1)
    values, vectors = np.linalg.eigh(correlations)
    start = vectors[:, -1] * np.sqrt(values[-1]) * np.sign(vectors[:, -1].sum() or 1.0)
    fit = least_squares(lambda loadings: (correlations - np.outer(loadings, loadings))[upper], start, xtol=1e-14, ftol=1e-14, gtol=1e-14)
    unique = 1 - fit.x**2
    return float(1 - unique.sum() / correlations.sum())


def item_statistics(items: pd.DataFrame, ranges: dict[str, tuple[float, float]]) -> pd.DataFrame:
    """One row per item: ``item, n, mean, sd, missing, floor, ceiling, r_drop, alpha_if_dropped``.

    Shares (0-1): ``missing`` of all forms with any answer, ``floor`` and ``ceiling`` of the answers at the lowest and highest value
    ``ranges`` gives. ``r_drop``: correlation with the mean of the other items; it and ``alpha_if_dropped`` are of complete forms, as
    psych::alpha's.
    """
    rows = items.dropna(how="all")
    complete = rows.dropna()
    found = []
    for name in items:
        values, rest = rows[name].dropna(), complete.drop(columns=name)
        low, high = ranges[name]
        varies = len(complete) > 2 and complete[name].std() > 0 and rest.mean(axis=1).std() > 0
        found.append({
            "item": name, "n": len(values), "mean": values.mean(), "sd": values.std(), "missing": 1 - len(values) / max(len(rows), 1),
            "floor": (values == low).mean(), "ceiling": (values == high).mean(),
            "r_drop": complete[name].corr(rest.mean(axis=1)) if varies else np.nan, "alpha_if_dropped": cronbach_alpha(rest).alpha})
    return pd.DataFrame(found)


@dataclass(frozen=True)
class CentreReliability:
    """How much of the scores lies between centres, and how far a centre's mean can be trusted.

    ``icc1`` share of variance between centres, ``icc2`` reliability of the mean of a centre of mean size (multilevel::ICC1, ICC2).
    """

    icc1: float
    icc2: float
    n: int
    n_centres: int


def centre_reliability(scores: pd.Series, centre: pd.Series) -> CentreReliability:
    """ICC(1) and ICC(2) from one-way analysis of variance with the mean group size, as R's multilevel (Bliese 2000). May be negative."""
    rows = pd.DataFrame({"score": scores, "centre": centre}).dropna()
    groups = rows.groupby("centre")["score"].agg(["size", "mean"])
    n, n_centres = len(rows), len(groups)
    if n_centres < 2 or n <= n_centres:
        return CentreReliability(np.nan, np.nan, n, n_centres)
    between = (groups["size"] * (groups["mean"] - rows["score"].mean()) ** 2).sum() / (n_centres - 1)
    within = ((rows["score"] - rows["centre"].map(groups["mean"])) ** 2).sum() / (n - n_centres)
    size = n / n_centres
    if between <= 0:
        return CentreReliability(np.nan, np.nan, n, n_centres)
    return CentreReliability(float((between - within) / (between + (size - 1) * within)), float((between - within) / between), n, n_centres)


def centre_mean_reliability(scores: pd.Series, *levels: pd.Series) -> float:
    """Reliability of the mean of a centre of ordinary size, raters' noise counted as noise; 0 where nothing lies between centres.

    ``levels`` are groupings from outside in: municipality, centre and, where forms have raters, rater. Differences between
    municipalities count for nothing, since a centre is compared within its own. Nested analysis of variance for unequal sizes
    (Searle, Casella & McCulloch 1992, chapter 5). NaN where the sizes tell nothing (one form a centre).
    """
    names = [f"level{place}" for place in range(len(levels))]
    rows = pd.DataFrame({"score": scores, **{name: level.astype("str") for name, level in zip(names, levels, strict=True)}}).dropna()
    if len(rows) < 3:
        return np.nan
    keys = [rows.groupby(names[:depth + 1], sort=False).ngroup().to_numpy() for depth in range(len(names))]
    keys.append(np.arange(len(rows)))
    sizes = [np.bincount(key) for key in keys]
    y = rows["score"].to_numpy() - rows["score"].mean()
    squares = np.array([(np.bincount(key, y) ** 2 / size).sum() for key, size in zip(keys, sizes, strict=True)])

    def weight(outer: int, inner: int) -> float:
        """How often the variance of grouping ``inner`` is counted in the squares of grouping ``outer``."""
        if inner <= outer:
            return float(len(rows))
        # each row of an inner group adds its size once: sum over inner groups of size^2 / size of the outer group
        return float((sizes[inner][keys[inner]] / sizes[outer][keys[outer]]).sum())

    depth = len(keys)
    matrix = np.array([[weight(level, part) - weight(level - 1, part) for part in range(1, depth)] for level in range(1, depth)])
    try:
        parts = np.linalg.solve(matrix, np.diff(squares))
    except np.linalg.LinAlgError:
        return np.nan
    centres = len(sizes[1])
    between = max(parts[0], 0.0)
    noise = sum(max(part, 0.0) * centres / len(size) for part, size in zip(parts[1:], sizes[2:], strict=True))
    return float(between / (between + noise)) if between + noise > 0 else 0.0
