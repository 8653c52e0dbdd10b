"""What a holder of shown cells knows, as linear statements about unknown means: a weighted sum of them is a value, up to rounding."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.auditing.listing import Listing

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


@dataclass(frozen=True)
class Row:
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


@dataclass(frozen=True)
class Statement:
    """``terms``: unknown -> coefficient. ``variance`` of what stands between both sides: rounding, and a model where one is used."""

    terms: tuple[tuple[Unknown, float], ...]
    value: float
    variance: float


Rows = Mapping[tuple[str, str], list[Row]]


def rows_of(listing: Listing) -> dict[tuple[str, str], list[Row]]:
    """(role, scale) -> the shown cells of a file that say something about means."""
    shown = listing.shown[listing.shown["kind"].isin(KINDS)]
    rule = listing.meta.get("disclosure", {})
    step, counted = float(rule.get("round_points_to", 1)), int(rule.get("round_forms_to", 1))
    found: dict[tuple[str, str], list[Row]] = {}
    for row in shown.itertuples():
        forms = 0 if pd.isna(row.n) else int(row.n)
        found.setdefault((row.role, row.scale), []).append(
            Row(
                row.kind,
                row.level,
                row.unit,
                row.wave,
                row.contrast,
                forms,
                row.value,
                row.low,
                row.high,
                "common_items" in row.flags,
                step,
                counted,
            )
        )
    return found


def rounding(step: float) -> float:
    """Variance of a rounding error, uniform over one step."""
    return step * step / 12


def own_mean(unit: str, wave: str, forms: int) -> Unknown:
    """The mean of a unit's forms. Another number of forms is another mean: a release with a late form, a centre merged since."""
    return ("mean", unit, wave, forms)


def statements(
    rows: Iterable[Row], forms: Mapping[tuple[str, str, str], tuple[int, float]], networks: Mapping[str, str | None], tau: float
) -> Iterator[Statement]:
    """What ``rows`` of one role and scale say. ``forms``: of every mean, hidden ones too; ``tau``: the spread shown, points."""
    rows = list(rows)
    means = {(row.unit, row.wave): row for row in rows if row.kind == "level" and row.level != "programme"}
    for row in rows:
        yield from _one(row, means, forms, networks, tau)


def _one(row: Row, means: Mapping, forms: Mapping, networks: Mapping, tau: float) -> Iterator[Statement]:
    here = rounding(row.step)
    if row.level == "programme":
        return
    match row.kind:
        case "level" if row.level == "centre":
            cell = forms.get((row.unit, row.wave, "centre"))
            exact = row.counted == 1 or cell is None
            yield Statement(((own_mean(row.unit, row.wave, row.n if exact else cell[0]), 1.0),), row.value, here)
        case "level":
            yield Statement(parts(row, forms, networks), row.value, here)
        case "centre_estimate" if (row.unit, row.wave) not in means and (row.unit, row.wave, "centre") in forms:
            count, whole = forms[row.unit, row.wave, "centre"][0], _whole(row, forms)
            kept = tau**2 / (tau**2 + CONSTANT_SCALE_SD**2 / count) if tau else 0.0
            terms = {own_mean(row.unit, row.wave, count): kept}
            for unknown, part in whole:
                terms[unknown] = terms.get(unknown, 0.0) + (1 - kept) * part
            yield Statement(tuple(terms.items()), row.value, here + MODEL["centre_estimate"] ** 2)
        case "centre_comparison" if (row.unit, row.wave) not in means and (row.unit, row.wave, "centre") in forms:
            count = forms[row.unit, row.wave, "centre"][0]
            kept = tau**2 / (tau**2 + CONSTANT_SCALE_SD**2 / count) if tau else 0.0
            terms = {own_mean(row.unit, row.wave, count): kept}
            for unknown, part in _whole(row, forms):
                terms[unknown] = terms.get(unknown, 0.0) - kept * part
            yield Statement(tuple(terms.items()), row.value, here + MODEL["centre_comparison"] ** 2)
        case "network_comparison":
            terms = dict(_side(row, row.wave, forms, networks))
            for unknown, part in _outside(row, forms, networks):
                terms[unknown] = terms.get(unknown, 0.0) - part
            yield Statement(tuple(terms.items()), row.value, here)
        case "change":
            sides = [_side(row, wave, forms, networks) for wave in (row.wave, row.contrast)]
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
            yield Statement((*_whole(row, forms), (("other", "comparison", row.wave), -1.0)), row.value, here)
        case "comparison_level":
            yield Statement(((("other", "comparison", row.wave), 1.0),), row.value, here)


def parts(row: Row, forms: Mapping, networks: Mapping) -> tuple[tuple[Unknown, float], ...]:
    """A municipality's or network's mean as the weighted means of its centres; itself where none is known by centre."""
    inside = {
        unit: count
        for (unit, wave, level), (count, _) in forms.items()
        if level == "centre" and wave == row.wave and (row.level == "municipality" or networks.get(unit) == row.unit)
    }
    total = sum(inside.values())
    if not total:
        return ((("other", row.unit, row.wave), 1.0),)
    rest = forms.get((row.unit, row.wave, row.level), (total, 0.0))[0] - total
    found = [(own_mean(unit, row.wave, count), count / (total + max(rest, 0))) for unit, count in inside.items()]
    return (*found, (("other", "no centre", row.wave), rest / (total + rest))) if rest > 0 else tuple(found)


def _whole(row: Row, forms: Mapping) -> tuple[tuple[Unknown, float], ...]:
    return parts(Row("level", "municipality", "", row.wave, "", 0, 0, 0, 0, False, row.step), forms, {})


def _outside(row: Row, forms: Mapping, networks: Mapping) -> tuple[tuple[Unknown, float], ...]:
    """The mean of the municipality's centres outside a network."""
    counts = {
        unit: count
        for (unit, wave, level), (count, _) in forms.items()
        if level == "centre" and wave == row.wave and networks.get(unit) != row.unit
    }
    return tuple((own_mean(unit, row.wave, count), count / sum(counts.values())) for unit, count in counts.items())


def _side(row: Row, wave: str, forms: Mapping, networks: Mapping) -> tuple[tuple[Unknown, float], ...]:
    if row.level == "centre":
        cell = forms.get((row.unit, wave, "centre"))
        return ((own_mean(row.unit, wave, cell[0]), 1.0),) if cell else ()
    return parts(Row("level", row.level, row.unit, wave, "", 0, 0, 0, 0, False, row.step), forms, networks)
