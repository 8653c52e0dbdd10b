"""Differences between groups of children by background, raw or adjusted, and how they change."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.estimates.cluster_robust import METHOD, cr2
from analysis.estimates.design import codes_of, design_matrix
from analysis.estimates.results import t_interval


def background_gaps(frame: pd.DataFrame, *, y: str, centre: str, variable: str, reference: str, covariates: Sequence[str] = (),
                    weights: str | None = None, rater: str | None = None, wave: str | None = None, earlier: str | None = None,
                    later: str | None = None, confidence: float = 0.95) -> pd.DataFrame:
    """Mean of every category of ``variable`` minus that of ``reference``: a tidy frame, one row per ``category``; CR2 by centre.

    With ``wave``, ``earlier`` and ``later``: the change of that difference from one wave to the next instead. ``covariates`` adjust (see
    ``design.composition``). Forms that do not tell ``variable`` are left out. Categories with fewer than two forms on either side (in
    either wave) give no row. ``n`` and ``n_raters`` are those of the smallest group compared.
    """
    columns = [y, centre, variable, *covariates]
    used = frame.dropna(subset=columns)
    changing = wave is not None
    if changing:
        used = used[used[wave].isin([earlier, later])]
    cells = [variable, wave] if changing else [variable]
    needed = 2 if changing else 1
    sizes = used.groupby(cells)[y].size().groupby(level=0).agg(["min", "size"])
    large = sizes.index[(sizes["min"] >= 2) & (sizes["size"] == needed)]
    if reference not in large:
        return pd.DataFrame()
    categories = [category for category in sorted(large) if category != reference]
    used = used[used[variable].isin([reference, *categories])]
    if not categories:
        return pd.DataFrame()
    dummies = np.column_stack([(used[variable] == category).to_numpy(float) for category in categories])
    blocks = [np.ones((len(used), 1)), dummies]
    if changing:
        is_later = (used[wave] == later).to_numpy(float)[:, None]
        blocks = [np.ones((len(used), 1)), dummies * is_later, dummies, is_later]
    own = np.column_stack(blocks)
    rest, _ = design_matrix(used, covariates)
    x = np.column_stack([own, rest[:, 1:]])
    codes, groups = codes_of(used[centre])
    contrasts = np.eye(x.shape[1])[1:1 + len(categories)]
    estimate, se, df = cr2(used[y].to_numpy(float), x, codes, contrasts, used[weights].to_numpy(float) if weights else None)
    low, high, p = t_interval(estimate, se, df, confidence)

    def smallest(values: pd.Series) -> list[int]:
        least = values.groupby(level=0).min()
        return [int(min(least[category], least[reference])) for category in categories]

    grouped = used.groupby(cells)
    return pd.DataFrame({"category": categories, "estimate": estimate, "se": se, "df": df, "low": low, "high": high,
                         "n": smallest(grouped[y].size()), "n_groups": groups,
                         "method": METHOD if not covariates else f"{METHOD}, adjusted", "p": p,
                         "n_raters": smallest(grouped[rater].nunique()) if rater else 0})
