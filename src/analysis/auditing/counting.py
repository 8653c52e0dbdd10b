"""Whether a hidden count follows: interval propagation over whole = sum of parts, and over the shares of one question."""

import math
from collections.abc import Iterable, Mapping

from analysis.auditing.listing import Listing, each

Bounds = tuple[float, float]
FAR = float("inf")
QUESTION = ("role", "item", "level", "unit", "wave")


def propagate(sums: Iterable[tuple[str, tuple[str, ...]]], known: Mapping[str, Bounds]) -> dict[str, Bounds]:
    """Bounds of every name, from ``whole = sum of parts`` (never below nothing) and the bounds known of some. Tight on a tree."""
    sums = list(sums)
    bounds: dict[str, Bounds] = {name: (0.0, FAR) for whole, parts in sums for name in (whole, *parts)}
    for name, (low, high) in known.items():
        bounds[name] = max(low, bounds.get(name, (0.0, FAR))[0]), min(high, bounds.get(name, (0.0, FAR))[1])
    changed = True
    while changed:
        changed = False
        for whole, parts in sums:
            inside = [bounds[part] for part in parts]
            lows = highs = 0.0
            open_ended = 0
            for low, high in inside:
                lows += low
                if high == FAR:
                    open_ended += 1
                else:
                    highs += high
            before = bounds[whole]
            bounds[whole] = least, most = max(before[0], lows), min(before[1], FAR if open_ended else highs)
            changed = changed or bounds[whole] != before
            for part, (low, high) in zip(parts, inside, strict=True):
                alone = high == FAR
                others = FAR if open_ended - alone else highs - (0.0 if alone else high)
                narrower = max(low, least - others), min(high, most - (lows - low))
                if narrower != (low, high):
                    bounds[part] = narrower
                    changed = True
    return bounds


def pinned(bounds: Bounds) -> bool:
    """Whether exactly one whole number lies within the bounds."""
    low, high = bounds
    return high < FAR and math.floor(high + 1e-9) == math.ceil(low - 1e-9)


def pinned_categories(listing: Listing) -> list[tuple[str, str, str, str]]:
    """(role, item, unit, contrast) of hidden answer categories whose number of answers the others give away."""
    questions: dict[tuple[str, ...], list[tuple]] = {}
    shares = listing.rows[listing.rows["kind"] == "answer_share"]
    for *question, contrast, status, forms, value, flags in each(shares, *QUESTION, "contrast", "status", "n", "value", "flags"):
        questions.setdefault(tuple(question), []).append((contrast, status, forms, value, "capped" in flags))
    found = []
    for (role, item, _, unit, wave), categories in sorted(questions.items()):
        hidden = tuple(contrast for contrast, status, *_ in categories if status == "hidden")
        shown = [(forms, value, capped) for _, status, forms, value, capped in categories if status == "shown"]
        if not hidden or not shown:
            continue
        forms = max((float(forms) for forms, *_ in shown if not math.isnan(forms)), default=math.nan)
        low = sum((value - 0.005) * forms for _, value, _ in shown)
        high = sum((1.0 if capped else value + 0.005) * forms for _, value, capped in shown)
        rest = (max(0.0, forms - high), max(0.0, forms - low))
        bounds = propagate([("rest", hidden)], {"rest": rest})
        found += [(role, item, f"{unit} {wave}", name) for name in hidden if pinned(bounds[name])]
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
