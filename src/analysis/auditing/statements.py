"""What a holder of shown cells knows, as linear statements about unknown means: a weighted sum of them is a value, up to rounding."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from typing import NamedTuple

from analysis.auditing.listing import Listing, each

Unknown = tuple
"""("mean", unit, wave, forms), ("gap", contrast, wave), ("few", unit, wave, forms, forms) or ("other", ...): something that has a value."""

CONSTANT_SCALE_SD = 100.0
"""SD of a person's points in the norm wave, by the scale's definition; a mean of n forms varies with this over the root of n."""

MODEL = {"centre_estimate": 3.0, "centre_comparison": 3.0, "change_centre": 4.0, "change_common": 10.0, "gap_adjusted": 8.0}
"""How far (SD, points) a published quantity may lie from the simple relation it is used in here: shrinkage by an estimated spread, items
in common only, adjustment for background."""

KINDS = frozenset(
    {
        "level",
        "centre_estimate",
        "centre_comparison",
        "network_comparison",
        "change",
        "gap",
        "gap_adjusted",
        "gap_change",
        "leader_staff_gap",
        "comparison",
        "comparison_level",
        "spread",
    }
)


class Row(NamedTuple):
    """A shown cell as the attack reads it; ``step`` is what its file rounds points to, ``counted`` what it rounds forms to."""

    kind: str
    level: str
    unit: str
    wave: str
    contrast: str
    n: int
    value: float
    low: float
    high: float
    common: bool
    step: float
    counted: int = 1


class Statement(NamedTuple):
    """``terms``: unknown -> coefficient. ``variance`` of what stands between both sides: rounding, and a model where one is used."""

    terms: tuple[tuple[Unknown, float], ...]
    value: float
    variance: float


Terms = tuple[tuple[Unknown, float], ...]
Forms = Mapping[tuple[str, str, str], tuple[int, float]]
"""(unit, wave, level) of a mean -> (forms behind it, the mean)."""


def rows_of(listing: Listing) -> dict[tuple[str, str], list[Row]]:
    """(role, scale) -> the shown cells of a file that say something about means."""
    shown = listing.shown[listing.shown["kind"].isin(KINDS)]
    rule = listing.meta.get("disclosure", {})
    step, counted = float(rule.get("round_points_to", 1)), int(rule.get("round_forms_to", 1))
    columns = ("role", "scale", "kind", "level", "unit", "wave", "contrast", "n", "value", "low", "high", "flags")
    found: dict[tuple[str, str], list[Row]] = {}
    for role, scale, kind, level, unit, wave, contrast, n, value, low, high, flags in each(shown, *columns):
        forms = 0 if math.isnan(n) else int(n)
        found.setdefault((role, scale), []).append(
            Row(kind, level, unit, wave, contrast, forms, value, low, high, "common_items" in flags, step, counted)
        )
    return found


def rounding(step: float) -> float:
    """Variance of a rounding error, uniform over one step."""
    return step * step / 12


def own_mean(unit: str, wave: str, forms: int) -> Unknown:
    """The mean of a unit's forms. Another number of forms is another mean: a release with a late form, a centre merged since."""
    return ("mean", unit, wave, forms)


class Sums:
    """Which centres' means a municipality's, a network's or the others' mean is made of, for one role and scale; each worked out once."""

    def __init__(self, forms: Forms, networks: Mapping[str, str | None]):
        self.forms, self.networks = forms, networks
        self._known: dict[tuple, Terms] = {}

    def parts(self, level: str, unit: str, wave: str) -> Terms:
        """The mean as the weighted means of its centres; itself where none is known by centre."""
        key = (level, unit, wave)
        if key not in self._known:
            inside = self._inside(wave, lambda centre: level == "municipality" or self.networks.get(centre) == unit)
            total = sum(inside.values())
            rest = self.forms.get((unit, wave, level), (total, 0.0))[0] - total
            found = [(own_mean(centre, wave, count), count / (total + max(rest, 0))) for centre, count in inside.items()]
            if not total:
                found = [(("other", unit, wave), 1.0)]
            elif rest > 0:
                found.append((("other", "no centre", wave), rest / (total + rest)))
            self._known[key] = tuple(found)
        return self._known[key]

    def whole(self, wave: str) -> Terms:
        """All centres of the municipality."""
        return self.parts("municipality", "", wave)

    def outside(self, network: str, wave: str) -> Terms:
        """The mean of the municipality's centres outside a network."""
        key = ("outside", network, wave)
        if key not in self._known:
            counts = self._inside(wave, lambda centre: self.networks.get(centre) != network)
            self._known[key] = tuple((own_mean(unit, wave, count), count / sum(counts.values())) for unit, count in counts.items())
        return self._known[key]

    def side(self, row: Row, wave: str) -> Terms:
        """The row's own unit in ``wave``; nothing where a centre has no forms there."""
        if row.level != "centre":
            return self.parts(row.level, row.unit, wave)
        cell = self.forms.get((row.unit, wave, "centre"))
        return ((own_mean(row.unit, wave, cell[0]), 1.0),) if cell else ()

    def _inside(self, wave: str, fits: Callable[[str], bool]) -> dict[str, int]:
        return {unit: n for (unit, one, level), (n, _) in self.forms.items() if level == "centre" and one == wave and fits(unit)}


def statements(rows: Iterable[Row], sums: Sums, tau: float) -> Iterator[Statement]:
    """What ``rows`` of one role and scale say. ``sums`` know every mean's forms, hidden ones too; ``tau``: the spread shown, points."""
    rows = list(rows)
    means = {(row.unit, row.wave) for row in rows if row.kind == "level" and row.level != "programme"}
    for row in rows:
        yield from _one(row, means, sums, tau)


def _one(row: Row, means: Set, sums: Sums, tau: float) -> Iterator[Statement]:
    here, forms = rounding(row.step), sums.forms
    if row.level == "programme":
        return
    match row.kind:
        case "level" if row.level == "centre":
            cell = forms.get((row.unit, row.wave, "centre"))
            exact = row.counted == 1 or cell is None
            yield Statement(((own_mean(row.unit, row.wave, row.n if exact else cell[0]), 1.0),), row.value, here)
        case "level":
            yield Statement(sums.parts(row.level, row.unit, row.wave), row.value, here)
        case "centre_estimate" if (row.unit, row.wave) not in means and (row.unit, row.wave, "centre") in forms:
            count, whole = forms[row.unit, row.wave, "centre"][0], sums.whole(row.wave)
            kept = tau**2 / (tau**2 + CONSTANT_SCALE_SD**2 / count) if tau else 0.0
            terms = {own_mean(row.unit, row.wave, count): kept}
            for unknown, part in whole:
                terms[unknown] = terms.get(unknown, 0.0) + (1 - kept) * part
            yield Statement(tuple(terms.items()), row.value, here + MODEL["centre_estimate"] ** 2)
        case "centre_comparison" if (row.unit, row.wave) not in means and (row.unit, row.wave, "centre") in forms:
            count = forms[row.unit, row.wave, "centre"][0]
            kept = tau**2 / (tau**2 + CONSTANT_SCALE_SD**2 / count) if tau else 0.0
            terms = {own_mean(row.unit, row.wave, count): kept}
            for unknown, part in sums.whole(row.wave):
                terms[unknown] = terms.get(unknown, 0.0) - kept * part
            yield Statement(tuple(terms.items()), row.value, here + MODEL["centre_comparison"] ** 2)
        case "network_comparison":
            terms = dict(sums.side(row, row.wave))
            for unknown, part in sums.outside(row.unit, row.wave):
                terms[unknown] = terms.get(unknown, 0.0) - part
            yield Statement(tuple(terms.items()), row.value, here)
        case "change":
            sides = [sums.side(row, wave) for wave in (row.wave, row.contrast)]
            if all(sides):
                noise = MODEL["change_centre"] if row.level == "centre" else MODEL["change_common"] if row.common else 0.0
                terms = dict(sides[0])
                for unknown, part in sides[1]:
                    terms[unknown] = terms.get(unknown, 0.0) - part
                yield Statement(tuple(terms.items()), row.value, here + noise**2)
        case "gap":
            yield Statement(((("gap", row.contrast, row.wave), 1.0),), row.value, here)
        case "gap_adjusted":
            yield Statement(((("gap", row.contrast, row.wave), 1.0),), row.value, here + MODEL["gap_adjusted"] ** 2)
        case "gap_change":
            contrast, _, earlier = row.contrast.rpartition(":")
            yield Statement(((("gap", contrast, row.wave), 1.0), (("gap", contrast, earlier), -1.0)), row.value, here)
        case "comparison":
            yield Statement((*sums.whole(row.wave), (("other", "comparison", row.wave), -1.0)), row.value, here)
        case "comparison_level":
            yield Statement(((("other", "comparison", row.wave), 1.0),), row.value, here)
