"""Which centres are hidden so that no small centre can be computed from the totals beside it.

Shared editions show centre *totals* only, so the published cells are a tree: centre < network < municipality, and a closed rule is enough
(no solver). It decides from counts alone, once per role and wave, so that every scale, kind and audience has the same pattern.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Pattern:
    """Centres and networks hidden in shared editions. ``primary``: too small by rule, hidden in the own profile as well.

    ``groups``: the centres that share one shown total. ``dropped``: scales that so few centres answered that the pattern does not protect
    them; they are shown for no centre.
    """

    primary: frozenset[str]
    hidden: frozenset[str]
    hidden_networks: frozenset[str] = frozenset()
    groups: tuple[frozenset[str], ...] = ()
    dropped: frozenset[str] = frozenset()


def protected(least: Mapping[str, int], most: Mapping[str, int], primary: Collection[str], hidden: Collection[str], min_forms: int,
              ratio: float, insiders: int = 1) -> bool:
    """True when every hidden small centre has enough other hidden forms beside it.

    ``least`` and ``most``: forms of each centre, over the scales the pattern is to serve. Small centre p needs
    max(ratio most_p, min_forms - least_p) hidden forms beside its own, after the ``insiders`` largest co-hidden centres that are not small
    are struck: their leaders know their numbers, and so many of them may put what they know together.
    """
    small = [centre for centre in hidden if centre in primary and most.get(centre, 0) > 0]
    known = sorted((least.get(centre, 0) for centre in hidden if centre not in primary), reverse=True)[insiders:]
    mass = sum(known) + sum(least[centre] for centre in small)
    return all(mass - least[centre] >= max(ratio * most[centre], min_forms - least[centre]) for centre in small)


def siblings(least: Mapping[str, int], most: Mapping[str, int], centres: Collection[str], primary: Collection[str], min_forms: int,
             ratio: float, sizes: Mapping[str, int] | None = None, insiders: int = 1) -> frozenset[str] | None:
    """Which ``centres`` under one shown total to hide: the small ones and the smallest others that protect them; None if nothing does.

    ``sizes``: what smallest means (default: ``least``).
    """
    hidden = [centre for centre in centres if centre in primary]
    size = sizes or least
    others = sorted((centre for centre in centres if centre not in primary), key=lambda centre: (size[centre], centre))
    while not protected(least, most, primary, hidden, min_forms, ratio, insiders):
        if not others:
            return None
        hidden.append(others.pop(0))
    return frozenset(hidden)


def pattern(least: Mapping[str, int], most: Mapping[str, int], primary: Collection[str], networks: Mapping[str, str | None], min_forms: int,
            ratio: float, min_shown_share: float = 0.0, sizes: Mapping[str, int] | None = None, insiders: int = 1) -> Pattern:
    """The pattern of one role and wave; ``sizes`` is the order in which centres are taken to protect others (default: ``least``).

    ``networks``: centre -> its network (None: directly under the municipality). A network that cannot protect its small centres loses its
    total and is taken together with the smallest other; where even the municipality cannot, every centre is hidden, from itself as well. A
    network of which less than ``min_shown_share`` of the centres would be shown shows none of them: gaps would be most of its table.
    """
    groups = _groups(least, networks)
    hidden_networks: set[str] = set()
    while True:
        found = {names: siblings(least, most, centres, primary, min_forms, ratio, sizes, insiders) for names, centres in groups.items()}
        stuck = [names for names in groups if found[names] is None]
        if not stuck:
            break
        if len(groups) == 1:
            names, = groups
            return Pattern(frozenset(least), frozenset(least), frozenset(name for name in names if name))
        first, other = stuck[0], _smallest_other(groups, stuck[0], least)
        hidden_networks |= {name for name in first + other if name}
        groups[tuple(sorted(first + other))] = groups.pop(first) + groups.pop(other)
    hidden = frozenset().union(*found.values())
    for centres in groups.values():
        if sum(centre not in hidden for centre in centres) < min_shown_share * len(centres):
            hidden |= frozenset(centres)
    return Pattern(frozenset(primary), hidden, frozenset(hidden_networks), tuple(frozenset(centres) for centres in groups.values()))


def serves(found: Pattern, forms: Mapping[str, int], min_forms: int, ratio: float, insiders: int = 1) -> bool:
    """True when the pattern protects a scale that was answered by ``forms`` (centre -> forms, absent: 0)."""
    if any(0 < n < min_forms and centre not in found.hidden for centre, n in forms.items()):
        return False
    counts = {centre: forms.get(centre, 0) for group in found.groups for centre in group}
    return all(protected(counts, counts, found.primary, found.hidden & group, min_forms, ratio, insiders) for group in found.groups)


def _groups(sizes: Collection[str], networks: Mapping[str, str | None]) -> dict[tuple[str, ...], list[str]]:
    groups: dict[tuple[str, ...], list[str]] = {}
    for centre in sorted(sizes):
        groups.setdefault((networks.get(centre) or "",), []).append(centre)
    return dict(sorted(groups.items()))


def _smallest_other(groups: dict[tuple[str, ...], list[str]], names: tuple[str, ...], sizes: Mapping[str, int]) -> tuple[str, ...]:
    return min((other for other in groups if other != names), key=lambda other: (sum(sizes[centre] for centre in groups[other]), other))
