"""Perspectives: how two informants agree, and how leaders' and staff's answers lie to each other."""

import numpy as np
import pandas as pd

from analysis.estimates.cluster_robust import METHOD, cr2
from analysis.estimates.design import codes_of
from analysis.estimates.results import Estimate, from_t

PAIR_METHOD = "correlation within groups, Fisher z"
CENTRE_METHOD = "correlation of centre means corrected for unreliability, Fisher z"


def _fisher(r: float, se: float, confidence: float) -> tuple[float, float, float]:
    from scipy import special

    with np.errstate(all="ignore"):
        z, half = np.arctanh(np.clip(r, -1, 1)), special.ndtri(0.5 + confidence / 2) * se
        return float(np.tanh(z - half)), float(np.tanh(z + half)), float(2 * special.ndtr(-abs(z) / se))


def informant_agreement(frame: pd.DataFrame, *, first: str, second: str, within: str | None = None, confidence: float = 0.95) -> Estimate:
    """Correlation of two informants on the same child, ``frame`` one row per child.

    ``within`` (rater, or centre where no rater is known): both are taken as deviations from the group's mean, so that a mild and a strict
    rater do not pass for disagreement or agreement; the interval is Fisher's with n - groups - 2 in the place of n - 3.
    """
    used = frame.dropna(subset=[first, second, *([within] if within else [])])
    groups = 1
    x, y = used[first].to_numpy(float), used[second].to_numpy(float)
    if within:
        codes, groups = codes_of(used[within])
        counts = np.maximum(np.bincount(codes, minlength=groups), 1)
        x, y = (values - (np.bincount(codes, values, groups) / counts)[codes] for values in (x, y))
    else:
        x, y = x - x.mean() if len(x) else x, y - y.mean() if len(y) else y
    freedom = len(used) - groups - 2
    spread = np.sqrt((x @ x) * (y @ y))
    if freedom < 1 or spread == 0:
        return Estimate(np.nan, np.nan, np.nan, np.nan, np.nan, len(used), groups, PAIR_METHOD)
    r = float(x @ y / spread)
    low, high, p = _fisher(r, 1 / np.sqrt(freedom), confidence)
    return Estimate(r, float((1 - r**2) / np.sqrt(freedom)), np.nan, low, high, len(used), groups, PAIR_METHOD, p)


def centre_agreement(first: pd.Series, second: pd.Series, reliabilities: tuple[float, float], n: int, confidence: float = 0.95) -> Estimate:
    """Correlation of two informants' centre means, divided by the root of their reliabilities (Spearman 1904); capped at -1 and 1.

    ``first`` and ``second`` are indexed by centre; ``n`` is the number of forms behind the thinner informant. The interval is that of the
    uncorrected correlation, divided likewise: the reliabilities are taken as known, so read it as a lower bound of the uncertainty.
    """
    both = pd.concat([first, second], axis=1, join="inner").dropna().to_numpy(float)
    if len(both) < 5 or not min(reliabilities) > 0 or (both.std(axis=0) == 0).any():
        return Estimate(np.nan, np.nan, np.nan, np.nan, np.nan, n, len(both), CENTRE_METHOD)
    attenuation = np.sqrt(reliabilities[0] * reliabilities[1])
    r = float(np.corrcoef(both.T)[0, 1])
    low, high, p = _fisher(r, 1 / np.sqrt(len(both) - 3), confidence)
    cut = [float(np.clip(value / attenuation, -1, 1)) for value in (r, low, high)]
    return Estimate(cut[0], np.nan, np.nan, cut[1], cut[2], n, len(both), CENTRE_METHOD, p)


def leader_staff_gap(leaders: pd.DataFrame, staff: pd.DataFrame, *, y: str, centre: str, min_leaders: int, confidence: float = 0.95
                     ) -> Estimate | None:
    """Leaders' mean minus staff's mean on parallel scales, CR2 by centre over both; None with fewer than ``min_leaders`` leaders.

    Both scales are in points of their own role's norm, so the usual distance between leaders and staff in the programme is taken out:
    0 means as far apart as usual.
    """
    leaders, staff = leaders.dropna(subset=[y, centre]), staff.dropna(subset=[y, centre])
    if len(leaders) < min_leaders or len(staff) < 2:
        return None
    values = np.r_[leaders[y].to_numpy(float), staff[y].to_numpy(float)]
    x = np.column_stack([np.ones(len(values)), np.r_[np.ones(len(leaders)), np.zeros(len(staff))]])
    codes, groups = codes_of(pd.concat([leaders[centre], staff[centre]], ignore_index=True))
    estimate, se, df = cr2(values, x, codes, np.array([0.0, 1.0]))
    return from_t(estimate[0], se[0], df[0], n=min(len(leaders), len(staff)), n_groups=groups, method=METHOD, confidence=confidence)
