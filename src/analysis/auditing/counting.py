"""Whether a hidden count follows: interval propagation over whole = sum of parts, and over the shares of one question."""

import math
from collections.abc import Iterable, Mapping

from analysis.auditing.listing import Listing

Bounds = tuple[float, float]
FAR = float("inf")


def propagate(sums: Iterable[tuple[str, tuple[str, ...]]], known: Mapping[str, Bounds]) -> dict[str, Bounds]:
    """Bounds of every name, from ``whole = sum of parts`` (never below nothing) and the bounds known of some. Tight on a tree."""
    sums = list(sums)
    bounds: dict[str, Bounds] = {name: (0.0, FAR) for whole, parts in sums for name in (whole, *parts)}
    for name, (low, high) in known.items():
        bounds[name] = max(low, bounds.get(name, (0.0, FAR))[0]), min(high, bounds.get(name, (0.0, FAR))[1])
    while True:
        before = dict(bounds)
        for whole, parts in sums:
            lows = sum(bounds[part][0] for part in parts)
            highs = sum(bounds[part][1] for part in parts if bounds[part][1] < FAR)
            open_ended = sum(bounds[part][1] == FAR for part in parts)
            bounds[whole] = max(bounds[whole][0], lows), min(bounds[whole][1], FAR if open_ended else highs)
            least, most = bounds[whole]
            for part, (low, high) in [(part, bounds[part]) for part in parts]:
                others_open = open_ended - (high == FAR)
                others = FAR if others_open else highs - (0.0 if high == FAR else high)
                bounds[part] = max(low, least - others), min(high, most - (lows - low))
        if bounds == before:
            return bounds


def pinned(bounds: Bounds) -> bool:
    """Whether exactly one whole number lies within the bounds."""
    low, high = bounds
    return high < FAR and math.floor(high + 1e-9) == math.ceil(low - 1e-9)


def pinned_categories(listing: Listing) -> list[tuple[str, str, str, str]]:
    """(role, item, unit, contrast) of hidden answer categories whose number of answers the others give away."""
    shares = listing.rows[listing.rows["kind"] == "answer_share"]
    found = []
    for (role, item, _, unit, wave), rows in shares.groupby(["role", "item", "level", "unit", "wave"], sort=True):
        hidden = rows[rows["status"] == "hidden"]
        shown = rows[rows["status"] == "shown"]
        if hidden.empty or shown.empty:
            continue
        forms = float(shown["n"].max())
        capped = shown["flags"].str.contains("capped")
        low = sum((value - 0.005) * forms for value in shown["value"])
        high = sum(((1.0 if cap else value + 0.005) * forms) for value, cap in zip(shown["value"], capped, strict=True))
        names = tuple(hidden["contrast"])
        rest = (max(0.0, forms - high), max(0.0, forms - low))
        bounds = propagate([("rest", names)], {"rest": rest})
        found += [(role, item, f"{unit} {wave}", name) for name in names if pinned(bounds[name])]
    return found


def pinned_centres(
    told: Mapping[tuple[str, str], Bounds], centres: Iterable[str], networks: Mapping[str, str | None], outside: float
) -> list[str]:
    """Centres not told whose number of forms follows. ``told``: (level, unit) -> bounds of one role, scale and wave; ``outside``: forms of
    no centre, known to everybody."""
    centres = list(centres)
    if all(("centre", centre) in told for centre in centres):
        return []
    groups: dict[str, list[str]] = {}
    for centre in centres:
        groups.setdefault(networks.get(centre) or "", []).append(centre)
    sums = [(f"network {name}", tuple(inside)) for name, inside in groups.items() if name]
    sums.append(("municipality", (*(f"network {name}" for name in groups if name), *groups.get("", []), "outside")))
    names = {("municipality", unit): "municipality" for level, unit in told if level == "municipality"}
    names |= {("network", name): f"network {name}" for name in groups if name} | {("centre", centre): centre for centre in centres}
    known = {names[cell]: bounds for cell, bounds in told.items() if cell in names} | {"outside": (outside, outside)}
    bounds = propagate(sums, known)
    return [centre for centre in centres if ("centre", centre) not in told and pinned(bounds[centre])]
