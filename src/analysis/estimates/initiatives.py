"""Development where something was done: beside other municipalities, or between centres that took part and those that did not."""

from typing import Literal

import numpy as np
import pandas as pd

from analysis.estimates.change import wave_change
from analysis.estimates.cluster_robust import METHOD, cr2
from analysis.estimates.columns import two_waves, usable
from analysis.estimates.results import Estimate, from_t, no_estimate, welch_satterthwaite

OTHERS_METHOD = "change minus mean change of other municipalities"
Design = Literal["all", "some", "lot"]
DESIGNS = {"all": f"all took part: {OTHERS_METHOD}", "some": f"some took part, not by lot: centre changes, {METHOD}",
           "lot": f"by lot or queue: centre changes, {METHOD}"}
"""What ``method`` says of each design; words for readers follow it."""


def change_beside_others(own: Estimate, others: pd.DataFrame, confidence: float = 0.95) -> Estimate:
    """A municipality's change minus the mean change of ``others`` (one row per municipality: ``estimate, se, df``).

    Municipalities differ in their changes beyond sampling: that variance (DerSimonian & Laird's moment estimate with equal weights, not
    below 0) counts once for the own and 1/k for the mean of the k others. Everyone took part, so this is development in the period, no
    effect.
    """
    others = others[np.isfinite(others[["estimate", "se", "df"]].astype(float)).all(axis=1)]
    k = len(others)
    if k < 2:
        return no_estimate(f"a comparison of changes needs two other municipalities, found {k}", own.n, k + 1, n_raters=own.n_raters)
    if not np.isfinite(own.low):
        return no_estimate(own.method.partition(": ")[2], own.n, k + 1, n_raters=own.n_raters)
    values, errors = others["estimate"].to_numpy(float), others["se"].to_numpy(float) ** 2
    between = max(float(values.var(ddof=1) - errors.mean()), 0.0)
    parts = np.r_[own.se**2, errors / k**2, between * (1 + 1 / k)]
    dfs = np.r_[own.df, others["df"].to_numpy(float), k - 1]
    return from_t(own.estimate - float(values.mean()), float(np.sqrt(parts.sum())), welch_satterthwaite(parts, dfs), n=own.n,
                  n_groups=k + 1, method=DESIGNS["all"], confidence=confidence, n_raters=own.n_raters)


def initiative_followup(frame: pd.DataFrame, *, y: str, centre: str, wave: str, exposed: str, design: Design, earlier: str | None = None,
                        later: str | None = None, municipality: str | None = None, rater: str | None = None, weights: str | None = None,
                        min_centres_per_arm: int = 5, confidence: float = 0.95) -> Estimate:
    """What happened where an initiative was at work, by its ``design``, which ``method`` names.

    ``exposed``: column that is true (or above 0: modules finished) for the centres that took part before the later field period.
    ``all``: everyone in one municipality took part; its change beside the mean change of the others (``municipality``: the column).
    ``some``: chosen, not drawn; ``lot``: drawn by lot or queue. Both: change of centre means, exposed minus others, adjusted for the first
    level; each centre with answers in both waves counts once, CR2 with every centre its own cluster (HC2), Satterthwaite df. No estimate
    with fewer than ``min_centres_per_arm`` centres on either side.
    """
    if design not in DESIGNS:
        raise ValueError(f"a design is one of {sorted(DESIGNS)}, not {design!r}")
    if (design == "all") != (municipality is not None):
        raise ValueError("municipality= goes with the design 'all', and only with it")
    names = two_waves(frame, wave, earlier, later)
    used = usable(frame, numbers=[y], keys=[centre, wave, exposed, municipality], weights=weights, optional=[rater])
    used = used[used[wave].isin(names)]
    if design == "all":
        return _all_took_part(used, y=y, centre=centre, wave=wave, names=names, exposed=exposed, municipality=municipality, rater=rater,
                              weights=weights, confidence=confidence)
    cells = used.groupby([centre, wave])[y].agg(["mean", "size"]).unstack()
    if cells.shape[1] < 4:
        return no_estimate("a change needs answers in two waves", 0, len(cells))
    cells = cells.dropna()
    took_part = (used[exposed].astype(float) > 0).groupby(used[centre]).any()
    arm = took_part.reindex(cells.index).to_numpy(float)
    sides = int(arm.sum()), int(len(arm) - arm.sum())
    if min(sides) < min_centres_per_arm:
        return no_estimate(f"{sides[0]} centres that took part and {sides[1]} others, of {min_centres_per_arm} each needed", 0, len(cells))
    first = cells["mean"][names[0]].to_numpy(float)
    change = cells["mean"][names[1]].to_numpy(float) - first
    x = np.column_stack([np.ones(len(arm)), arm, first - first.mean()])
    varies = np.ptp(first) > 1e-9 * max(np.abs(first).max(), 1)
    x = x if varies else x[:, :2]
    estimate, se, df = cr2(change, x, np.arange(len(arm)), np.array([0.0, 1.0, 0.0])[: x.shape[1]])
    sizes = cells["size"].to_numpy(float)
    n = int(min(sizes[arm == side].sum(axis=0).min() for side in (0, 1)))
    raters = 0
    if rater:
        here = used[used[centre].isin(cells.index)]
        raters = int(here.groupby([here[centre].map(took_part), wave])[rater].nunique().min())
    return from_t(estimate[0], se[0], df[0], n=n, n_groups=len(arm), method=DESIGNS[design], confidence=confidence, n_raters=raters)


def _all_took_part(used: pd.DataFrame, *, y: str, centre: str, wave: str, names: tuple, exposed: str, municipality: str,
                   rater: str | None, weights: str | None, confidence: float) -> Estimate:
    took_part = (used[exposed].astype(float) > 0).groupby(used[municipality]).any()
    own = [place for place, part in took_part.items() if part]
    if len(own) != 1:
        return no_estimate(f"the design 'all' is of one municipality that took part, found {len(own)}", 0, len(took_part))
    changes = {}
    for place, rows in used.groupby(municipality, sort=True):
        rows = rows[rows[exposed].astype(float) > 0] if place in own else rows
        changes[place] = wave_change(rows, y=y, centre=centre, wave=wave, earlier=names[0], later=names[1], rater=rater, weights=weights,
                                     confidence=confidence)
    others = pd.DataFrame([{"estimate": found.estimate, "se": found.se, "df": found.df} for place, found in changes.items()
                           if place not in own], columns=["estimate", "se", "df"])
    return change_beside_others(changes[own[0]], others, confidence)
