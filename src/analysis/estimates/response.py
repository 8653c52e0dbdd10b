"""Who answered: rates per group of respondents, and whether those known to be there answered alike."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.estimates.answers import METHOD as SHARE_METHOD
from analysis.estimates.answers import answer_shares
from analysis.estimates.columns import check_columns, usable
from analysis.estimates.results import COLUMNS, no_rows


def response_rates(frame: pd.DataFrame, *, answered: str, invited: str, by: Sequence[str] = ()) -> pd.DataFrame:
    """Answered / invited, one row per group of ``by`` (role; or role and centre): a tidy frame, ``by`` its first columns.

    ``frame``: counts, in as many rows a group as there are; a missing count of answers is 0 (nobody). Groups nobody was invited in have no
    row. ``n`` answered, ``n_groups`` invited. A rate above 1 (more answers than the denominator knows) is kept, not cut: it says that the
    denominator is wrong. There is no interval: the rate is a count of the whole.
    """
    check_columns(frame, [answered, invited, *by])
    counts = frame.assign(answered_=frame[answered].fillna(0), invited_=frame[invited].fillna(0))
    if (counts[["answered_", "invited_"]] < 0).any(axis=None):
        raise ValueError("a count of people must not be negative")
    if by:
        totals = counts.groupby(list(by), sort=True)[["answered_", "invited_"]].sum().reset_index()
    else:
        totals = counts[["answered_", "invited_"]].sum().to_frame().T
    totals = totals[totals["invited_"] > 0].reset_index(drop=True)
    if totals.empty:
        return no_rows(*by)
    n, asked = totals["answered_"].astype("int64"), totals["invited_"].astype("int64")
    found = totals[list(by)].assign(estimate=n / asked, se=np.nan, df=np.nan, low=np.nan, high=np.nan, n=n, n_groups=asked, method="count",
                                    p=np.nan, n_raters=0)
    return found[[*by, *COLUMNS]]


def response_by_background(frame: pd.DataFrame, *, answered: str, variable: str, centre: str, confidence: float = 0.95) -> pd.DataFrame:
    """Share who answered in every category of ``variable``: a tidy frame, one row per ``category``; ``n`` counts those who could have.

    ``frame``: one row per person known to have been asked, ``answered`` true or false. CR2 by centre, Wilson interval: how far the share
    would move with other people of the same kind, since all who could answer are in it. Persons whose category is not known are left out.
    """
    used = usable(frame, keys=[answered, variable, centre])
    if used.empty:
        return no_rows("category")
    ready = used.assign(answered_=np.where(used[answered].astype(bool), "yes", "no"))
    both = {name: ["no", "yes"] for name in sorted(ready[variable].unique())}
    found = answer_shares(ready, y="answered_", item=variable, centre=centre, options=both, confidence=confidence)
    found = found[found["answer"] == "yes"].drop(columns="answer").rename(columns={"item": "category"}).reset_index(drop=True)
    return found.assign(method=found["method"].where(found["method"] != SHARE_METHOD, f"share who answered, {SHARE_METHOD}"))
