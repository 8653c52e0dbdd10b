"""From answers to scale scores and from scores to points (METHODS 1, points 3, 4 and 6)."""

from collections.abc import Iterable
from math import ceil

import pandas as pd

from analysis.parameters import Instrument, Item

CENTRE, SPREAD = 500.0, 100.0
"""Mean and standard deviation of the norm wave on the points scale."""

ROUNDING = 0.05
"""Slack in items, so that a share written 0.67 asks for four of six items as two thirds do."""


def turned_items(responses: pd.DataFrame, instrument: Instrument, items: Iterable[Item], wave: str) -> pd.DataFrame:
    """Forms x items (``form_id`` as index), reversed items turned so that high is good; NaN where there is no answer.

    ``responses`` are those of the instrument's forms in ``wave``. Items that no form has been asked are columns of NaN.
    """
    items = tuple(items)
    wide = responses.pivot(index="form_id", columns="item", values="value").reindex(columns=[item.item for item in items])
    for item in items:
        if item.reversed and item.column(wave):
            low, high = instrument.item_range(item, wave)
            wide[item.item] = low + high - wide[item.item]
    return wide


def score_scale(items: pd.DataFrame, min_answered_share: float) -> pd.DataFrame:
    """``score, answered, n_items`` of each form: the mean of the answered items (already turned), NaN where fewer than
    ``min_answered_share`` of the items asked were answered. ``items`` are forms x items asked."""
    answered = items.notna().sum(axis=1)
    score = items.mean(axis=1).where(answered >= min_answered(items.shape[1], min_answered_share))
    return pd.DataFrame({"score": score, "answered": answered, "n_items": items.shape[1]}, index=items.index)


def min_answered(asked: int, share: float) -> int:
    """The smallest number of answers that makes a score, at least one."""
    return max(1, ceil(share * asked - ROUNDING))


def to_points(score: pd.Series, mean: float, sd: float) -> pd.Series:
    """Scores on the scale where the norm wave has mean 500 and standard deviation 100."""
    return CENTRE + SPREAD * (score - mean) / sd


def age_adjusted(points: pd.Series, age_months: pd.Series, slope: float, age_mean: float) -> pd.Series:
    """Points as they would be at the norm wave's mean age; ``slope`` is in points a month. A form without an age stays as it is, which
    takes the child to be of that mean age: leaving it out would be a silent drop."""
    return points - slope * (age_months - age_mean).fillna(0.0)
