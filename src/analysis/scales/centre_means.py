"""How far a centre's mean can be trusted, and how much of the scores lies between centres (METHODS 2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

NOTHING = float("nan")


@dataclass(frozen=True)
class CentreReliability:
    """``estimate``: reliability (0-1) of the mean of a centre of ordinary size, raters' noise counted as noise.

    ``icc1``: share of variance between centres; ``icc2``: reliability of the mean of a centre of mean size, both as multilevel::ICC1 and
    ICC2, which know no raters and may be negative. ``variance``: ``centre``, ``rater`` (with raters), ``residual``. ``centres``: one row
    per centre, ``unit, n, n_raters, reliability``. NaN where it cannot be told, and ``method`` then says why. No interval: that of the
    spread between centres (``estimates.between_centre_sd``) says how surely it is told.
    """

    estimate: float
    icc1: float
    icc2: float
    variance: Mapping[str, float]
    centres: pd.DataFrame
    n: int
    n_groups: int
    method: str
    n_raters: int = 0
    se: float = NOTHING
    df: float = NOTHING
    low: float = NOTHING
    high: float = NOTHING


def centre_reliability(frame: pd.DataFrame, *, y: str, centre: str, rater: str | None = None, within: str | None = None
                       ) -> CentreReliability:
    """Reliability of each centre's mean: tau2 / (tau2 + error variance of the mean), from the nested analysis of variance.

    The error variance is sigma2 / n, and with raters rater2 * (sum of squared shares of the raters) + sigma2 / n. ``within``: a grouping
    around the centres (municipality) whose differences count for nothing, since a centre is compared within its own. Variances for
    unequal sizes by Henderson's method 1 (Searle, Casella & McCulloch 1992, chapter 5), none below 0. Forms of one child must have been
    put together before.
    """
    used = frame[[name for name in (y, centre, rater, within) if name]].dropna()
    keys = [used[within].to_numpy()] if within else []
    keys = [pd.factorize(key)[0] for key in (*keys, *(used[name] for name in (centre, rater) if name))]
    levels = [np.zeros(len(used), dtype=int)] if not within else []
    for key in keys:                                                             # a rater's name counts within the centre only
        levels.append(key if not levels else pd.factorize(levels[-1] * (key.max(initial=0) + 1) + key)[0])
    values = used[y].to_numpy(float)
    at = levels[1]
    n, n_centres = len(used), int(at.max(initial=-1)) + 1
    n_raters = int(levels[2].max(initial=-1)) + 1 if rater else 0
    units = pd.DataFrame({"unit": used[centre].to_numpy(), "at": at}).drop_duplicates("at").sort_values("at")["unit"].to_numpy()
    sizes = np.bincount(at, minlength=n_centres)
    parts, why = variance_components(values, levels)
    icc1, icc2 = _one_way(values, sizes, at)
    names = ["centre", *(["rater"] if rater else []), "residual"]
    noise = np.zeros(n_centres)
    if rater and n:
        rated = pd.DataFrame({"centre": at, "rater": levels[2]}).groupby(["centre", "rater"]).size()
        of = rated.index.get_level_values("centre").to_numpy()
        noise = parts[1] * np.bincount(of, rated.to_numpy() ** 2, minlength=n_centres) / np.maximum(sizes, 1) ** 2
        per_centre = np.bincount(of, minlength=n_centres)
    else:
        per_centre = np.zeros(n_centres, dtype=int)
    noise = noise + parts[-1] / np.maximum(sizes, 1)
    usual = parts[-1] * n_centres / max(n, 1) + (parts[1] * n_centres / max(n_raters, 1) if rater else 0.0)
    centres = pd.DataFrame({"unit": units, "n": sizes, "n_raters": per_centre, "reliability": _share(parts[0], noise)})
    method = "nested ANOVA, no raters" if not rater else "nested ANOVA, children in raters in centres"
    variance = dict(zip(names, parts.tolist(), strict=True))
    return CentreReliability(float(_share(parts[0], usual)), icc1, icc2, variance, centres, n, n_centres,
                             f"no reliability: {why}" if why else method, n_raters)


def _share(between: float, noise: np.ndarray | float) -> np.ndarray:
    """between / (between + noise); 0 where nothing lies between, whatever the noise; NaN where it is not known."""
    noise = np.asarray(noise, float)
    return np.where(np.isnan(between), np.nan, np.divide(between, between + noise, out=np.zeros_like(noise), where=between + noise > 0))


def variance_components(y: np.ndarray, levels: list[np.ndarray]) -> tuple[np.ndarray, str]:
    """Variances of each grouping below the first and of the rows, and "" or why they cannot be told (then NaN).

    ``levels``: group numbers from 0, from outside in, each nested in the one before. Sums of squares are set equal to their expectations;
    a negative solution is 0.
    """
    depth = len(levels)
    unknown = np.full(depth, np.nan)
    if len(y) < 3:
        return unknown, "fewer than three forms"
    keys = [*levels, np.arange(len(y))]
    sizes = [np.bincount(key) for key in keys]
    centred = y - y.mean()
    squares = np.array([(np.bincount(key, centred) ** 2 / size).sum() for key, size in zip(keys, sizes, strict=True)])

    def weight(outer: int, inner: int) -> float:
        """How often the variance of grouping ``inner`` is counted in the squares of grouping ``outer``."""
        if inner <= outer:
            return float(len(y))
        # each row of an inner group adds its size once: sum over inner groups of size^2 / size of the outer group
        return float((sizes[inner][keys[inner]] / sizes[outer][keys[outer]]).sum())

    matrix = np.array([[weight(level, part) - weight(level - 1, part) for part in range(1, depth + 1)] for level in range(1, depth + 1)])
    if np.linalg.matrix_rank(matrix) < depth:
        same = [len(inner) == len(outer) for outer, inner in pairwise(sizes)]
        place = ["one centre", "one rater a centre", "one form a rater"] if depth == 3 else ["one centre", "one form a centre"]
        return unknown, next((words for words, alike in zip(place, same, strict=False) if alike), "groups that coincide")
    return np.maximum(np.linalg.solve(matrix, np.diff(squares)), 0.0), ""


def _one_way(y: np.ndarray, sizes: np.ndarray, at: np.ndarray) -> tuple[float, float]:
    """ICC(1) and ICC(2) from one-way analysis of variance with the mean group size, as R's multilevel (Bliese 2000)."""
    n, n_centres = len(y), len(sizes)
    if n_centres < 2 or n <= n_centres:
        return NOTHING, NOTHING
    means = np.bincount(at, y) / sizes
    between = (sizes * (means - y.mean()) ** 2).sum() / (n_centres - 1)
    within = ((y - means[at]) ** 2).sum() / (n - n_centres)
    if between <= 0:
        return NOTHING, NOTHING
    return float((between - within) / (between + (n / n_centres - 1) * within)), float((between - within) / between)
