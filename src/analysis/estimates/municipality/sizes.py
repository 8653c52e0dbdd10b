"""How large a difference is, and how large it would have to be to be seen."""

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.estimates.effect_sizes import critical_difference, detectable, hedges_g
from analysis.estimates.results import Estimate
from analysis.estimates.sources import Sources, one_per_child
from analysis.estimates.tables import combine, from_frame, row, rows


def size_rows(sources: Sources, changes: pd.DataFrame) -> pd.DataFrame:
    """``effect_size`` (Hedges' g) and ``detectable_change`` (points) beside every change of the municipality in repeated cross-sections."""
    entries = []
    thresholds = sources.parameters.programme.thresholds
    own = changes[(changes["kind"] == "change") & (changes["level"] == "municipality")]
    for change in own.itertuples():
        key = {"role": change.role, "scale": change.scale, "level": "municipality", "unit": sources.slug, "wave": change.wave,
               "contrast": change.contrast, "flags": "common_items" if "common_items" in change.flags.split(";") else ""}
        smallest = detectable(change.se, change.df, thresholds.fdr)
        if np.isfinite(smallest):
            nothing = float("nan")
            entries.append(row("detectable_change", Estimate(smallest, nothing, nothing, nothing, nothing, change.n, change.n_groups,
                                                             f"found with probability 0.8; {change.method}", n_raters=change.n_raters),
                                                             **key))
        if sources.cohort:
            continue
        frame, _ = sources.pair(change.role, change.scale, change.contrast)
        later, earlier = (frame.loc[frame["wave"] == wave, "y"] for wave in (change.wave, change.contrast))
        g = hedges_g(later, earlier, thresholds.confidence)
        if np.isfinite(g.low):                                                  # p is that of independent answers: not to be tested
            entries.append(row("effect_size", replace(g, n_groups=change.n_groups, n_raters=change.n_raters, p=float("nan")), **key))
    return rows(entries)


def critical_difference_rows(sources: Sources) -> pd.DataFrame:
    """``critical_difference``: how far apart two waves' means of a centre must lie, by its number of forms (contrast)."""
    parts = []
    for role, scale in sources.measured():
        if not sources.centres_allowed(role):
            continue
        frame = one_per_child(sources.of(role, scale.scale), sources.instrument(role))
        found = critical_difference(frame, y="y", centre="centre", rater=sources.rater(role),
                                    confidence=sources.parameters.programme.thresholds.confidence)
        found = found[found["estimate"].notna()]
        if len(found):
            parts.append(from_frame("critical_difference", found.assign(contrast=found["size"].astype(str)), role=role, scale=scale.scale,
                                    level="municipality", unit=sources.slug, wave=sources.wave))
    return combine(parts)
