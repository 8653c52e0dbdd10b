"""Three waves: what changed at once, what changed later, and what lasted."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis.estimates.change import wave_change
from analysis.estimates.columns import usable
from analysis.estimates.results import Estimate

Lasting = Literal["lasting_progress", "faded", "late", "stable", "decline", "cannot_tell"]
State = Literal["up", "down", "same", "open"]


@dataclass(frozen=True, kw_only=True)
class LastingChange(Estimate):
    """As an Estimate: the lasting difference, first wave to third. ``immediate`` (1 to 2), ``later`` (2 to 3) and ``lasting`` (1 to 3) are
    the three differences, ``classification`` what they say together."""

    immediate: Estimate
    later: Estimate
    lasting: Estimate
    classification: Lasting


def lasting_change(frame: pd.DataFrame, *, y: str, centre: str, wave: str, waves: tuple[str, str, str] | None = None,
                   rater: str | None = None, weights: str | None = None, margin: float = 20.0, alpha: float = 0.05, confidence: float = 0.95
                   ) -> LastingChange:
    """Differences between three waves (default: the three there are), each as ``wave_change``, and their joint classification.

    ``margin`` in the units of ``y``; ``alpha`` is held against each difference's own p (many scales at once: ``classify`` with q).
    ValueError where ``wave`` does not have three waves to choose.
    """
    frame = usable(frame, numbers=[y], keys=[centre, wave], weights=weights, optional=[rater])
    there = sorted(frame[wave].dropna().unique())
    first, second, third = _three(there, waves)
    names = {"y": y, "centre": centre, "wave": wave, "rater": rater, "weights": weights, "confidence": confidence}
    immediate, later, lasting = (wave_change(frame, earlier=earlier, later=after, **names)
                                 for earlier, after in ((first, second), (second, third), (first, third)))
    found = [state(change, change.p, margin, alpha) for change in (immediate, later, lasting)]
    return LastingChange(**lasting.__dict__, immediate=immediate, later=later, lasting=lasting, classification=classify(*found))


def _three(there: list, waves: tuple[str, str, str] | None) -> tuple:
    if waves is None:
        if len(there) > 3:
            raise ValueError(f"say which three of the waves {there} to compare: waves=")
        waves = (*there, *[f"wave {place} that is not there" for place in range(len(there), 3)])
    if len(waves) != 3 or len(set(waves)) != 3:
        raise ValueError(f"a lasting change is between three waves; found {list(waves)}")
    return tuple(waves)


def state(change: Estimate, q: float, margin: float, alpha: float) -> State:
    """One difference by the rule of findings (METHODS 11): up or down from ``margin`` on with q < ``alpha``; the same where the whole
    interval lies inside the margin; else open."""
    if np.isfinite(q) and q < alpha and abs(change.estimate) >= margin:
        return "up" if change.estimate > 0 else "down"
    inside = np.isfinite([change.low, change.high]).all() and -margin < change.low and change.high < margin
    return "same" if inside else "open"


def classify(immediate: State, later: State, lasting: State) -> Lasting:
    """What three differences say together.

    Over the whole period up: lasting progress, or late where it did not come at once (no change or decline first, or the progress that is
    seen is the later one). Down: decline. The same: faded where it had gone up at once, else stable. Where the whole period is open, only
    up and then down again can be told: faded.
    """
    if lasting == "up":
        return "late" if immediate in ("same", "down") or (immediate == "open" and later == "up") else "lasting_progress"
    if lasting == "down":
        return "decline"
    if immediate == "up" and (lasting == "same" or later == "down"):
        return "faded"
    return "stable" if lasting == "same" else "cannot_tell"
