"""Many comparisons at once: the false discovery rate."""

import numpy as np
import pandas as pd


def adjust_p_values(p: np.ndarray | pd.Series) -> np.ndarray:
    """q of Benjamini & Hochberg (1995, J. Royal Statistical Society B 57(1)). NaN stays NaN and does not count as a test."""
    p = np.asarray(p, float)
    q = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    if len(tested) == 0:
        return q
    order = tested[np.argsort(p[tested], kind="stable")]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q


def adjust_families(rows: pd.DataFrame) -> pd.DataFrame:
    """``rows`` with ``q`` filled in: Benjamini-Hochberg within every non-empty ``family``."""
    rows = rows.copy()
    tested = rows[rows["family"] != ""]
    for _, family in tested.groupby("family", sort=True):
        rows.loc[family.index, "q"] = adjust_p_values(family["p"])
    return rows
