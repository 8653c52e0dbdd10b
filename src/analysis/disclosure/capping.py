"""Distributions in which nearly everybody gave one answer: who is in the group is then known to have given it."""

import pandas as pd

from analysis.disclosure.context import LEADER
from analysis.disclosure.rounding import SHARE_STEP, to_step
from analysis.disclosure.tables import HIDDEN, SHOWN
from analysis.parameters import DisclosureRule

CAPPED = "capped"
"""Flag of the one category shown: read its value as \"or more\"."""

DISTRIBUTION = ["role", "scale", "item", "level", "unit", "wave"]


def cap_shares(rows: pd.DataFrame, rule: DisclosureRule) -> pd.DataFrame:
    """Rows with each dominated distribution reduced to one capped category.

    Dominated: one category holds ``dominant_share`` or more in a centre or a network, or among leaders; in a municipality only where all
    answers are one (100 % in whole percent). The category is shown as ``dominant_share`` with flag ``capped`` and no interval, the other
    categories are hidden. Of so few forms that the share leaves no room for one other answer (90 % or more of nine is all nine) nothing is
    shown. A distribution of which any category is hidden is hidden whole.
    """
    shares = rows[rows["kind"] == "answer_share"]
    if shares.empty:
        return rows
    groups = [shares[column] for column in DISTRIBUTION]
    whole = shares["status"].eq(SHOWN).groupby(groups).transform("all")
    top = shares["value"].groupby(groups).transform("max")
    below = shares["level"].isin(["centre", "network"]) | (shares["role"] == LEADER)
    dominated = whole & (((top >= rule.dominant_share) & below) | (to_step(top, SHARE_STEP) >= 1))
    room = (shares["n"] * (1 - rule.dominant_share)).round(6) >= 1
    first = dominated & (shares["value"] == top) & room.groupby(groups).transform("all")
    rows = rows.copy()
    rows.loc[shares.index[~whole & shares["status"].eq(SHOWN)], "status"] = HIDDEN
    rows.loc[shares.index[dominated & ~first], "status"] = HIDDEN
    capped = shares.index[first]
    rows.loc[capped, "value"] = rule.dominant_share
    rows.loc[capped, ["low", "high"]] = float("nan")
    rows.loc[capped, "flags"] = [";".join(filter(None, [flags, CAPPED])) for flags in rows.loc[capped, "flags"]]
    return rows
