"""Differences between groups of children by background, raw or adjusted, and how they change."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.estimates.cluster_robust import METHOD, cr2
from analysis.estimates.columns import two_waves, usable
from analysis.estimates.design import codes_of, design_matrix, independent
from analysis.estimates.results import no_rows, reasoned, t_interval


def background_gaps(frame: pd.DataFrame, *, y: str, centre: str, variable: str, reference: str | None = None,
                    covariates: Sequence[str] = (), weights: str | None = None, rater: str | None = None, wave: str | None = None,
                    earlier: str | None = None, later: str | None = None, confidence: float = 0.95) -> pd.DataFrame:
    """Mean of every category of ``variable`` minus that of ``reference`` (default: the first in order): a tidy frame, one row per
    ``category``; CR2 by centre.

    With ``wave`` (and ``earlier`` and ``later`` where it has more than two): the change of that difference between the waves instead.
    ``covariates`` adjust (see ``design.composition``). Forms that do not tell ``variable`` are left out. Categories with fewer than two
    forms on either side (in either wave) give no row. ``n`` and ``n_raters`` are those of the smallest group compared.
    """
    changing = wave is not None
    if not changing and (earlier is not None or later is not None):
        raise ValueError("earlier= and later= need wave=")
    used = usable(frame, numbers=[y], keys=[centre, variable, wave], covariates=covariates, weights=weights, optional=[rater])
    if changing:
        names = two_waves(frame, wave, earlier, later)
        used = used[used[wave].isin(names)]
    cells = [variable, wave] if changing else [variable]
    grouped = used.groupby(cells)
    forms = grouped.size()
    sizes = forms.groupby(level=0).agg(["min", "size"])
    large = sorted(sizes.index[(sizes["min"] >= 2) & (sizes["size"] == (2 if changing else 1))])
    if reference is None:
        reference = large[0] if large else None
    categories = [category for category in large if category != reference]
    if reference not in large or not categories:
        return no_rows("category")
    used = used[used[variable].isin(large)]
    dummies = np.column_stack([(used[variable] == category).to_numpy(float) for category in categories])
    blocks = [np.ones((len(used), 1)), dummies]
    if changing:
        is_later = (used[wave] == names[1]).to_numpy(float)[:, None]
        blocks = [np.ones((len(used), 1)), dummies * is_later, dummies, is_later]
    own = np.column_stack(blocks)
    rest, _ = design_matrix(used, covariates)
    wide = np.column_stack([own, rest[:, 1:]])
    x, kept = independent(wide, range(wide.shape[1]))
    codes, groups = codes_of(used[centre])
    contrasts = np.array([[float(place == wanted) for place in kept] for wanted in range(1, 1 + len(categories))])
    estimate, se, df = cr2(used[y].to_numpy(float), x, codes, contrasts, used[weights].to_numpy(float) if weights else None)
    low, high, p = t_interval(estimate, se, df, confidence)

    def smallest(values: pd.Series) -> list[int]:
        least = values.groupby(level=0).min()
        return [int(min(least[category], least[reference])) for category in categories]

    return reasoned(pd.DataFrame({"category": categories, "estimate": estimate, "se": se, "df": df, "low": low, "high": high,
                         "n": smallest(forms), "n_groups": groups,
                         "method": METHOD if not covariates else f"{METHOD}, adjusted", "p": p,
                         "n_raters": smallest(grouped[rater].nunique()) if rater else 0}))
