"""How far a centre's mean can be trusted: ICC(1) and ICC(2) by analysis of variance."""

import numpy as np
import pandas as pd

from analysis.estimates.design import codes_of
from analysis.estimates.results import Estimate


def group_mean_reliability(frame: pd.DataFrame, *, y: str, centre: str) -> tuple[Estimate, Estimate]:
    """ICC(1) and ICC(2) with one-way ANOVA, as ``multilevel::ICC1`` and ``ICC2`` (Bliese 2000): mean group size; no interval; not cut at 0."""
    used = frame.dropna(subset=[y, centre])
    codes, groups = codes_of(used[centre])
    values, n = used[y].to_numpy(float), len(used)
    if groups < 2 or n <= groups:
        nothing = Estimate(np.nan, np.nan, np.nan, np.nan, np.nan, n, groups, "ANOVA")
        return nothing, nothing
    sizes = np.bincount(codes, minlength=groups)
    means = np.bincount(codes, values, groups) / sizes
    between = float(sizes @ (means - values.mean()) ** 2 / (groups - 1))
    within = float(((values - means[codes]) ** 2).sum() / (n - groups))
    size = n / groups
    icc1 = (between - within) / (between + (size - 1) * within)
    icc2 = (between - within) / between
    return (Estimate(icc1, np.nan, np.nan, np.nan, np.nan, n, groups, "ANOVA, ICC(1)"),
            Estimate(icc2, np.nan, np.nan, np.nan, np.nan, n, groups, "ANOVA, ICC(2)"))
