"""Patterns over time: what a later wave's reports show of an earlier wave must not tell more than that wave's own reports did.

Answers of a centre that was merged stand under its successor in the later wave's reports, and networks are those of the later register. So
the two publish different cells of the same forms: a small centre that was hidden, and the house it became part of, less the other part that
was shown. The rule needs no solver: of an earlier wave a later one shows only cells that are sums of cells its own reports showed. Whatever
can be computed from both could then be computed from the first alone.
"""

from collections import defaultdict
from collections.abc import Mapping

import pandas as pd

from analysis.disclosure.context import Patterns, context_of
from analysis.disclosure.secondary import Pattern
from analysis.estimates.sources import successors
from analysis.parameters import Parameters, Subject


def patterns_over_time(tables: Mapping[str, pd.DataFrame], parameters: Parameters, about: Subject) -> Patterns:
    """(role, wave) -> pattern for the reports on ``about``, a municipality's wave.

    ``tables``: the estimates of that wave and of every earlier one of the municipality, by wave; a pattern of an earlier wave is the one
    decided from its own estimates, carried over to the centres and networks of this wave.
    """
    place = parameters.municipality(about.municipality)
    became = successors(place, about.wave)
    networks = {centre.slug: centre.network for centre in place.centres}
    found: dict[tuple[str, str], Pattern] = {}
    for wave, own in tables.items():
        decided = context_of(own, parameters, "", Subject(about.municipality, wave)).patterns
        for (role, when), pattern in as_released(decided, parameters, about.municipality, wave).items():
            if when == wave == about.wave:
                found[role, wave] = pattern
            elif when == wave:
                then, now = (_forms(table, role, wave) for table in (own, tables[about.wave]))
                found[role, wave] = carried_over(pattern, then, now, became, networks)
    return found


def as_released(decided: Patterns, parameters: Parameters, municipality: str, wave: str) -> dict[tuple[str, str], Pattern]:
    """``decided`` for a wave, with everything hidden that its release hid: forms withdrawn since may hide more, never less."""
    found, known = dict(decided), parameters.released(municipality, wave)
    for frozen in known[1].patterns if known else ():
        now = found.get((frozen.role, wave), Pattern(frozenset(), frozenset()))
        found[frozen.role, wave] = Pattern(now.primary | set(frozen.primary), now.hidden | set(frozen.hidden),
                                           now.hidden_networks | set(frozen.hidden_networks),
                                           tuple(frozenset(group) for group in frozen.groups), now.dropped | set(frozen.dropped))
    return found


def carried_over(own: Pattern, then: Mapping[tuple[str, str], float], now: Mapping[tuple[str, str], float], became: Mapping[str, str],
                 networks: Mapping[str, str | None]) -> Pattern:
    """The pattern ``own`` of an earlier wave for the centres and networks of a later register.

    ``then`` and ``now``: (centre, scale) -> forms of that wave, as its own estimates and the later ones count them. ``became``: centre ->
    its successor. A centre is shown where all of its parts were, and its forms are theirs; a profile shows its own also where it is the one
    centre it was. A network is shown where it has the centres it had, or only centres that were shown. Scales that were not there are not
    shown for any centre.
    """
    parts: dict[str, set[str]] = defaultdict(set)
    for centre, _ in then:
        parts[became.get(centre, centre)].add(centre)
    asked = {scale for _, scale in then}
    hidden, primary, recounted = set(), set(), set()
    for unit in {centre for centre, _ in now} | set(parts):
        mine = parts.get(unit, set())
        same = mine and all(sum(then.get((part, scale), 0) for part in mine) == now.get((unit, scale), 0) for scale in asked)
        if not same:
            recounted.add(unit)
        if not same or mine & own.hidden:
            hidden.add(unit)
        if not same or mine & own.primary or (len(mine) > 1 and mine & own.hidden):
            primary.add(unit)
    before = {name: {centre for centre, _ in then if networks.get(centre) == name} for name in set(networks.values()) - {None}}
    after = {name: {centre for unit in parts if networks.get(unit) == name for centre in parts[unit]} for name in before}
    other = {name for name in before if before[name] != after[name] and after[name] & own.hidden}
    kept = {name for name in own.hidden_networks if before.get(name) == after.get(name)}
    of_strangers = {networks.get(unit) for unit in recounted} - {None}
    return Pattern(frozenset(primary), frozenset(hidden), frozenset(other | kept | of_strangers), own.groups,
                   own.dropped | {scale for _, scale in now if scale not in asked})


def _forms(estimates: pd.DataFrame, role: str, wave: str) -> dict[tuple[str, str], float]:
    rows = estimates[(estimates["kind"] == "level") & (estimates["level"] == "centre") & (estimates["role"] == role)
                     & (estimates["wave"] == wave) & (estimates["n"] > 0)]
    return dict(zip(zip(rows["unit"], rows["scale"], strict=True), rows["n"], strict=True))
