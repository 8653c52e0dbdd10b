"""Programme facts about the scales themselves, judged once on everybody's answers: may waves and groups of children be compared, and does a
scale rise with age? (METHODS 1 and 2)"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import pandas as pd

from analysis.estimates.results import Estimate
from analysis.estimates.sources import prepare
from analysis.estimates.tables import row, rows
from analysis.parameters import Instrument, Item, Parameters, Scale
from analysis.parameters.programme import BackgroundVariable
from analysis.scales import age_slope, comparability
from analysis.scales.basis import FULL, MIN_ITEMS, common_items, full_of, pair, same_items
from analysis.scales.comparing import Comparability
from analysis.scales.score import turned_items

NOTHING = float("nan")


@dataclass(frozen=True)
class Answers:
    """Single answers. ``read``: (municipality, wave) -> its forms and responses, None where there are none. ``norms``: as ``Sources``
    has them, of every role."""

    read: Callable[[str, str], tuple[pd.DataFrame, pd.DataFrame] | None]
    norms: pd.DataFrame


def comparability_facts(parameters: Parameters, wave: str, answers: Answers) -> pd.DataFrame:
    """``comparability``, ``item_difference``, ``invariance`` of every scale over the programme's municipalities.

    Contrasts ``wave:<earlier>:<wave>`` for each earlier wave of the programme, on the items asked in both, and
    ``<variable>:<category>-<reference>`` within the wave for scales about children. What cannot be judged has no row.
    """
    order = [entry.wave for entry in parameters.programme.waves]
    spread = {(entry.role, entry.scale, entry.basis): float(entry.sd) for entry in answers.norms.itertuples()}
    entries = []
    for role, instrument in parameters.instruments.items():
        @cache
        def pooled(which: str, role: str = role) -> pd.DataFrame | None:
            return programme_answers(parameters, role, which, answers)

        if role not in parameters.programme.roles or (now := pooled(wave)) is None:
            continue
        earlier = {other: frame for other in order[:order.index(wave)] if (frame := pooled(other)) is not None}
        for other, frame in earlier.items():
            both = pd.concat([frame, now], ignore_index=True)
            for scale in instrument.scales:
                items, names = _over_waves(instrument, scale, other, wave)
                if items:
                    entries += _judged(parameters, role, scale, wave, both, "wave", (other, wave), f"wave:{other}:{wave}", items,
                                       _norm_sd(spread, role, scale.scale, *names))
        for variable, category in _groups(parameters, instrument, now):
            contrast = f"{variable.name}:{category}-{variable.reference}"
            for scale in instrument.scales:
                if len(scale.asked(wave)) >= MIN_ITEMS:
                    entries += _judged(parameters, role, scale, wave, now, variable.name, (variable.reference, category), contrast,
                                       scale.asked(wave), _norm_sd(spread, role, scale.scale, full_of(wave), FULL))
    return rows(entries)


def _groups(parameters: Parameters, instrument: Instrument, frame: pd.DataFrame) -> list[tuple[BackgroundVariable, str]]:
    """(variable, category) of every category that is compared with its reference; none for those who answer for themselves."""
    if instrument.form == "person":
        return []
    return [(variable, entry.category) for variable in parameters.programme.background if variable.used and variable.name in frame
            for entry in variable.categories if entry.category != variable.reference]


def programme_answers(parameters: Parameters, role: str, wave: str, answers: Answers) -> pd.DataFrame | None:
    """One row per form of ``role`` in ``wave`` over the programme's municipalities, with its turned items; None where there are none.

    Centres are named ``<municipality>/<centre>``, after the wave they were in: a centre merged later is another one.
    """
    found = []
    for place in parameters.municipalities.values():
        if not place.in_programme or wave not in {entry.wave for entry in place.waves} or (read := answers.read(place.slug, wave)) is None:
            continue
        forms, responses = read
        background = [entry.name for entry in parameters.programme.background if entry.name in forms]
        forms = prepare(forms[forms["role"] == role], place, wave)[["form_id", "wave", "centre", "weight", *background]]
        if len(forms):
            instrument = parameters.instruments[role]
            wide = turned_items(responses[responses["form_id"].isin(forms["form_id"])], instrument, instrument.items(), wave)
            found.append(forms.assign(centre=f"{place.slug}/" + forms["centre"]).join(wide, on="form_id"))
    return pd.concat(found, ignore_index=True) if found else None


def _over_waves(instrument: Instrument, scale: Scale, earlier: str, later: str) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """The items two waves have in common, none where there are too few, and what their norm may be called."""
    if same_items(instrument, scale, earlier, later) and len(scale.asked(later)) >= MIN_ITEMS:
        return scale.asked(later), (full_of(later), FULL)
    return common_items(instrument, scale, earlier, later), (pair(earlier, later), FULL)


def _norm_sd(spread: Mapping[tuple[str, str, str], float], role: str, scale: str, *names: str) -> float | None:
    """SD of the first of the norms ``names`` there is; None where there is none: then the spread within groups stands for it."""
    return next((spread[role, scale, name] for name in names if (role, scale, name) in spread), None)


def _judged(parameters: Parameters, role: str, scale: Scale, wave: str, frame: pd.DataFrame, group: str, sides: tuple[str, str],
            contrast: str, items: tuple[Item, ...], sd: float | None) -> list[dict[str, object]]:
    thresholds = parameters.programme.thresholds
    found = comparability(frame, items=[item.item for item in items], group=group, first=sides[0], second=sides[1], centre="centre",
                          weights="weight", sd=sd, limit=thresholds.margin / 2, fdr=thresholds.fdr,
                          min_answers=thresholds.comparability_min_answers, min_answered_share=thresholds.min_answered_share,
                          confidence=thresholds.confidence)
    key = {"role": role, "scale": scale.scale, "level": "programme", "unit": parameters.programme.slug, "wave": wave}
    return _entries(found, contrast, key) if found.comparable is not None else []


def _entries(found: Comparability, contrast: str, key: dict[str, str]) -> list[dict[str, object]]:
    counts = {"n": found.n, "n_groups": found.n_groups}

    def of(kind: str, value: float, method: str, contrast: str = contrast, flags: str = "", item: str = "", **more: float
           ) -> dict[str, object]:
        numbers = {"estimate": value, **dict.fromkeys(("se", "df", "low", "high"), NOTHING), **counts, **more}
        return row(kind, Estimate(method=method, **numbers), contrast=contrast, flags=flags, item=item, **key)

    entries = [of("comparability", found.estimate, found.method, flags="" if found.comparable else "not_comparable", se=found.se,
                  df=found.df, low=found.low, high=found.high),
               of("comparability", found.with_all, "difference in points, all items", f"{contrast}:with_all"),
               of("comparability", found.without_flagged, "difference in points, without the items that differ",
                  f"{contrast}:without_flagged")]
    for test in found.items.itertuples():
        told = {"item": test.item, "flags": "not_comparable" if test.flagged else ""}
        entries.append({**of("item_difference", test.estimate, test.method, se=test.se, p=test.p, **told), "q": test.q, "n": test.n})
        entries.append({**of("item_difference", test.r2_change, "Nagelkerke R2 added", f"{contrast}:r2_change", **told), "n": test.n})
    for fit in found.fit.itertuples():
        for name in ("chisq", "cfi", "tli", "rmsea", "srmr"):
            more = {"chisq": {"df": fit.df, "p": fit.p}, "rmsea": {"low": fit.rmsea_low, "high": fit.rmsea_high}}.get(name, {})
            entries.append(of("invariance", getattr(fit, name), fit.method, f"{contrast}:{fit.model}:{name}", **more))
    return [entry for entry in entries if pd.notna(entry["value"])]


def age_facts(parameters: Parameters, wave: str, scores: pd.DataFrame) -> pd.DataFrame:
    """``age_slope`` of every scale that somebody rated or answered about a child, in points a month within centres.

    ``scores``: the norm wave's, all municipalities of the programme, one row per form and scale, with ``points`` and ``age_months``. The
    test behind a codebook's ``age_related``; one family a role.
    """
    entries = []
    for (role, scale), frame in scores.groupby(["role", "scale"], sort=True):
        if frame["age_months"].isna().all():
            continue
        found = age_slope(frame, y="points", age="age_months", centre="centre", confidence=parameters.programme.thresholds.confidence)
        if pd.notna(found.p):
            estimate = Estimate(found.estimate, found.se, found.df, found.low, found.high, found.n, found.n_groups, found.method, found.p)
            entries.append(row("age_slope", estimate, role=role, scale=scale, level="programme", unit=parameters.programme.slug, wave=wave,
                               contrast=parameters.programme.norm_wave, family=f"age_slope:{role}"))
    return rows(entries)
