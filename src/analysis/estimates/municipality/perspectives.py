"""Perspectives: the same child or the same centre seen by two informants."""

import pandas as pd

from analysis.estimates.agreement import informant_agreement, leader_staff_gap
from analysis.estimates.centre_pairs import centre_agreement
from analysis.estimates.gaps import background_gaps
from analysis.estimates.results import Estimate
from analysis.estimates.sources import Sources, one_per_child, rater_of
from analysis.estimates.tables import combine, from_frame, row, rows
from analysis.parameters import Parameters, Scale
from analysis.parameters.programme import Perspective


def agreement_rows(sources: Sources) -> pd.DataFrame:
    """``agreement`` of the stated perspectives, the programme's own (from the facts) beside them."""
    facts = sources.facts
    own = agreement_entries(sources.parameters, sources.scores[sources.scores["wave"] == sources.wave],
                            {"level": "municipality", "unit": sources.slug, "wave": sources.wave})
    return combine([own, facts[(facts["kind"] == "agreement") & (facts["level"] == "programme")]])


def agreement_entries(parameters: Parameters, scores: pd.DataFrame, key: dict[str, str]) -> pd.DataFrame:
    """One ``agreement`` row per perspective that both informants answered in ``scores`` (one wave; several municipalities are allowed)."""
    entries = []
    for perspective in parameters.programme.perspectives:
        first = scores[(scores["role"] == perspective.first_role) & (scores["scale"] == perspective.first_scale)]
        second = scores[(scores["role"] == perspective.second_role) & (scores["scale"] == perspective.second_scale)]
        if first.empty or second.empty:
            continue
        join = by_child if perspective.joined_by == "child" else by_centre
        found = join(parameters, perspective, first, second)
        if pd.notna(found.estimate):
            entries.append(row("agreement", found, role=perspective.first_role, scale=perspective.name, contrast=perspective.second_role,
                               family=f"agreement:{key['level']}", **key))
    return rows(entries)


def by_child(parameters: Parameters, perspective: Perspective, first: pd.DataFrame, second: pd.DataFrame) -> Estimate:
    """Same child, once however many parents answered; within the rater of either informant, where one is known, else within the centre."""
    names = ["child_id", "centre", "rater_id", "y"]
    sides = [one_per_child(frame, parameters.instruments[role])[names].dropna(subset=["child_id"])
             for frame, role in ((first, perspective.first_role), (second, perspective.second_role))]
    pairs = sides[0].merge(sides[1], on="child_id", suffixes=("_first", "_second"))
    groups = {"centre": "centre_first"}
    for role, side in ((perspective.second_role, "second"), (perspective.first_role, "first")):
        if rater_of(parameters.instruments[role], second if side == "second" else first):
            groups = {"rater": f"rater_id_{side}"}
            break
    return informant_agreement(pairs, first="y_first", second="y_second", **groups,
                               confidence=parameters.programme.thresholds.confidence)


def by_centre(parameters: Parameters, perspective: Perspective, first: pd.DataFrame, second: pd.DataFrame) -> Estimate:
    """Same centre, errors of measurement taken out; several parents of a child are one child, in the means and in ``n``."""
    sides = [one_per_child(frame, parameters.instruments[role]).assign(informant=name)
             for frame, role, name in ((first, perspective.first_role, "first"), (second, perspective.second_role, "second"))]
    return centre_agreement(pd.concat(sides, ignore_index=True), y="y", centre="centre", informant="informant", first="first",
                            second="second", confidence=parameters.programme.thresholds.confidence)


def leader_staff_rows(sources: Sources) -> pd.DataFrame:
    """``leader_staff_gap`` for scales that name a parallel scale of another role, municipality and networks."""
    entries = []
    thresholds = sources.parameters.programme.thresholds
    for role, scale, other in parallel(sources):
        leaders, staff = sources.of(role, scale.scale), sources.of(other, scale.parallel)
        places = [("municipality", sources.slug, leaders, staff)]
        places += [("network", network, leaders[leaders["network"] == network], staff[staff["network"] == network])
                   for network in sorted(leaders["network"].dropna().unique())]
        for level, unit, some_leaders, some_staff in places:
            gap = leader_staff_gap(pd.concat([some_leaders, some_staff]), y="y", centre="centre", role="role", leader=role, staff=other,
                                   min_leaders=thresholds.min_leaders, confidence=thresholds.confidence)
            if pd.notna(gap.low):
                family = "leader_staff_gap" + ("" if level == "municipality" else f":{unit}")
                entries.append(row("leader_staff_gap", gap, role=role, scale=scale.scale, level=level, unit=unit, wave=sources.wave,
                                   contrast=f"{other}.{scale.parallel}", family=family))
    return rows(entries)


def leader_staff_change_rows(sources: Sources) -> pd.DataFrame:
    """``leader_staff_gap_change``: that gap minus the gap in the wave before, of the municipality; contrast as the gap's, then the wave.

    The difference between two groups and its change, as for groups of children (``background_gaps``): CR2 by centre over both roles and
    waves. Only with enough leaders in either wave; on the items both waves asked where a scale's questions changed.
    """
    thresholds, parts = sources.parameters.programme.thresholds, []
    for role, scale, other in parallel(sources) if sources.previous else []:
        sides = [sources.pair(role, scale.scale, sources.previous), sources.pair(other, scale.parallel, sources.previous)]
        leaders = sides[0][0].groupby("wave")["y"].size().reindex([sources.previous, sources.wave], fill_value=0)
        if leaders.min() < thresholds.min_leaders:
            continue
        found = background_gaps(pd.concat([frame for frame, _ in sides]), y="y", centre="centre", variable="role", reference=other,
                                wave="wave", earlier=sources.previous, later=sources.wave, confidence=thresholds.confidence)
        if found.empty or not found["low"].notna().all():
            continue
        common = any(changed for _, changed in sides)
        parts.append(from_frame("leader_staff_gap_change", found.assign(family="leader_staff_gap_change"), role=role, scale=scale.scale,
                                level="municipality", unit=sources.slug, wave=sources.wave,
                                contrast=f"{other}.{scale.parallel}:{sources.previous}", flags="common_items" if common else ""))
    return combine(parts)


def parallel(sources: Sources) -> list[tuple[str, Scale, str]]:
    """(role, scale, other role) of the scales persons answered this wave that name a parallel scale of another role."""
    homes = {scale.scale: role for role, scale in sources.parameters.scales()}
    return [(role, scale, homes[scale.parallel]) for role, scale in sources.measured()
            if scale.parallel in homes and homes[scale.parallel] != role and sources.instrument(role).form == "person"]
