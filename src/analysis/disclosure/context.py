"""What the rules need to know beside the rows: who looks, at whom, and which centres are hidden."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from analysis.disclosure.secondary import Pattern, pattern, serves
from analysis.estimates.sources import successors
from analysis.parameters import LEADER, DisclosureRule, Municipality, Parameters, Subject

__all__ = ["LEADER", "Context", "Patterns", "context_of"]


@dataclass(frozen=True)
class Context:
    """Facts of one programme, municipality and wave, and the eyes of one audience; ``centres`` are those open in the wave."""

    audience: str
    subject: Subject
    centres: tuple[str, ...]
    networks: Mapping[str, str | None]
    """centre -> network, closed centres too: an earlier wave's pattern is then the one it was published with."""
    no_children: frozenset[str]
    """Centres without the children who are asked (childminding)."""
    about: Mapping[tuple[str, str], str]
    rated: frozenset[str]
    """Roles whose forms are ratings by a named rater."""
    child_roles: frozenset[str]
    perspective_roles: Mapping[str, tuple[str, str]]
    min_leaders: int
    min_municipalities: int
    arms: Mapping[str, frozenset[str] | None] = field(default_factory=dict)
    """Initiative -> the centres that took part, under their names in the wave; None where a list of participants tells. One in which every
    centre took part is not here."""
    patterns: "Patterns" = field(default_factory=dict)

    @property
    def shared(self) -> bool:
        """An edition for others than one centre itself."""
        return not self.subject.centre

    @property
    def own_centres(self) -> tuple[str, ...]:
        """Centres the audience has rows of: a profile's one, a network's own, else all."""
        if self.subject.centre:
            return (self.subject.centre,)
        network = self.subject.network
        return tuple(centre for centre in self.centres if not network or self.networks[centre] == network)

    @property
    def own_networks(self) -> frozenset[str]:
        """Networks the audience has rows of: those of its centres, of which an edition for all has closed ones' too."""
        centres = self.own_centres if self.subject.unit else self.networks
        return frozenset(self.networks[centre] for centre in centres) - {None}


Patterns = Mapping[tuple[str, str], Pattern]
"""(role, wave) -> which centres are hidden."""


def context_of(estimates: pd.DataFrame, parameters: Parameters, audience: str, subject: Subject, known: Patterns | None = None) -> Context:
    """The context of ``audience`` of a report on ``subject``, which is, or is in, one municipality's wave.

    The patterns are the strictest any audience's rule asks for, so that all audiences share one. ``known``: the patterns of these
    estimates, where they have been decided already. ValueError where the centre or network asked for was not open.
    """
    place, programme = parameters.municipality(subject.municipality), parameters.programme
    register = {entry.slug: entry for entry in place.centres}
    if place.register_from_data:
        centres = tuple(sorted(set(estimates.loc[estimates["level"] == "centre", "unit"])))
    else:
        centres = tuple(entry.slug for entry in parameters.open_centres(subject.municipality, subject.wave))
    networks = {slug: entry.network for slug, entry in register.items()} | {slug: None for slug in centres if slug not in register}
    if subject.unit and subject.unit not in ({networks[slug] for slug in centres} if subject.network else centres):
        raise ValueError(f"{subject.round.handle}: no open {'network' if subject.network else 'centre'} {subject.unit!r}")
    rated = frozenset(role for role, instrument in parameters.instruments.items() if instrument.form == "rating")
    about = {(role, scale.scale): scale.about for role, scale in parameters.scales()}
    return Context(
        audience=audience, subject=subject, centres=centres, networks=networks,
        no_children=frozenset(slug for slug in centres if slug in register and register[slug].kind == "childminding"),
        about=about, rated=rated,
        child_roles=frozenset(role for role, instrument in parameters.instruments.items() if instrument.form in ("child", "rating")),
        perspective_roles={pair.name: (pair.first_role, pair.second_role) for pair in programme.perspectives},
        min_leaders=programme.thresholds.min_leaders, min_municipalities=programme.comparison.min_municipalities,
        arms=_arms(place, subject.wave),
        patterns=known if known is not None else patterns(estimates, networks, rated, about, list(programme.disclosure.values())),
    )


def _arms(place: Municipality, wave: str) -> dict[str, frozenset[str] | None]:
    became = successors(place, wave)
    return {initiative.slug: None if initiative.participation else frozenset(became.get(centre, centre) for centre in initiative.centres)
            for initiative in place.initiatives if initiative.participation or initiative.centres}


def patterns(estimates: pd.DataFrame, networks: Mapping[str, str | None], rated: frozenset[str], about: Mapping[tuple[str, str], str],
             rules: list[DisclosureRule]) -> dict[tuple[str, str], Pattern]:
    """One pattern per (role, wave), from the numbers of forms (and raters) over the role's scales in each centre.

    A centre is small where its smallest scale is, counted in children where several forms are about one child. Scales about persons are
    never shown by centre and do not count; a scale the pattern does not protect, because some centres did not answer it, is dropped at that
    level. Centres are taken to protect a small one in one order for all roles of a wave, so that no role shows what another hides.
    """
    min_forms, min_raters = max(rule.min_forms for rule in rules), max(rule.min_raters for rule in rules)
    ratio, insiders = max(rule.secondary_ratio for rule in rules), max(rule.insiders for rule in rules)
    rows = estimates[(estimates["kind"] == "level") & (estimates["level"] == "centre") & (estimates["n"] > 0)]
    others = [about.get(key) != "person" for key in zip(rows["role"], rows["scale"], strict=True)]
    rows = rows[pd.Series(others, index=rows.index, dtype=bool)]
    children = rows["n_groups"].where((rows["n_groups"] > 0) & ~rows["role"].isin(rated), rows["n"])
    rows = rows.assign(n=rows["n"].where(rows["n"] <= children, children))
    sizes = rows.groupby(["wave", "role", "unit"])["n"].min().groupby(["wave", "unit"]).max()
    found = {}
    for (role, wave), cells in rows.groupby(["role", "wave"], sort=True):
        by_centre = cells.groupby("unit", sort=True)
        least, most = by_centre["n"].min().astype(int).to_dict(), by_centre["n"].max().astype(int).to_dict()
        small = {centre for centre, n in least.items() if n < min_forms}
        if role in rated:
            raters = cells["n_raters"].fillna(0).groupby(cells["unit"]).min()
            small |= set(raters.index[raters < min_raters])
        shown_share = max(rule.min_shown_share for rule in rules) if role in rated else 0.0
        shape = pattern(least, most, small, networks, min_forms, ratio, shown_share, sizes[wave].astype(int).to_dict(), insiders)
        dropped = {scale for scale, answered in cells.groupby("scale")
                   if not serves(shape, dict(zip(answered["unit"], answered["n"].astype(int), strict=True)), min_forms, ratio, insiders)}
        found[role, wave] = replace(shape, dropped=frozenset(dropped))
    return found
