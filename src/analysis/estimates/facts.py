"""Programme facts of a wave: what a municipality's estimates need to know of the others. Pooled numbers only, no rows of persons."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

import pandas as pd

from analysis.estimates.change import wave_change
from analysis.estimates.cluster_robust import cluster_robust_means_by
from analysis.estimates.municipality.links import link_entries, practice_reliabilities
from analysis.estimates.municipality.perspectives import agreement_entries
from analysis.estimates.scale_facts import Answers, age_facts, comparability_facts
from analysis.estimates.sources import coded, on_common_items, one_per_child, prepare, rater_of, scored, stacked
from analysis.estimates.spread import between_centre_sd
from analysis.estimates.tables import combine, from_frame, row, rows
from analysis.parameters import Municipality, Parameters
from analysis.scales.basis import FULL, same_items

ScoresOf = Callable[[str, str], pd.DataFrame | None]
"""(municipality, wave) -> its scores, None where there are none."""

POOLED_METHOD = "pooled CR2 mean of other municipalities"
NO_SPREAD = 1e-6
"""Points below which no variance was found."""


def wave_facts(parameters: Parameters, wave: str, scores_of: ScoresOf, answers: Answers | None = None) -> pd.DataFrame:
    """All facts of ``wave`` by the contract of facts; those on single answers where ``answers`` are given."""
    here = [municipality for municipality in parameters.municipalities.values() if wave in {entry.wave for entry in municipality.waves}]

    @cache
    def named(slug: str, which: str, centres_of: str) -> pd.DataFrame | None:
        found = scores_of(slug, which)
        if found is None or found.empty:
            return None
        found = prepare(scored(found), parameters.municipality(slug), centres_of)
        return coded(found.assign(centre=slug + "/" + found["centre"]))

    def ready(municipality: Municipality, which: str, centres_of: str) -> pd.DataFrame | None:
        return named(municipality.slug, which, centres_of)

    parts = []
    for municipality in here:
        parts.append(comparison_levels(parameters, municipality, wave, ready))
        parts.append(changes(parameters, municipality, wave, ready))
    inside = [municipality for municipality in here if municipality.in_programme]
    if len(inside) > 1:
        found = [ready(municipality, wave, wave) for municipality in inside]
        pooled = [frame[frame["basis"] == FULL] for frame in found if frame is not None]
        if len(pooled) > 1:
            parts.append(programme_rows(parameters, wave, stacked(pooled)))
        if parameters.programme.design != "cohort":
            parts.append(programme_changes(parameters, wave, inside, ready))
    norm_wave = parameters.programme.norm_wave
    normed = [frame[frame["basis"] == FULL] for place in parameters.municipalities.values() if place.in_programme
              and norm_wave in {entry.wave for entry in place.waves} and (frame := ready(place, norm_wave, norm_wave)) is not None]
    parts += [age_facts(parameters, wave, stacked(normed))] if normed else []
    parts += [comparability_facts(parameters, wave, answers)] if answers else []
    return combine(parts)


def comparable_wave(municipality: Municipality, start: date, wave: str, months: int) -> str | None:
    """The wave of ``municipality`` to compare a field period beginning at ``start`` with, within ``months`` before or after.

    The wave of the same name; else the latest one before; else the first one after (METHODS 3: Kolding 2016 is compared with 2015).
    """
    near = {entry.wave: entry.field_period.start for entry in municipality.waves
            if abs(12 * (entry.field_period.start.year - start.year) + entry.field_period.start.month - start.month) <= months}
    if wave in near:
        return wave
    before = [name for name in near if near[name] <= start]
    return max(before, key=near.__getitem__) if before else min(near, key=near.__getitem__, default=None)


def comparison_levels(parameters: Parameters, municipality: Municipality, wave: str, ready: Callable) -> pd.DataFrame:
    """``comparison_level`` of one municipality: pooled mean of the other programme municipalities that agree to be compared with.

    Clusters are centres; ``n_groups`` counts municipalities, ``contrast`` names the waves pooled where they are not this one. A scale
    that fewer than ``comparison.min_municipalities`` others measured with the same questions has no row.
    """
    rule, thresholds = parameters.programme.comparison, parameters.programme.thresholds
    start = municipality.wave(wave).field_period.start
    pool, waves = [], set()
    for other in parameters.municipalities.values():
        if other.slug == municipality.slug or not (other.in_programme and other.agrees_to_comparison):
            continue
        which = comparable_wave(other, start, wave, rule.months)
        found = ready(other, which, which) if which else None
        if found is not None:
            same = same_questions(parameters, wave, which)
            pool.append(found[(found["basis"] == FULL) & pd.MultiIndex.from_frame(found[["role", "scale"]]).isin(same)])
            waves.add(which)
    if len(pool) < rule.min_municipalities:
        return rows([])
    pooled = stacked(pool)
    parts = []
    for role, frame in pooled.groupby("role", sort=True):
        means = cluster_robust_means_by(frame, y="y", by=["scale"], cluster="centre", weights="weight", confidence=thresholds.confidence,
                                        rater=rater_of(parameters.instruments[role], frame))
        means["n_groups"] = means["scale"].map(frame.groupby("scale")["municipality"].nunique())
        enough = means[means["n_groups"] >= rule.min_municipalities]
        parts.append(from_frame("comparison_level", enough.assign(method=POOLED_METHOD), role=role, level="municipality",
                                unit=municipality.slug, wave=wave, contrast="" if waves == {wave} else "+".join(sorted(waves))))
    return combine(parts)


def same_questions(parameters: Parameters, wave: str, other: str) -> list[tuple[str, str]]:
    """(role, scale) of the scales that asked the same questions in both waves: a level on others is compared with nothing."""
    return [(role, scale.scale) for role, scale in parameters.scales()
            if scale.asked(wave) and same_items(parameters.instruments[role], scale, wave, other)]


def changes(parameters: Parameters, municipality: Municipality, wave: str, ready: Callable) -> pd.DataFrame:
    """``change`` of one municipality since its wave before, every scale; on common items where the questions have changed."""
    previous = municipality.previous(wave)
    if previous is None or parameters.programme.design == "cohort":
        return rows([])
    earlier = previous.wave
    both = [ready(municipality, which, wave) for which in (earlier, wave)]
    if any(frame is None for frame in both):
        return rows([])
    return changes_of(parameters, stacked(both), earlier, wave, kind="change", level="municipality", unit=municipality.slug)


def programme_changes(parameters: Parameters, wave: str, inside: list[Municipality], ready: Callable) -> pd.DataFrame:
    """``programme_change`` since every earlier wave, over the municipalities of the programme present in both (METHODS 5).

    ``n_groups`` is their number; a municipality in one of the two waves only would pass for a change. Fewer than a comparison needs: no
    row.
    """
    parts = []
    waves = [entry.wave for entry in parameters.programme.waves]
    for earlier in waves[: waves.index(wave)]:
        there = [place for place in inside if earlier in {entry.wave for entry in place.waves}]
        pairs = [[ready(place, which, wave) for which in (earlier, wave)] for place in there]
        whole = [pair for pair in pairs if all(frame is not None for frame in pair)]
        if len(whole) >= parameters.programme.comparison.min_municipalities:
            parts.append(changes_of(parameters, stacked([frame for pair in whole for frame in pair]), earlier, wave,
                                    kind="programme_change", level="programme", unit=parameters.programme.slug))
    return combine(parts)


def changes_of(parameters: Parameters, scores: pd.DataFrame, earlier: str, wave: str, *, kind: str, level: str, unit: str) -> pd.DataFrame:
    """Rows of ``kind`` for every scale of ``scores`` (both waves); ``n_groups`` of the programme counts municipalities."""
    entries = []
    for (role, scale), frame in scores.groupby(["role", "scale"], sort=True):
        spec = parameters.scale(role, scale)
        common = not same_items(parameters.instruments[role], spec, earlier, wave)
        frame = frame[on_common_items(frame, earlier, wave) if common else frame["basis"] == FULL]
        if frame["wave"].nunique() < 2:
            continue
        found = wave_change(frame, y="y", centre="centre", wave="wave", earlier=earlier, later=wave, weights="weight",
                            rater=rater_of(parameters.instruments[role], frame), confidence=parameters.programme.thresholds.confidence)
        if level == "programme":
            found = replace(found, n_groups=frame["municipality"].nunique())
        if pd.notna(found.estimate):
            entries.append(row(kind, found, role=role, scale=scale, level=level, unit=unit, wave=wave, contrast=earlier,
                               flags="common_items" if common else ""))
    return rows(entries)


def programme_rows(parameters: Parameters, wave: str, scores: pd.DataFrame) -> pd.DataFrame:
    """The programme as a whole: levels, spread between and within municipalities, ICC of practice, agreement of informants, links."""
    key = {"level": "programme", "unit": parameters.programme.slug, "wave": wave}
    parts, entries = [], []
    confidence = parameters.programme.thresholds.confidence
    for role, frame in scores.groupby("role", sort=True):
        instrument = parameters.instruments[role]
        rater = rater_of(instrument, frame)
        levels = cluster_robust_means_by(frame, y="y", by=["scale"], cluster="centre", weights="weight", rater=rater, confidence=confidence)
        parts.append(from_frame("level", levels, role=role, **key))
        if instrument.form == "rating" and rater is None:
            continue
        for scale, part in frame.groupby("scale", sort=True):
            part = one_per_child(part, instrument)
            entries += _between_municipalities(parameters, role, scale, part, rater, key)
            if len(part) >= 2 * part["centre"].nunique() and part["y"].std() > 0:
                tau = between_centre_sd(part, y="y", centre="centre", rater=rater, covariates=["municipality"], confidence=confidence)
                if pd.notna(tau.low):
                    entries.append(row("spread", tau, role=role, scale=scale, **key))
    trust = practice_reliabilities(parameters, scores, wave)
    trusted = {(entry.role, entry.scale): entry.value for entry in trust.itertuples() if entry.contrast == "icc2"}
    background = [variable.name for variable in parameters.programme.background if variable.used and variable.name in scores]
    return combine([*parts, rows(entries), trust, agreement_entries(parameters, scores, key),
                    link_entries(parameters, scores, key, trusted, background)])


def _between_municipalities(parameters: Parameters, role: str, scale: str, frame: pd.DataFrame, rater: str | None, key: dict[str, str]
                            ) -> list[dict[str, object]]:
    """``municipality_spread``: how far municipalities differ beyond what their centres' differences and their children bring about.

    Centres are nested in municipalities; of ratings a centre's own differences hold those of its raters. ``n_groups``: municipalities.
    """
    if frame["municipality"].nunique() <= parameters.programme.comparison.min_municipalities or not frame["y"].std() > 0:
        return []
    tau = between_centre_sd(frame, y="y", centre="municipality", rater="centre", confidence=parameters.programme.thresholds.confidence)
    if pd.isna(tau.low):
        return []
    tau = replace(tau, n_raters=frame[rater].nunique() if rater else 0)
    return [row("municipality_spread", tau, role=role, scale=scale, flags="singular" if tau.estimate < NO_SPREAD else "", **key)]
