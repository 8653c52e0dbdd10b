"""Initiatives: development on the scales they aimed at."""

import pandas as pd

from analysis.estimates.exposure import initiative_dose
from analysis.estimates.initiatives import change_beside_others, initiative_followup
from analysis.estimates.municipality.changes import municipality_change
from analysis.estimates.participation import exposure
from analysis.estimates.results import Estimate
from analysis.estimates.sources import Sources, one_per_child, successors
from analysis.estimates.tables import row, rows
from analysis.parameters.municipality import Initiative


def initiative_rows(sources: Sources, changes: pd.DataFrame) -> pd.DataFrame:
    """``initiative``: for every initiative at work between the last wave and this one, and every scale it aimed at.

    Design ``all``: the municipality's change (that of the centres named, where the register names some) minus the mean change of the other
    programme municipalities between the same waves (facts), flagged ``no_comparison`` and without a number where too few have one.
    Designs ``some`` and ``lot``: exposed centres' change minus the others'.
    """
    entries = []
    for initiative in sources.municipality.initiatives:
        if sources.previous is None or not at_work(initiative, sources):
            continue
        for role, scale in sources.measured():
            if scale.scale not in initiative.scales:
                continue
            key = {"role": role, "scale": scale.scale, "level": "municipality", "unit": sources.slug, "wave": sources.wave,
                   "contrast": initiative.slug}
            follow = _beside_others if initiative.design == "all" else _exposed_minus_others
            found, flags = follow(sources, initiative, role, scale.scale, changes)
            if found is not None:
                entries.append(row("initiative", found, family=f"initiative:{initiative.slug}", flags=flags, **key))
    return rows(entries)


def initiative_dose_rows(sources: Sources) -> pd.DataFrame:
    """``initiative_dose``: change of centres per module finished, over all initiatives that aim at a scale; only where enough centres took
    part and they finished different numbers. Fewer: the description above is all there is."""
    entries = []
    thresholds = sources.parameters.programme.thresholds
    for role, scale in sources.measured() if sources.previous else []:
        aimed = [entry for entry in sources.municipality.initiatives if scale.scale in entry.scales and at_work(entry, sources)]
        frame, common = sources.pair(role, scale.scale, sources.previous) if aimed else (sources.scores.iloc[:0], False)
        if frame.empty or not sources.centres_allowed(role):
            continue
        frame = one_per_child(frame, sources.instrument(role))
        modules = {centre: sum(modules_finished(entry, sources, centre) for entry in aimed) for centre in frame["centre"].unique()}
        found = initiative_dose(frame.assign(modules=frame["centre"].map(modules).astype(float)), y="y", centre="centre", wave="wave",
                                modules="modules", earlier=sources.previous, later=sources.wave, min_exposed=thresholds.min_exposed_centres,
                                confidence=thresholds.confidence)
        if pd.notna(found.low):
            entries.append(row("initiative_dose", found, role=role, scale=scale.scale, level="municipality", unit=sources.slug,
                               wave=sources.wave, contrast="+".join(entry.slug for entry in aimed), family="initiative_dose",
                               flags="common_items" if common else ""))
    return rows(entries)


def modules_finished(initiative: Initiative, sources: Sources, centre: str) -> int:
    """Modules that ``centre`` finished before this wave's field period began, by the list of participants where there is one; an
    initiative without modules counts as one when it has ended."""
    if initiative.participation and sources.participation is not None:
        return exposure(sources.participation, initiative.slug).get(centre, 0)
    if initiative.centres and centre not in took_part(initiative, sources):
        return 0
    now = sources.municipality.wave(sources.wave).field_period.start
    return sum(day < now for day in [module.finished for module in initiative.modules] or [initiative.end])


def at_work(initiative: Initiative, sources: Sources) -> bool:
    """True when a module was finished (without modules: the initiative ended) after the last wave's field period began and before this
    one's."""
    before = sources.municipality.wave(sources.previous).field_period.start
    now = sources.municipality.wave(sources.wave).field_period.start
    finished = [module.finished for module in initiative.modules] or [initiative.end]
    return any(before <= day < now for day in finished)


def others_changes(sources: Sources, role: str, scale: str) -> pd.DataFrame:
    """Changes of the other programme municipalities between the same two waves (METHODS 5): ``estimate, se, df`` a row.

    A change over a longer or shorter period is no measure of this one.
    """
    facts = sources.facts
    found = facts[(facts["kind"] == "change") & (facts["level"] == "municipality") & (facts["role"] == role) & (facts["scale"] == scale)
                  & (facts["unit"] != sources.slug) & (facts["wave"] == sources.wave) & (facts["contrast"] == sources.previous)]
    others = [sources.parameters.municipality(unit) for unit in found["unit"]]
    keep = [other.in_programme and other.agrees_to_comparison for other in others]
    return found[pd.Series(keep, index=found.index, dtype=bool)].rename(columns={"value": "estimate"})


def _beside_others(sources: Sources, initiative: Initiative, role: str, scale: str, changes: pd.DataFrame) -> tuple[Estimate | None, str]:
    own = _named_centres if initiative.centres else _everywhere
    change, common = own(sources, initiative, role, scale, changes)
    if change is None:
        return None, ""
    others = others_changes(sources, role, scale)
    programme = sources.parameters.programme
    if len(others) < max(programme.comparison.min_municipalities, 2):
        nothing = float("nan")
        return Estimate(nothing, nothing, nothing, nothing, nothing, change.n, len(others), ""), "no_comparison"
    return change_beside_others(change, others, programme.thresholds.confidence), "common_items" if common else ""


def _everywhere(sources: Sources, initiative: Initiative, role: str, scale: str, changes: pd.DataFrame) -> tuple[Estimate | None, bool]:
    """The municipality's change as it stands among ``changes``, and whether it is on common items."""
    own = changes[(changes["kind"] == "change") & (changes["level"] == "municipality") & (changes["role"] == role)
                  & (changes["scale"] == scale) & (changes["contrast"] == sources.previous)]
    if own.empty:
        return None, False
    first = own.iloc[0]
    change = Estimate(first["value"], first["se"], first["df"], first["low"], first["high"], int(first["n"]), int(first["n_groups"]),
                      first["method"], n_raters=int(first["n_raters"]))
    return change, "common_items" in first["flags"].split(";")


def _named_centres(sources: Sources, initiative: Initiative, role: str, scale: str, changes: pd.DataFrame) -> tuple[Estimate | None, bool]:
    """The change of the centres that took part, where the register names them; None with too few of them in either wave."""
    frame, common = sources.pair(role, scale, sources.previous)
    frame = frame[frame["centre"].isin(took_part(initiative, sources))]
    centres = min(frame.loc[frame["wave"] == wave, "centre"].nunique() for wave in (sources.previous, sources.wave))
    if centres < sources.parameters.programme.thresholds.min_centres_per_arm:
        return None, common
    return municipality_change(sources, role, frame, sources.previous)[0], common


def took_part(initiative: Initiative, sources: Sources) -> list[str]:
    """The centres that took part by the list of participants or else the register, as they are called this wave: a merged one stands
    under its successor, as its forms do."""
    if initiative.participation and sources.participation is not None:
        return sorted(exposure(sources.participation, initiative.slug))
    became = successors(sources.municipality, sources.wave)
    parts = {centre.slug: [part.centre for part in centre.split_into] for centre in sources.municipality.centres}
    return sorted({now for centre in initiative.centres for now in (became.get(centre, centre), *parts.get(centre, ()))})


def _exposed_minus_others(sources: Sources, initiative: Initiative, role: str, scale: str, changes: pd.DataFrame
                          ) -> tuple[Estimate | None, str]:
    frame, common = sources.pair(role, scale, sources.previous)
    if frame.empty or not sources.centres_allowed(role):
        return None, ""
    thresholds = sources.parameters.programme.thresholds
    frame = one_per_child(frame, sources.instrument(role))
    frame = frame.assign(took_part=frame["centre"].isin(took_part(initiative, sources)))
    found = initiative_followup(frame, y="y", centre="centre", wave="wave", earlier=sources.previous, later=sources.wave,
                                exposed="took_part", design=initiative.design, rater=sources.rater(role),
                                min_centres_per_arm=thresholds.min_centres_per_arm, confidence=thresholds.confidence)
    return (found if pd.notna(found.low) else None), "common_items" if common else ""
