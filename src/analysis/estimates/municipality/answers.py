"""Shares of answers, question by question, for the municipality and for each centre."""

import pandas as pd

from analysis.estimates.answers import answer_shares
from analysis.estimates.sources import Sources
from analysis.estimates.tables import combine, from_frame


def answer_share_rows(sources: Sources) -> pd.DataFrame:
    """``answer_share``: every answer category of every question asked this wave. Clustered by centre; inside a centre by rater or child."""
    parts = []
    confidence = sources.parameters.programme.thresholds.confidence
    for role in sources.roles:
        instrument = sources.instrument(role)
        frame = sources.answers[sources.answers["role"] == role]
        asked = {item.item: (scale.scale, item) for scale in instrument.scales for item in scale.asked(sources.wave)}
        options = {name: [option.code for option in instrument.options(item, sources.wave).answers] for name, (_, item) in asked.items()}
        scale_of = {name: scale for name, (scale, _) in asked.items()}
        common = {"item": "item", "y": "code", "weights": "weight", "options": options, "rater": sources.rater(role),
                  "confidence": confidence}
        whole = answer_shares(frame, centre="centre", **common)
        if len(whole):
            parts.append(_rows(whole, scale_of, sources, role, "municipality", sources.slug))
        if sources.profiles and sources.centres_allowed(role):
            by_centre = answer_shares(frame, centre=sources.inside(role), unit="centre", **common)
            if len(by_centre):
                parts.append(_rows(by_centre, scale_of, sources, role, "centre", by_centre["unit"]))
    return combine(parts)


def _rows(shares: pd.DataFrame, scale_of: dict[str, str], sources: Sources, role: str, level: str, unit: str | pd.Series) -> pd.DataFrame:
    shares = shares.assign(scale=shares["item"].map(scale_of))
    return from_frame("answer_share", shares, {"answer": "contrast"}, role=role, level=level, unit=unit, wave=sources.wave)
