"""May two groups' answers to a scale be compared: two waves, two home languages? (METHODS 2)"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.scales.dif import purified_tests
from analysis.scales.invariance import invariance_fit, moments
from analysis.scales.reliability import cronbach_alpha
from analysis.scales.score import SPREAD, score_scale

NOTHING = float("nan")
LEAST_ANCHORS = 2
"""Items left to compare with: one item is no scale."""
CFA_ITEMS = CFA_OPTIONS = 4
"""Items, and answers to choose from, from which a factor model of them makes sense."""


@dataclass(frozen=True)
class Comparability:
    """``estimate``: the group difference in points with all items minus the one without the flagged items, with its interval.

    ``with_all``, ``without_flagged``: the two differences (second group minus first). ``flagged``: items that run apart. ``comparable``:
    whether the two differ by no more than the limit; None where it cannot be judged, and ``method`` then says why. ``items``: the tests of
    every item (``dif.COLUMNS``); ``fit``: the multi-group CFA (``invariance.COLUMNS``), empty where the scale is not made for one.
    ``n`` forms of the smaller group, ``n_groups`` centres.
    """

    estimate: float
    se: float
    df: float
    low: float
    high: float
    n: int
    n_groups: int
    method: str
    with_all: float
    without_flagged: float
    flagged: tuple[str, ...]
    comparable: bool | None
    items: pd.DataFrame
    fit: pd.DataFrame


def comparability(frame: pd.DataFrame, *, items: Sequence[str], group: str, first: str, second: str, centre: str | None = None,
                  weights: str | None = None, sd: float | None = None, limit: float = 10.0, fdr: float = 0.05, min_answers: int = 200,
                  min_answered_share: float = 2 / 3, confidence: float = 0.95) -> Comparability:
    """Judge whether ``items`` mean the same to the forms whose ``group`` is ``first`` and those whose it is ``second``.

    ``frame``: one row per form with the turned ``items``. ``sd``: the norm's, in score units (default: the pooled SD within groups).
    ``limit``: points (METHODS: half the margin).

    1. Multi-group CFA where the scale has four items of four answers: printed, never a switch (at perfect invariance its usual cut-offs
       fail a good part of scales of few categories by chance).
    2. Item by item, ordinal logistic regression on the rest score and the group, purified; both take forms as independent.
    3. What decides: the difference in points with and without the items flagged. The score without them is put on the scale of all items by
       the spread of their *true* scores within groups (SD times root of alpha), so that a score of fewer, less reliable items does not make
       a true difference look smaller. The interval of the difference of differences is linearised, by ``centre`` where given.
    """
    from scipy.special import stdtrit

    items = list(items)
    asked = frame[[group, *items, *(name for name in (centre, weights) if name)]]
    used = asked[asked[group].isin([first, second]) & asked[items].notna().any(axis=1)]
    later = (used[group] == second).to_numpy()
    answers, n = used[items], int(min(later.sum(), (~later).sum()))
    n_groups = used[centre].nunique() if centre else 0

    def told(why: str) -> Comparability:
        return Comparability(*[NOTHING] * 5, n, n_groups, f"not judged: {why}", NOTHING, NOTHING, (), None, pd.DataFrame(), pd.DataFrame())

    if n < min_answers:
        return told(f"fewer than {min_answers} answers in a group")
    if len(items) <= LEAST_ANCHORS:
        return told(f"{LEAST_ANCHORS} items or fewer: none can be left out")
    tests = purified_tests(answers, later, fdr, LEAST_ANCHORS, min_answered_share)
    fit = pd.DataFrame()
    if len(items) >= CFA_ITEMS and answers.nunique().min() >= CFA_OPTIONS:
        fit = invariance_fit(moments(answers, pd.Series(later, index=answers.index)))
    flagged = tuple(tests.loc[tests["flagged"], "item"])
    kept = [item for item in items if item not in flagged]
    whole, part = (score_scale(answers[names], min_answered_share)["score"].to_numpy() for names in (items, kept))
    both = ~np.isnan(whole) & ~np.isnan(part)
    whole, part, side, at = whole[both], part[both], later[both], answers[both]
    weight = used[weights].to_numpy(float)[both] if weights else np.ones(len(whole))
    spread = _spread_within(whole, side)
    if not (side.any() and (~side).any() and spread > 0):
        return told("no spread within groups, or no scores in one of them")
    unit = SPREAD / (sd or spread)
    ratio = _true_spread(at, items, whole, side) / _true_spread(at, kept, part, side) if flagged else 1.0
    if not np.isfinite(ratio):
        return told("the items that are left do not vary within groups")
    full, rest = (_difference(values, side, weight) * unit for values in (whole, ratio * part))
    method = "difference with and without the items that differ" if flagged else "no item differs"
    se = df = low = high = NOTHING
    if flagged:
        clusters = pd.factorize(used[centre].to_numpy()[both])[0] if centre else np.arange(len(whole))
        se, df = _standard_error((whole - ratio * part) * unit, side, weight, clusters)
        half = float(stdtrit(df, 0.5 + confidence / 2)) * se if df > 0 else NOTHING
        low, high = full - rest - half, full - rest + half
    near = bool(abs(full - rest) <= limit)
    return Comparability(full - rest, se, df, low, high, n, n_groups, method, full, rest, flagged, near, tests, fit)


def _difference(values: np.ndarray, second: np.ndarray, weight: np.ndarray) -> float:
    return float(np.average(values[second], weights=weight[second]) - np.average(values[~second], weights=weight[~second]))


def _spread_within(values: np.ndarray, second: np.ndarray) -> float:
    """Pooled SD within the two groups."""
    squares = sum(((values[side] - values[side].mean()) ** 2).sum() for side in (second, ~second) if side.any())
    return float(np.sqrt(squares / (len(values) - 2))) if len(values) > 2 else NOTHING


def _true_spread(answers: pd.DataFrame, items: list[str], score: np.ndarray, second: np.ndarray) -> float:
    """SD of true scores within groups: observed SD times root of alpha; the observed where alpha is not above zero."""
    within = answers[items].copy()
    for side in (second, ~second):
        within[side] -= within[side].mean()
    alpha = cronbach_alpha(within).alpha
    return _spread_within(score, second) * (np.sqrt(alpha) if alpha > 0 else 1.0)


def _standard_error(values: np.ndarray, second: np.ndarray, weight: np.ndarray, clusters: np.ndarray) -> tuple[float, float]:
    """Standard error and df of the difference of two weighted means, clusters on both sides: linearised, clusters / (clusters - 1)."""
    influence = np.zeros(len(values))
    for side, sign in ((second, 1.0), (~second, -1.0)):
        mean = np.average(values[side], weights=weight[side])
        influence[side] = sign * weight[side] / weight[side].sum() * (values[side] - mean)
    sums = np.bincount(clusters, influence)
    if len(sums) < 2:
        return NOTHING, NOTHING
    return float(np.sqrt((sums**2).sum() * len(sums) / (len(sums) - 1))), float(len(sums) - 1)
