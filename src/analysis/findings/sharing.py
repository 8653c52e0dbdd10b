"""Who may learn from whom: centres that stand out on a scale meet centres that have a question there.

Both are findings of the centre beside the municipality's other centres (``find``), so what is hidden, not measured or undecided brings
nobody together, and both centres have agreed to be named. A centre with a question meets one other for each scale: of its own network
first, then one that can learn from it in return, then one it meets already, then whoever is asked least, then by the register. Nobody is
asked by more than ``most`` other centres. There is no order of centres in it: how far one stands out decides nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.findings.finding import Finding

QUANTITY = "centre_comparison"


@dataclass(frozen=True)
class Centre:
    """A centre of the register, in whose order the centres come. ``network`` is None where it has none."""

    slug: str
    network: str | None
    shares_knowledge: bool


@dataclass(frozen=True)
class Pairing:
    """``asks`` has a question on the scale, ``tells`` stands out there. ``in_return``: on another scale it is the other way round."""

    role: str
    scale: str
    asks: str
    tells: str
    same_network: bool
    in_return: bool


@dataclass(frozen=True)
class Sharing:
    """The pairings by role, scale and register, and the (role, scale, centre) of questions that nobody is there for."""

    pairings: tuple[Pairing, ...]
    unmet: tuple[tuple[str, str, str], ...]


def share(findings: Iterable[Finding], centres: Sequence[Centre], most: int) -> Sharing:
    """Pairings among ``centres`` that share knowledge. The same whatever the order of ``findings``."""
    place = {centre.slug: number for number, centre in enumerate(centres) if centre.shares_knowledge}
    network = {centre.slug: centre.network for centre in centres}
    known = [one for one in findings if one.quantity == QUANTITY and one.level == "centre" and one.unit in place]
    telling = {(one.role, one.scale, one.unit) for one in known if one.kind == "strength"}
    asking = sorted(((one.role, one.scale, one.unit) for one in known if one.kind == "challenge"),
                    key=lambda key: (key[0], key[1], place[key[2]]))
    gives = {(teller, asker) for role, scale, asker in asking for other_role, other_scale, teller in telling
             if (role, scale) == (other_role, other_scale)}
    met: dict[str, set[str]] = {slug: set() for slug in place}
    pairings, unmet = [], []
    for role, scale, asks in asking:
        free = [tells for other_role, other_scale, tells in telling if (other_role, other_scale) == (role, scale)
                and (asks in met[tells] or len(met[tells]) < most)]
        if not free:
            unmet.append((role, scale, asks))
            continue
        tells = min(free, key=lambda slug: (not _same(network, asks, slug), (asks, slug) not in gives, asks not in met[slug],
                                            len(met[slug]), place[slug]))
        met[tells].add(asks)
        pairings.append((role, scale, asks, tells))
    both_ways = {(asks, tells) for _, _, asks, tells in pairings}
    return Sharing(tuple(Pairing(*one, _same(network, one[2], one[3]), (one[3], one[2]) in both_ways) for one in pairings), tuple(unmet))


def _same(network: dict[str, str | None], first: str, second: str) -> bool:
    return network[first] is not None and network[first] == network[second]
