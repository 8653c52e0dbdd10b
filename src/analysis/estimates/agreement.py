"""Perspectives on one child: how two informants agree. Centres: ``centre_agreement``; leaders and staff: ``leader_staff_gap``."""

import numpy as np
import pandas as pd

from analysis.estimates.cluster_robust import METHOD, cr2
from analysis.estimates.columns import usable
from analysis.estimates.design import codes_of
from analysis.estimates.results import Estimate, from_t, no_estimate

PAIR_METHOD = "correlation, Fisher z"
WITHIN_METHOD = "correlation within raters, Fisher z"


def fisher(r: float, se: float, confidence: float) -> tuple[float, float, float]:
    """Low, high and p of a correlation whose Fisher z has the standard error ``se``; inside -1 to 1 by construction."""
    from scipy import special

    with np.errstate(all="ignore"):
        z, half = np.arctanh(np.clip(r, -1, 1)), special.ndtri(0.5 + confidence / 2) * se
        return float(np.tanh(z - half)), float(np.tanh(z + half)), float(2 * special.ndtr(-abs(z) / se))


def informant_agreement(frame: pd.DataFrame, *, first: str, second: str, rater: str | None = None, centre: str | None = None,
                        confidence: float = 0.95) -> Estimate:
    """Correlation of two informants on the same child, ``frame`` one row per child, ``first`` and ``second`` their columns.

    ``rater`` (or, where no rater is known, ``centre``): both are taken as deviations from the group's mean, so that a mild and a strict
    rater do not pass for disagreement or agreement; the interval is Fisher's with n - groups - 2 in the place of n - 3. ``centre`` beside
    ``rater`` is only counted.
    """
    within = rater or centre
    used = usable(frame, numbers=[first, second], keys=[rater, centre])
    groups = used[centre].nunique() if centre else used[rater].nunique() if rater else 1
    raters = used[rater].nunique() if rater else 0
    x, y = used[first].to_numpy(float), used[second].to_numpy(float)
    taken = 1
    if within:
        codes, taken = codes_of(used[within])
        counts = np.maximum(np.bincount(codes, minlength=taken), 1)
        x, y = (values - (np.bincount(codes, values, taken) / counts)[codes] for values in (x, y))
    elif len(x):
        x, y = x - x.mean(), y - y.mean()
    freedom = len(used) - taken - 2
    if freedom < 1:
        return no_estimate("too few children whom both have told about", len(used), groups, n_raters=raters)
    if min(x @ x / max(used[first].to_numpy(float) @ used[first].to_numpy(float), 1e-300),
           y @ y / max(used[second].to_numpy(float) @ used[second].to_numpy(float), 1e-300)) < 1e-18:
        return no_estimate("one informant's answers do not vary", len(used), groups, n_raters=raters)
    r = float(np.clip(x @ y / np.sqrt((x @ x) * (y @ y)), -1, 1))
    if abs(r) > 1 - 1e-12:
        return no_estimate("the two agree perfectly", len(used), groups, estimate=r, n_raters=raters)
    low, high, p = fisher(r, 1 / np.sqrt(freedom), confidence)
    return Estimate(r, float((1 - r**2) / np.sqrt(freedom)), np.nan, low, high, len(used), groups, WITHIN_METHOD if within else PAIR_METHOD,
                    p, raters)


def leader_staff_gap(frame: pd.DataFrame, *, y: str, centre: str, role: str, leader: str = "leader", staff: str = "staff",
                     min_leaders: int = 5, confidence: float = 0.95) -> Estimate:
    """Leaders' mean minus staff's mean on parallel scales, CR2 by centre over both; no estimate with fewer than ``min_leaders`` leaders.

    ``frame``: one row per form, ``role`` the column that tells leaders from staff. Both scales are in points of their own role's norm, so
    the usual distance between leaders and staff in the programme is taken out: 0 means as far apart as usual.
    """
    used = usable(frame, numbers=[y], keys=[centre, role])
    used = used[used[role].isin([leader, staff])]
    is_leader = (used[role] == leader).to_numpy(float)
    leaders, others = int(is_leader.sum()), int(len(used) - is_leader.sum())
    n, groups = min(leaders, others), used[centre].nunique()
    if leaders < min_leaders or others < 2:
        return no_estimate(f"{leaders} leaders and {others} staff, of {min_leaders} and 2 needed", n, groups)
    codes, groups = codes_of(used[centre])
    x = np.column_stack([np.ones(len(used)), is_leader])
    estimate, se, df = cr2(used[y].to_numpy(float), x, codes, np.array([0.0, 1.0]))
    return from_t(estimate[0], se[0], df[0], n=n, n_groups=groups, method=METHOD, confidence=confidence)
