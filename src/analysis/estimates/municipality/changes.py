"""Change since earlier waves, of the municipality and of each centre."""

import pandas as pd

from analysis.estimates.centres import centre_estimates
from analysis.estimates.change import centre_change, cohort_change, paired, wave_change
from analysis.estimates.design import composition
from analysis.estimates.results import Estimate
from analysis.estimates.sources import Sources, one_per_child
from analysis.estimates.tables import combine, from_frame, row, rows, with_flags


def change_rows(sources: Sources) -> pd.DataFrame:
    """``change`` of the municipality since every earlier wave, and ``change_adjusted`` for the composition of children.

    Repeated cross-sections by CR2 over both waves; in a cohort programme the change within the same child, which needs no adjustment.
    """
    entries = []
    for role, scale in sources.measured():
        for earlier in sources.earlier:
            frame, common = sources.pair(role, scale.scale, earlier)
            if frame.empty or earlier not in set(frame["wave"]) or sources.wave not in set(frame["wave"]):
                continue
            tail = "" if earlier == sources.previous else f":{earlier}"
            key = {"role": role, "scale": scale.scale, "level": "municipality", "unit": sources.slug, "wave": sources.wave,
                   "contrast": earlier, "flags": "common_items" if common else ""}
            raw, adjusted = municipality_change(sources, role, frame, earlier)
            if raw is not None:
                entries.append(row("change", raw, family=f"change:{role}{tail}", **key))
            if adjusted is not None:
                entries.append(row("change_adjusted", adjusted, family=f"change_adjusted:{role}{tail}", **key))
    return not_detectable(rows(entries), sources)


def municipality_change(sources: Sources, role: str, frame: pd.DataFrame, earlier: str, later: str | None = None, adjust: bool = True
                        ) -> tuple[Estimate | None, Estimate | None]:
    """Raw and composition-adjusted change of one scale to ``later`` (default: this wave).

    The second is None where there is no background, in a cohort, or without ``adjust``.
    """
    thresholds = sources.parameters.programme.thresholds
    names = {"y": "y", "centre": "centre", "wave": "wave", "earlier": earlier, "later": later or sources.wave,
             "confidence": thresholds.confidence}
    if sources.cohort:
        same = cohort_change(frame, child="child_id", **names)
        return (same if same.n else None), None
    names |= {"rater": sources.rater(role), "weights": "weight"}
    raw = wave_change(frame, **names)
    if sources.instrument(role).form == "person" or not adjust:
        return raw, None
    ready, covariates = composition(frame, sources.background, wave="wave", min_known=thresholds.min_background_known)
    return raw, wave_change(ready, covariates=covariates, **names) if covariates else None


def programme_change_rows(sources: Sources) -> pd.DataFrame:
    """``programme_change`` from the wave's facts: what changed over the programme's municipalities present in both waves, their number
    beside it."""
    return sources.facts[sources.facts["kind"] == "programme_change"].reset_index(drop=True)


def centre_change_rows(sources: Sources) -> pd.DataFrame:
    """``change`` of each centre since the wave before, from one model of all centres; only where centres get profiles."""
    parts = []
    if not sources.profiles or sources.previous is None:
        return rows([])
    confidence = sources.parameters.programme.thresholds.confidence
    for role, scale in sources.measured():
        frame, common = sources.pair(role, scale.scale, sources.previous)
        if frame.empty or not sources.centres_allowed(role):
            continue
        found = _centre_changes(sources, role, frame, confidence)
        if len(found):
            family = "centre:" + found["unit"].astype(str) + f":{role}"
            parts.append(from_frame("change", found.assign(family=family), role=role, scale=scale.scale, level="centre", wave=sources.wave,
                                    contrast=sources.previous, flags="common_items" if common else ""))
    return not_detectable(combine(parts), sources)


def _centre_changes(sources: Sources, role: str, frame: pd.DataFrame, confidence: float) -> pd.DataFrame:
    names = {"y": "y", "centre": "centre", "wave": "wave", "earlier": sources.previous, "later": sources.wave}
    if not sources.cohort:
        return centre_change(one_per_child(frame, sources.instrument(role)), rater=sources.rater(role),
                             returning=sources.returning(role), confidence=confidence, **names)
    pairs = paired(frame, child="child_id", **names)
    if pairs["centre"].nunique() < 3 or len(pairs) < 2 * pairs["centre"].nunique():
        return pd.DataFrame()
    return centre_estimates(pairs, y="change", centre="centre", confidence=confidence)


def not_detectable(table: pd.DataFrame, sources: Sources) -> pd.DataFrame:
    """``not_detectable`` where the interval holds 0 and is so wide that a change of the margin's size would not have been seen."""
    half = (table["high"] - table["low"]) / 2
    wide = (half > sources.parameters.programme.thresholds.margin) & (table["low"] <= 0) & (table["high"] >= 0)
    return with_flags(table, wide, "not_detectable")
