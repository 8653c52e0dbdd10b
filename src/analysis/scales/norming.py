"""Norms: mean, spread, gates and age slope of each scale in the norm wave, frozen so that points mean the same in every wave."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.parameters import Instrument, Item, Parameters, Scale, Thresholds
from analysis.scales.ages import age_slope
from analysis.scales.basis import FULL, MIN_ITEMS, common_items, full_of, pair, same_items
from analysis.scales.centre_means import centre_reliability
from analysis.scales.reliability import cronbach_alpha
from analysis.scales.score import SPREAD, score_scale, turned_items
from analysis.scales.tables import NORMS

DIGITS = {"mean": 6, "sd": 6, "alpha": 4, "age_slope": 6, "age_mean": 4}
"""Decimals a norm is frozen with; points are reckoned from the frozen figures."""


@dataclass(frozen=True)
class Pool:
    """All forms and responses of one role in one wave, over the programme's municipalities."""

    wave: str
    forms: pd.DataFrame
    responses: pd.DataFrame


PoolOf = Callable[[str, str], Pool | None]
"""(role, wave) -> the pool, None where the role was not asked then."""


def norms(parameters: Parameters, role: str, pool_of: PoolOf) -> pd.DataFrame:
    """The norms of one role (columns of ``scales.tables.NORMS``), scales in codebook order, ``full`` first.

    The norm wave is the programme's, or for a scale first asked later its first wave. A scale nobody has answered has no norm. A wave that
    asked other items has a linked norm (``full:<wave>``). Items common to two waves are measured in the norm wave where they were all asked
    in it, else in the earlier wave of the two.
    """
    programme, instrument, thresholds = parameters.programme, parameters.instruments[role], parameters.programme.thresholds
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
            common = common_items(instrument, scale, earlier, later)
            if common and not same_items(instrument, scale, earlier, later):
                wave = first if _measured_in(instrument, scale, common, first, earlier) else earlier
                wanted.append((pair(earlier, later), wave, common))
        pools = {wave: pool_of(role, wave) for wave in asked_in}
        found = {basis: (wave, _norm(pools[wave], instrument, items, scale.age_related, thresholds)) for basis, wave, items in wanted}
        for wave in asked_in:
            if found[FULL][1] and not same_items(instrument, scale, first, wave):
                found[full_of(wave)] = first, _linked(pools, (first, wave), instrument, scale, thresholds, found[FULL][1])
        rows += [{"scale": scale.scale, "basis": basis, "wave": wave, **row} for basis, (wave, row) in found.items() if row]
    found = pd.DataFrame(rows, columns=[name for name in NORMS if name != "checksum"]).round(DIGITS)
    return found.assign(checksum=[checksum(row, instrument) for row in found.to_dict("records")])


def _measured_in(instrument: Instrument, scale: Scale, items: tuple[Item, ...], wave: str, like: str) -> bool:
    """Whether all ``items`` were asked in ``wave`` as they were in the wave ``like``."""
    return all(item in scale.asked(wave) and instrument.same_options(item, wave, like) for item in items)


def _scored(pool: Pool, instrument: Instrument, items: tuple[Item, ...], thresholds: Thresholds) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The forms that have a score on ``items`` (with ``score``), and the turned items of all forms."""
    wide = turned_items(pool.responses, instrument, items, pool.wave)
    forms = pool.forms.set_index("form_id").join(score_scale(wide, thresholds.min_answered_share))
    return forms.dropna(subset=["score"]), wide


def _norm(pool: Pool, instrument: Instrument, items: tuple[Item, ...], age_related: bool, thresholds: Thresholds) -> dict | None:
    """One norm's figures; None where fewer than two forms have a score or all have the same."""
    scored, wide = _scored(pool, instrument, items, thresholds)
    if scored["score"].nunique() < 2:
        return None
    mean, sd = weighted_mean_sd(scored["score"], scored["weight"])
    alpha = cronbach_alpha(wide).alpha
    gate = scale_gate(alpha, thresholds)
    rater = "rater_id" if scored["rater_id"].notna().any() else None
    reliability = centre_reliability(_one_per_child(scored, instrument), y="score", centre="centre", rater=rater, within="municipality")
    slope, age_mean = norm_age(scored, sd) if age_related else (np.nan, np.nan)
    return {"mean": mean, "sd": sd, "n": len(scored), "alpha": alpha, "gate": gate,
            "centre_gate": centre_gate(gate, reliability.estimate, thresholds),
            "age_slope": slope, "age_mean": age_mean}


def _linked(pools: dict[str, Pool], waves: tuple[str, str], instrument: Instrument, scale: Scale, thresholds: Thresholds,
            full: dict) -> dict | None:
    """The norm of a wave that asked other items than the norm wave (``waves``: norm wave, this wave; ``full``: the norm wave's norm).

    Mean-sigma linking: the mean and spread by which the programme's forms of the wave get the same points on all their items as on the
    items common with the norm wave. Gates and age slope are the norm wave's. Without common items, or a spread to link by, the wave is its
    own norm.
    """
    norm_wave, wave = waves
    common = common_items(instrument, scale, *waves)
    own = _norm(pools[wave], instrument, scale.asked(wave), scale.age_related, thresholds)
    base = _norm(pools[norm_wave], instrument, common, False, thresholds) if common else None
    if own is None or base is None:
        return own
    anchor, _ = _scored(pools[wave], instrument, common, thresholds)
    if anchor["score"].nunique() < 2:
        return own
    mean, sd = weighted_mean_sd(anchor["score"], anchor["weight"])
    ratio = own["sd"] / sd
    return {**full, "mean": own["mean"] - ratio * (mean - base["mean"]), "sd": ratio * base["sd"], "n": own["n"], "alpha": own["alpha"]}


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


def norm_age(scored: pd.DataFrame, sd: float) -> tuple[float, float]:
    """Points a month of age within centres over the whole programme, and the mean age; (NaN, NaN) without ages that differ.

    ``scored`` has ``municipality, centre, score, age_months``; ``sd`` is the norm's.
    """
    place = scored.groupby(["municipality", "centre"], dropna=False).ngroup()
    found = age_slope(scored.assign(place=place), y="score", age="age_months", centre="place")
    return (found.estimate * SPREAD / sd, found.mean_age) if pd.notna(found.estimate) else (np.nan, np.nan)


def _one_per_child(scored: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """Several parents' forms about a child as one with their mean score: a second parent is no second child in the mean of a centre."""
    if instrument.form != "parent":
        return scored
    child = scored["child_id"].where(scored["child_id"].notna(), scored.index.to_series())
    means = scored["score"].groupby([scored["municipality"], child]).transform("mean")
    first = ~pd.DataFrame({"municipality": scored["municipality"], "child": child}).duplicated()
    return scored.assign(score=means)[first]


def checksum(row: dict, instrument: Instrument) -> str:
    """Twelve hexadecimal digits over a norm's figures and its items; tells a norm changed by hand or outlived by its codebook."""
    items = norm_items(instrument, instrument.scale(row["scale"]), row["basis"], row["wave"])
    asked_in = row["basis"].partition("full:")[2] or row["wave"]
    content = [[row["scale"], row["basis"], row["wave"], int(row["n"]), row["gate"], row["centre_gate"]],
               [None if pd.isna(row[name]) else f"{row[name]:.{digits}f}" for name, digits in DIGITS.items()],
               [[item.item, item.reversed, list(instrument.item_range(item, asked_in))] for item in items]]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:12]


def norm_items(instrument: Instrument, scale: Scale, basis: str, wave: str) -> tuple[Item, ...]:
    """The items a norm stands on."""
    if basis.startswith("common:"):
        return common_items(instrument, scale, *basis.removeprefix("common:").split("+"))
    return scale.asked(basis.partition(":")[2] or wave)
