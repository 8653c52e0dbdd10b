"""Centres: shrunken levels and comparisons, and the spread between them."""

import numpy as np
import pandas as pd

from analysis.estimates.centres import MIN_CENTRES, centre_posterior, posterior_comparisons, posterior_means
from analysis.estimates.results import Estimate, NotEstimable
from analysis.estimates.sources import Sources, one_per_child
from analysis.estimates.spread import between_centre_sd, spread_change
from analysis.estimates.tables import combine, from_frame, row, rows

MIN_MEAN_FORMS = 2
"""Fewer forms a centre on average and spread between centres cannot be told from noise (one leader a centre)."""


def _modelled(sources: Sources, role: str, frame: pd.DataFrame) -> pd.DataFrame | None:
    """The frame for a model of centres, or None where there is nothing to model."""
    frame = one_per_child(frame, sources.instrument(role))
    centres = frame["centre"].nunique()
    if not sources.centres_allowed(role) or centres < MIN_CENTRES or len(frame) < MIN_MEAN_FORMS * centres or not frame["y"].std() > 0:
        return None
    return frame


def centre_rows(sources: Sources) -> pd.DataFrame:
    """``centre_estimate``, ``centre_comparison`` (centre minus the other centres) and the reliability of each centre's mean, this wave."""
    parts = []
    confidence = sources.parameters.programme.thresholds.confidence
    for role, scale in sources.measured():
        frame = _modelled(sources, role, sources.of(role, scale.scale))
        if frame is None:
            continue
        try:
            posterior = centre_posterior(frame, y="y", centre="centre", rater=sources.rater(role))
        except NotEstimable:
            continue
        key = {"role": role, "scale": scale.scale, "level": "centre", "wave": sources.wave}
        means = posterior_means(posterior, confidence)
        parts.append(from_frame("centre_estimate", means, **key))
        trust = means.assign(estimate=means["reliability"], se=np.nan, low=np.nan, high=np.nan, method="reliability of a centre's mean")
        parts.append(from_frame("reliability", trust, contrast="centre_mean", **key))
        if sources.profiles:
            compared = posterior_comparisons(posterior, confidence)
            family = "centre:" + compared["unit"] + f":{role}"
            parts.append(from_frame("centre_comparison", compared.assign(family=family), contrast="other_centres", **key))
    return combine(parts)


def spread_rows(sources: Sources) -> pd.DataFrame:
    """``spread`` of this wave and the one before, and ``spread_change``; the programme's spread from the facts beside them."""
    entries = []
    thresholds = sources.parameters.programme.thresholds
    for role, scale in sources.measured():
        frame = _modelled(sources, role, sources.of(role, scale.scale))
        if frame is None:
            continue
        rater = sources.rater(role)
        key = {"role": role, "scale": scale.scale, "level": "municipality", "unit": sources.slug}
        tested = {wave: f"spread:{role}:{wave}" for wave in sources.waves}
        both, common = sources.pair(role, scale.scale, sources.previous) if sources.previous else (frame.iloc[:0], False)
        before = _modelled(sources, role, both[both["wave"] == sources.previous]) if len(both) else None
        if before is None or common:
            now = between_centre_sd(frame, y="y", centre="centre", rater=rater, confidence=thresholds.confidence)
            entries.append(row("spread", now, wave=sources.wave, family=tested[sources.wave],
                               flags=_flags(now, frame, rater, thresholds.min_raters_for_spread), **key))
        if before is not None:
            later = _modelled(sources, role, both[both["wave"] == sources.wave])
            if later is None:
                continue
            change = spread_change(pd.concat([before, later]), y="y", centre="centre", wave="wave", earlier=sources.previous,
                                                  later=sources.wave, rater=rater, confidence=thresholds.confidence)
            first, second = change.earlier, change.later
            flags = ["common_items"] if common else []
            entries.append(row("spread", first, wave=sources.previous, family=tested[sources.previous],
                               flags=_flags(first, before, rater, thresholds.min_raters_for_spread, *flags), **key))
            if not common:
                entries.append(row("spread", second, wave=sources.wave, family=tested[sources.wave],
                                   flags=_flags(second, later, rater, thresholds.min_raters_for_spread), **key))
            half = (change.high - change.low) / 2
            unseen = ["not_detectable"] if half > thresholds.margin and change.low <= 0 <= change.high else []
            few = [flag for flag in _flags(change, later, rater, thresholds.min_raters_for_spread).split(";") if flag == "few_raters"]
            entries.append(row("spread_change", change, wave=sources.wave, contrast=sources.previous, family=f"spread_change:{role}",
                               flags=";".join(sorted({*flags, *unseen, *few})), **key))
    facts = sources.facts
    return combine([rows(entries), facts[(facts["kind"] == "spread") & (facts["level"] == "programme")]])


def _flags(tau: Estimate, frame: pd.DataFrame, rater: str | None, min_raters: int, *more: str) -> str:
    """``singular`` at tau = 0; ``few_raters`` where the typical centre has too few raters to tell the centre from who answered."""
    flags = set(more)
    if tau.estimate < 1e-6:
        flags.add("singular")
    if rater and frame.groupby("centre")[rater].nunique().median() < min_raters:
        flags.add("few_raters")
    return ";".join(sorted(flags))
