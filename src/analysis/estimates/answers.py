"""Answers first: for every question the share of answers in each category."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.estimates.cluster_robust import mean_cr2
from analysis.estimates.columns import usable
from analysis.estimates.design import codes_of
from analysis.estimates.results import COLUMNS, no_rows, reasoned

METHOD = "CR2, Wilson interval on the effective number of answers"


def wilson(share: np.ndarray, n_effective: np.ndarray, quantile: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Wilson's (1927) score interval of a share, with a t quantile in the place of the normal one; inside 0-1 by construction."""
    with np.errstate(all="ignore"):
        z2 = quantile**2 / n_effective
        centre = (share + z2 / 2) / (1 + z2)
        half = np.sqrt(share * (1 - share) * z2 + z2**2 / 4) / (1 + z2)
    return centre - half, centre + half


def answer_shares(frame: pd.DataFrame, *, y: str, centre: str, item: str | None = None, weights: str | None = None,
                  unit: str | None = None, options: Mapping[str, Sequence[str]] | None = None, rater: str | None = None,
                  confidence: float = 0.95) -> pd.DataFrame:
    """Weighted share of every answer ``y`` of every item, clustered by ``centre``: one row per ``item`` and ``answer``, as ``options``
    orders them.

    ``frame``: one row per form and item answered (blanks and \"ved ikke\" are missing values and left out); without ``item`` all rows are
    of one question. ``unit``: a column within whose groups the
    shares are taken instead (``centre`` is then what answers hang together in inside a unit: its raters, or its forms); it becomes the
    first column. ``options``: item -> its codes, so that a category nobody chose is a share of 0 and not absent; an answer outside it
    raises ValueError naming item and code. The interval is Wilson's on the effective number of answers p(1-p)/se^2, at most the number of
    answers, which is used itself where everyone or no one chose the category (Korn & Graubard 1998, Survey Methodology 24(2)).
    Items that a unit did not answer give no rows.
    """
    from scipy import special

    frame = usable(frame, keys=[y, centre, item, unit], weights=weights, optional=[rater])
    if pd.api.types.is_float_dtype(frame[y]):
        frame = frame[np.isfinite(frame[y])]
    first = [name for name, there in (("unit", unit), ("item", item), ("answer", True)) if there]
    if frame.empty:
        return no_rows(*first)
    items_of = frame[item] if item else pd.Series("", index=frame.index)
    if options is None:
        options = {name: sorted(group.unique()) for name, group in frame.groupby(items_of)[y]}
    keys = [(name, option) for name, answers in options.items() for option in answers]
    of_item = np.array([index for index, answers in enumerate(options.values()) for _ in answers])
    column = pd.MultiIndex.from_tuples(keys).get_indexer(pd.MultiIndex.from_arrays([items_of, frame[y]]))
    if (column < 0).any():
        strange = sorted({(str(items_of.iloc[place]), str(frame[y].iloc[place])) for place in np.flatnonzero(column < 0)})
        raise ValueError(f"answers outside the options of their question: {strange[:5]}")
    home = frame[unit] if unit else pd.Series("", index=frame.index)
    units, unit_count = codes_of(home)
    clusters, groups = codes_of(home, frame[centre])
    unit_of = np.zeros(groups, dtype=np.int64)
    unit_of[clusters] = units
    starts = np.flatnonzero(np.r_[True, np.diff(unit_of) > 0])
    w = np.ones(len(frame)) if weights is None else frame[weights].to_numpy(float)
    width, questions = len(keys), len(options)
    row_item = of_item[column]
    chosen = np.bincount(clusters * width + column, w, groups * width).reshape(groups, width)
    answered = np.bincount(clusters * questions + row_item, w, groups * questions).reshape(groups, questions)
    share, se, df = mean_cr2(answered[:, of_item], chosen, starts)

    def per_item(values: np.ndarray | None = None) -> np.ndarray:
        return np.bincount(units * questions + row_item, values, unit_count * questions).reshape(unit_count, questions)[:, of_item]

    n, cells = per_item(), np.add.reduceat(answered > 0, starts, axis=0, dtype=np.int64)[:, of_item]
    with np.errstate(all="ignore"):
        kish = per_item(w) ** 2 / per_item(w**2)
        effective = np.where(se > 0, np.minimum(kish, share * (1 - share) / se**2), kish)
        quantile = special.stdtrit(np.where(df > 0, df, np.nan), 0.5 + confidence / 2)
    low, high = wilson(share, effective, quantile)
    raters = np.zeros_like(n)
    if rater:
        known = frame[rater].notna().to_numpy()
        pairs = np.unique(np.column_stack([units * questions + row_item, pd.factorize(frame[rater])[0]])[known], axis=0)
        raters = np.bincount(pairs[:, 0], minlength=unit_count * questions).reshape(unit_count, questions)[:, of_item]
    names = np.repeat(np.unique(home.astype(str)), width)
    found = pd.DataFrame({"unit": names, "item": [name for name, _ in keys] * unit_count,
                          "answer": [option for _, option in keys] * unit_count, "estimate": share.ravel(), "se": se.ravel(),
                          "df": df.ravel(), "low": np.clip(low, 0, 1).ravel(), "high": np.clip(high, 0, 1).ravel(), "n": n.ravel(),
                          "n_groups": cells.ravel(), "method": METHOD, "p": np.nan, "n_raters": raters.ravel()})
    return reasoned(found.loc[found["n"] > 0, [*first, *COLUMNS]].reset_index(drop=True))
