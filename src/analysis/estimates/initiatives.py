"""Development where something was done: beside other municipalities, or between centres that took part and those that did not."""

from collections.abc import Collection

import numpy as np
import pandas as pd

from analysis.estimates.cluster_robust import METHOD, cr2
from analysis.estimates.results import Estimate, from_t, welch_satterthwaite

OTHERS_METHOD = "change minus mean change of other municipalities"


def change_beside_others(own: Estimate, others: pd.DataFrame, confidence: float = 0.95) -> Estimate:
    """A municipality's change minus the mean change of ``others`` (one row per municipality: ``estimate, se, df``).

    Municipalities differ in their changes beyond sampling: that variance (DerSimonian & Laird's moment estimate with equal weights, not
    below 0) counts once for the own and 1/k for the mean of the k others. Everyone took part, so this is development in the period, no
    effect.
    """
    k = len(others)
    if k < 2:
        raise ValueError(f"a comparison of changes needs two other municipalities; found {k}")
    values, errors = others["estimate"].to_numpy(float), others["se"].to_numpy(float) ** 2
    between = max(float(values.var(ddof=1) - errors.mean()), 0.0)
    parts = np.r_[own.se**2, errors / k**2, between * (1 + 1 / k)]
    dfs = np.r_[own.df, others["df"].to_numpy(float), k - 1]
    return from_t(own.estimate - float(values.mean()), float(np.sqrt(parts.sum())), welch_satterthwaite(parts, dfs), n=own.n,
                  n_groups=k + 1, method=OTHERS_METHOD, confidence=confidence, n_raters=own.n_raters)


def initiative_followup(frame: pd.DataFrame, *, y: str, centre: str, wave: str, earlier: str, later: str, exposed: Collection[str],
                        min_centres_per_arm: int, rater: str | None = None, confidence: float = 0.95) -> Estimate | None:
    """Change of centre means, ``exposed`` centres minus the others, adjusted for the first level; None with too few centres in an arm.

    Each centre with answers in both waves counts once. CR2 with every centre its own cluster (HC2) and Satterthwaite df. Whether the word
    effect may be used depends on the design (by lot or not), which this function does not know.
    """
    used = frame[frame[wave].isin([earlier, later])].dropna(subset=[y, centre])
    cells = used.groupby([centre, wave])[y].agg(["mean", "size"]).unstack()
    if cells.shape[1] < 4:
        return None
    cells = cells.dropna()
    arm = cells.index.isin(list(exposed)).astype(float)
    if min(arm.sum(), len(arm) - arm.sum()) < min_centres_per_arm:
        return None
    first = cells["mean"][earlier].to_numpy(float)
    change = cells["mean"][later].to_numpy(float) - first
    x = np.column_stack([np.ones(len(arm)), arm, first - first.mean()])
    estimate, se, df = cr2(change, x, np.arange(len(arm)), np.array([0.0, 1.0, 0.0]))
    sizes = cells["size"].to_numpy(float)
    n = int(min(sizes[arm == side].sum(axis=0).min() for side in (0, 1)))
    raters = 0
    if rater:
        by_arm = used[used[centre].isin(cells.index)].groupby([used[centre].isin(list(exposed)), wave])[rater].nunique()
        raters = int(by_arm.min())
    return from_t(estimate[0], se[0], df[0], n=n, n_groups=len(arm), method=f"centre changes, {METHOD}", confidence=confidence,
                  n_raters=raters)
