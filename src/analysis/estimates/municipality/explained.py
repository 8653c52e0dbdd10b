"""How much of the differences between children goes with their background."""

import pandas as pd

from analysis.estimates.design import composition
from analysis.estimates.explained import variance_explained_by_background
from analysis.estimates.sources import Sources, one_per_child
from analysis.estimates.tables import row, rows


def variance_explained_rows(sources: Sources) -> pd.DataFrame:
    """``variance_explained``: share of the variance between children that goes with their background, every wave so far.

    No family and no p: how much background explains depends on how alike the children are, and its change is never a finding.
    """
    entries = []
    thresholds, seed = sources.parameters.programme.thresholds, sources.parameters.programme.seed
    for role, scale in sources.measured():
        if sources.instrument(role).form == "person":
            continue
        for wave in sources.waves:
            frame = one_per_child(sources.of(role, scale.scale, wave), sources.instrument(role))
            ready, covariates = composition(frame, sources.background, age=None, min_known=thresholds.min_background_known)
            if frame.empty or not covariates:
                continue
            found = variance_explained_by_background(ready, y="y", centre="centre", covariates=covariates, rater=sources.rater(role),
                                                     confidence=thresholds.confidence, seed=seed)
            if pd.notna(found.low):
                entries.append(row("variance_explained", found, role=role, scale=scale.scale, level="municipality", unit=sources.slug,
                                   wave=wave, contrast="+".join(name.removesuffix("_") for name in covariates)))
    return rows(entries)
