"""Differences between groups of children by background, and whether they have changed."""

import pandas as pd

from analysis.estimates.design import composition
from analysis.estimates.gaps import background_gaps
from analysis.estimates.sources import Sources
from analysis.estimates.tables import combine, from_frame


def gap_rows(sources: Sources) -> pd.DataFrame:
    """``gap``, ``gap_adjusted`` (for the other background and age) and ``gap_change`` since the wave before, scales about children only."""
    parts = []
    thresholds = sources.parameters.programme.thresholds
    variables = [variable for variable in sources.parameters.programme.background if variable.name in sources.background]
    for role, scale in sources.measured():
        if sources.instrument(role).form == "person":
            continue
        frame = sources.of(role, scale.scale)
        pair, common = sources.pair(role, scale.scale, sources.previous) if sources.previous else (frame.iloc[:0], False)
        ready, known = composition(frame, sources.background, min_known=thresholds.min_background_known)
        key = {"role": role, "scale": scale.scale, "level": "municipality", "unit": sources.slug, "wave": sources.wave}
        for variable in variables:
            names = {"y": "y", "centre": "centre", "variable": variable.name, "reference": variable.reference, "weights": "weight",
                     "rater": sources.rater(role), "confidence": thresholds.confidence}
            covariates = [name for name in known if name != f"{variable.name}_"]
            parts.append(_rows("gap", background_gaps(frame, **names), variable.name, variable.reference, role, key))
            if covariates:
                parts.append(_rows("gap_adjusted", background_gaps(ready, covariates=covariates, **names), variable.name,
                                   variable.reference, role, key))
            if len(pair):
                changed = background_gaps(pair, wave="wave", earlier=sources.previous, later=sources.wave, **names)
                parts.append(_rows("gap_change", changed, variable.name, variable.reference, role, key, tail=f":{sources.previous}",
                                   flags="common_items" if common else ""))
    return combine(parts)


def _rows(kind: str, found: pd.DataFrame, variable: str, reference: str, role: str, key: dict[str, str], tail: str = "", flags: str = ""
          ) -> pd.DataFrame:
    if found.empty:
        return found
    contrast = variable + ":" + found["category"] + f"-{reference}{tail}"
    return from_frame(kind, found.assign(contrast=contrast, family=f"{kind}:{role}", flags=flags), **key)
