"""The best estimate of every hidden mean from all that a holder knows: Gaussian conditioning on linear statements.

Prior: a centre's mean of n forms lies around the municipality's with variance tau^2 + 100^2 / n; the true parts of one centre's waves go
together. Each statement narrows it (``Belief.told``). What counts is how narrow, not where: a width needs no true value.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from analysis.auditing.statements import CONSTANT_SCALE_SD, Row, Statement, Unknown

NARROWEST = 80.0
"""A 95 % interval of a hidden mean, points, at the least; narrower only where the municipality's mean and spread alone say so much."""
OF_BASELINE = 0.5
WIDE = 2 * 1.959964
WITHOUT_SPREAD = 30.0
"""Between-centre SD, points, that an attacker assumes where none is shown."""
WAVES_TOGETHER = 0.5
"""Correlation of one centre's true means between waves, as an attacker may assume it."""
VAGUE = 1e4
"""Variance, points squared, of what nothing is known of: a municipality's mean, others' pooled mean."""


@dataclass
class Belief:
    """Mean and covariance of the unknowns of one role and scale."""

    unknowns: list[Unknown]
    mean: np.ndarray
    covariance: np.ndarray
    place: dict[Unknown, int] = field(init=False)

    def __post_init__(self) -> None:
        self.place = {unknown: number for number, unknown in enumerate(self.unknowns)}

    def told(self, found: Iterable[Statement]) -> "Belief":
        """The belief after the statements; ones about unknown unknowns are errors of ours (KeyError)."""
        found = list(found)
        if not found:
            return self
        rows = np.zeros((len(found), len(self.unknowns)))
        for number, one in enumerate(found):
            for unknown, part in one.terms:
                rows[number, self.place[unknown]] += part
        noise = np.array([one.variance for one in found])
        values = np.array([one.value for one in found])
        across = self.covariance @ rows.T
        seen = rows @ across + np.diag(noise)
        gain = np.linalg.solve(seen, across.T).T
        return Belief(self.unknowns, self.mean + gain @ (values - rows @ self.mean), self.covariance - gain @ across.T)

    def width(self, unknown: Unknown) -> float:
        """Of the central 95 % interval, points."""
        place = self.place[unknown]
        return WIDE * float(np.sqrt(max(self.covariance[place, place], 0.0)))


def spread_shown(rows: Iterable[Row], wave: str = "") -> float:
    """The municipality's between-centre SD as shown (of ``wave``, else of the latest), or what is assumed without one."""
    found = {row.wave: row.value for row in rows if row.kind == "spread" and row.level == "municipality"}
    return found.get(wave, found[max(found)] if found else WITHOUT_SPREAD)


def prior(unknowns: Iterable[Unknown], tau: float) -> Belief:
    """What is believed before any mean is told."""
    unknowns = list(dict.fromkeys(unknowns))
    size = len(unknowns)
    covariance = np.zeros((size, size))
    mean = np.full(size, 500.0)
    kind = np.array([unknown[0] for unknown in unknowns], dtype=object)
    is_mean = np.isin(kind, ["mean", "few"])
    units = np.array([unknown[1] if found else "" for unknown, found in zip(unknowns, is_mean, strict=True)], dtype=object)
    waves = np.array([unknown[2] for unknown in unknowns], dtype=object)
    both = np.outer(is_mean, is_mean)
    same_wave = waves[:, None] == waves[None, :]
    same_unit = (units[:, None] == units[None, :]) & both
    covariance += VAGUE * (both & same_wave)
    covariance += tau**2 * np.where(same_unit & same_wave, 1.0, np.where(same_unit, WAVES_TOGETHER, 0.0))
    for number, unknown in enumerate(unknowns):
        if is_mean[number]:
            covariance[number, number] += CONSTANT_SCALE_SD**2 / unknown[3]
        elif unknown[0] == "gap":
            mean[number], covariance[number, number] = 0.0, CONSTANT_SCALE_SD**2
        else:
            covariance[number, number] = VAGUE
    return Belief(unknowns, mean, covariance)


@cache
def baseline(forms: int, tau: float) -> float:
    """Width that the municipality's mean and spread alone leave of a centre's mean of ``forms`` forms."""
    return WIDE * float(np.sqrt(tau**2 + CONSTANT_SCALE_SD**2 / forms))


@cache
def limit(forms: int, tau: float) -> float:
    """The narrowest interval a hidden mean may be left with."""
    return min(NARROWEST, OF_BASELINE * baseline(forms, tau))


def differing(found: Iterable[Unknown]) -> tuple[list[Unknown], list[Statement]]:
    """Where the same unit and wave is told with two numbers of forms: the few forms between them, and how they hang together.

    n2 mean2 = n1 mean1 + (n2 - n1) few, exactly: two releases, one late form apart.
    """
    counts: dict[tuple, set[int]] = {}
    for unknown in found:
        if unknown[0] == "mean":
            counts.setdefault(unknown[1:3], set()).add(unknown[3])
    few, relations = [], []
    for (unit, wave), several in sorted(counts.items()):
        for less, more in zip(sorted(several), sorted(several)[1:], strict=False):
            one = ("few", unit, wave, more - less, less)
            few.append(one)
            terms = ((("mean", unit, wave, more), more / (more - less)), (("mean", unit, wave, less), -less / (more - less)), (one, -1.0))
            relations.append(Statement(terms, 0.0, 1e-4))
    return few, relations


def unknowns_of(found: Iterable[Statement], forms: Mapping[tuple[str, str, str], tuple[int, float]]) -> list[Unknown]:
    """Everything that statements speak of, and every centre's mean."""
    named = [unknown for one in found for unknown, _ in one.terms]
    return list(
        dict.fromkeys([*named, *(("mean", unit, wave, count) for (unit, wave, level), (count, _) in forms.items() if level == "centre")])
    )
