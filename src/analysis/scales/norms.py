"""Norms: mean, spread, gates and age slope of each scale in the norm wave, frozen so that points mean the same in every wave."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.parameters import Instrument, Item, Parameters, Scale, Thresholds
from analysis.scales.basis import FULL, MIN_ITEMS, common_items, pair
from analysis.scales.reliability import centre_mean_reliability, cronbach_alpha
from analysis.scales.score import SPREAD, score_scale, turned_items
from analysis.scales.tables import NORMS

DIGITS = {"mean": 6, "sd": 6, "alpha": 4, "age_slope": 6, "age_mean": 4}
"""Decimals a norm is frozen with; points are reckoned from the frozen figures."""


@dataclass(frozen=True)
class Pool:
    """All forms and responses of one role in one wave, over the programme's municipalities."""

    forms: pd.DataFrame
    responses: pd.DataFrame


PoolOf = Callable[[str, str], Pool | None]
"""(role, wave) -> the pool, None where the role was not asked then."""


def compute_norms(parameters: Parameters, role: str, pool_of: PoolOf) -> pd.DataFrame:
    """The norms of one role (columns of ``scales.tables.NORMS``), scales in codebook order, ``full`` first.

    The norm wave is the programme's, or for a scale first asked later its first wave. A scale nobody has answered has no norm. Items common
    to two waves are measured in the norm wave where they were all asked in it, else in the earlier wave of the two.
    """
    programme, instrument = parameters.programme, parameters.instruments[role]
    order = tuple(wave.wave for wave in programme.waves)
    waves = (programme.norm_wave, *(wave for wave in order if wave != programme.norm_wave))
    rows = []
    for scale in instrument.scales:
        asked_in = [wave for wave in waves if len(scale.asked(wave)) >= MIN_ITEMS and pool_of(role, wave) is not None]
        if not asked_in:
            continue
        first = asked_in[0]
        wanted = [(FULL, first, scale.asked(first))]
        for earlier, later in combinations([wave for wave in order if wave in asked_in], 2):
            common = common_items(scale, earlier, later)
            names = {item.item for item in common}
            if common and names != {item.item for item in (*scale.asked(earlier), *scale.asked(later))}:
                wave = first if names <= {item.item for item in scale.asked(first)} else earlier
                wanted.append((pair(earlier, later), wave, common))
        for basis, wave, items in wanted:
            row = _norm(pool_of(role, wave), instrument, scale, items, programme.thresholds)
            if row is not None:
                rows.append({"scale": scale.scale, "basis": basis, "wave": wave, **row})
    norms = pd.DataFrame(rows, columns=[name for name in NORMS if name != "checksum"]).round(DIGITS)
    norms["checksum"] = [checksum(row, instrument) for row in norms.to_dict("records")]
    return norms


def _norm(pool: Pool, instrument: Instrument, scale: Scale, items: tuple[Item, ...], thresholds: Thresholds) -> dict | None:
    """One norm's figures; None where fewer than two forms have a score or all have the same."""
    wide = turned_items(pool.responses, instrument, items)
    forms = pool.forms.set_index("form_id").join(score_scale(wide, thresholds.min_answered_share))
    scored = forms.dropna(subset=["score"])
    if scored["score"].nunique() < 2:
        return None
    mean, sd = weighted_mean_sd(scored["score"], scored["weight"])
    alpha = cronbach_alpha(wide).alpha
    levels = [scored["municipality"], scored["centre"]] + ([scored["rater_id"]] if scored["rater_id"].notna().any() else [])
    gate = scale_gate(alpha, thresholds)
    slope, age_mean = age_slope(scored, sd) if scale.age_related else (np.nan, np.nan)
    return {"mean": mean, "sd": sd, "n": len(scored), "alpha": alpha, "gate": gate,
            "centre_gate": centre_gate(gate, centre_mean_reliability(scored["score"], *levels), thresholds),
            "age_slope": slope, "age_mean": age_mean}


def weighted_mean_sd(values: pd.Series, weights: pd.Series) -> tuple[float, float]:
    """Mean and standard deviation over children (a form weighs 1/k of its child); with weights of one the usual mean and SD (n - 1)."""
    mean = float(np.average(values, weights=weights))
    variance = float(np.average((values - mean) ** 2, weights=weights)) * len(values) / (len(values) - 1)
    return mean, float(np.sqrt(variance))


def scale_gate(alpha: float, thresholds: Thresholds) -> str:
    """``hidden`` below the programme's floor or where alpha cannot be told, ``caution`` below its convention, else ``shown``."""
    if not alpha >= thresholds.reliability_hidden:
        return "hidden"
    return "caution" if alpha < thresholds.reliability_caution else "shown"


def centre_gate(gate: str, reliability: float, thresholds: Thresholds) -> str:
    """``shown`` where the scale itself is and a centre's mean is reliable enough; a scale with a caution stays at municipality level."""
    return "shown" if gate == "shown" and reliability >= thresholds.centre_reliability else "hidden"


def age_slope(scored: pd.DataFrame, sd: float) -> tuple[float, float]:
    """Points a month of age within centres over the whole programme, and the mean age; (NaN, NaN) without ages that differ.

    ``scored`` has ``municipality, centre, score, age_months``. Within centres, because centres differ in how old their children are.
    """
    known = scored.dropna(subset=["age_months", "score"])
    place = known.groupby(["municipality", "centre"])
    age, score = known["age_months"] - place["age_months"].transform("mean"), known["score"] - place["score"].transform("mean")
    spread = float((age**2).sum())
    return (float((age * score).sum() / spread) * SPREAD / sd, float(known["age_months"].mean())) if spread > 0 else (np.nan, np.nan)


def checksum(row: dict, instrument: Instrument) -> str:
    """Twelve hexadecimal digits over a norm's figures and its items; tells a norm changed by hand or outlived by its codebook."""
    items = norm_items(instrument.scale(row["scale"]), row["basis"], row["wave"])
    content = [[row["scale"], row["basis"], row["wave"], int(row["n"]), row["gate"], row["centre_gate"]],
               [None if pd.isna(row[name]) else f"{row[name]:.{digits}f}" for name, digits in DIGITS.items()],
               [[item.item, item.reversed, list(instrument.item_range(item))] for item in items]]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:12]


def norm_items(scale: Scale, basis: str, wave: str) -> tuple[Item, ...]:
    """The items a norm stands on."""
    return scale.asked(wave) if basis == FULL else common_items(scale, *basis.removeprefix("common:").split("+"))
