"""Weights that give known margins: raking to the register."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimates.cluster_robust import cluster_robust_mean
from analysis.estimates.columns import check_columns, usable
from analysis.estimates.results import Estimate, no_estimate

CLOSE = 1e-10
"""Largest difference of a weighted share from its margin at which raking has ended."""
ROUNDS = 500


@dataclass(frozen=True, kw_only=True)
class Raked(Estimate):
    """The mean with raked weights (as an Estimate) and ``raw``, the mean without; both are shown.

    ``weights``: one per row of the frame, mean 1 over the rows used, NaN where a category or value is not known. ``converged``: whether the
    weighted shares are the margins; not so where bounds bind, and ``furthest`` says how far the worst share is off. ``effective``: Kish's
    effective number of answers.
    """

    raw: Estimate
    weights: pd.Series
    converged: bool
    furthest: float
    effective: float


def rake_weights(frame: pd.DataFrame, *, margins: Mapping[str, Mapping[object, float]], y: str | None = None, centre: str | None = None,
                 weights: str | None = None, least: float = 0.3, most: float = 3.0, confidence: float = 0.95) -> Raked:
    """Weights under which every variable of ``margins`` has the shares given there (variable -> category -> share or count).

    Iterative proportional fitting (Deming & Stephan 1940), as ``survey::rake``; a factor stays between ``least`` and ``most`` times the
    form's own weight, so that no child speaks for many. A category nobody is in cannot be weighted up: its share is spread over the others,
    and ``converged`` is False. With ``y`` and ``centre``: the raked mean, CR2 by centre with the weights taken as known.
    ValueError where margins are no shares or a category that is there has none.
    """
    if (y is None) != (centre is None):
        raise ValueError("y= and centre= go together")
    if not 0 <= least <= 1 <= most:
        raise ValueError(f"bounds must hold 1 between them; found {least} and {most}")
    check_columns(frame, list(margins))
    used = usable(frame, numbers=[y] if y else [], keys=[centre, *margins], weights=weights)
    start = used[weights].to_numpy(float) if weights else np.ones(len(used))
    targets, complete = {}, True
    for name, shares in margins.items():
        wanted = pd.Series(dict(shares), dtype="float64")
        if (wanted < 0).any() or not wanted.sum() > 0:
            raise ValueError(f"the margin of {name!r} must be shares or counts; found {dict(shares)}")
        strange = sorted(set(used[name]) - set(wanted.index), key=str)
        if strange:
            raise ValueError(f"the margin of {name!r} has no {strange[0]!r}, only {list(wanted.index)}")
        there = wanted[wanted.index.isin(set(used[name]))]
        complete &= bool(there.sum() >= wanted.sum() * (1 - CLOSE))
        targets[name] = there / there.sum() if there.sum() > 0 else there
    factor, furthest = _fit(used, start, targets, least, most)
    raked = used.assign(raked_=start * factor / (start * factor).mean()) if len(used) else used.assign(raked_=0.0)
    converged = complete and furthest <= CLOSE and len(used) > 0
    own = raked["raked_"].reindex(frame.index)
    effective = float(raked["raked_"].sum() ** 2 / (raked["raked_"] ** 2).sum()) if len(used) else 0.0
    if y is None or centre is None:
        raw = found = no_estimate("weights only", len(used))
    else:
        raw = cluster_robust_mean(used, y=y, centre=centre, weights=weights, confidence=confidence)
        found = cluster_robust_mean(raked, y=y, centre=centre, weights="raked_", confidence=confidence)
    method = f"{found.method}, raked" + ("" if converged else f" (not to the margins: {furthest:.3g} off)")
    return Raked(**{**found.__dict__, "method": method}, raw=raw, weights=own, converged=converged, furthest=furthest, effective=effective)


def _fit(used: pd.DataFrame, start: np.ndarray, targets: Mapping[str, pd.Series], least: float, most: float) -> tuple[np.ndarray, float]:
    """Factors on ``start`` and the largest difference left between a share and its target."""
    factor = np.ones(len(used))
    if not len(used) or not targets:
        return factor, 0.0
    codes = {name: pd.Categorical(used[name], categories=list(target.index)).codes for name, target in targets.items()}

    def shares(name: str) -> np.ndarray:
        weight = start * factor
        return np.bincount(codes[name], weight, len(targets[name])) / weight.sum()

    furthest = np.inf
    for _ in range(ROUNDS):
        for name, target in targets.items():
            with np.errstate(divide="ignore", invalid="ignore"):
                step = np.where(shares(name) > 0, target.to_numpy() / shares(name), 1.0)
            factor = factor * step[codes[name]]
        factor = np.clip(factor / (np.average(factor, weights=start) or 1.0), least, most)
        before, furthest = furthest, max(float(np.abs(shares(name) - target.to_numpy()).max()) for name, target in targets.items())
        if furthest <= CLOSE or abs(before - furthest) < 1e-15:                  # there, or as near as the bounds allow
            break
    return factor, furthest
