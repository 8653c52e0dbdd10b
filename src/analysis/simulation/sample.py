"""One scale in one municipality, drawn in memory with chosen sizes: what coverage studies and tests of estimators draw from."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.simulation.calibration import GRID, NODES, WEIGHTS, Model, make_model
from analysis.simulation.effects import sizes
from analysis.simulation.plan import ScalePlan

SHARES = {3: (0.09, 0.23, 0.68), 4: (0.05, 0.15, 0.35, 0.45), 5: (0.03, 0.11, 0.28, 0.35, 0.23)}
"""Shares of answer categories, lowest first, by their number."""
AGES = (48, 71)


@dataclass(frozen=True)
class Truth:
    """What is true of the population the sample is drawn from, in points.

    ``levels`` by wave, ``tau`` (between-centre SD), ``icc`` as planted, ``gap`` (girls minus boys), ``centres``: waves x centres, the
    expected points of each centre.
    """

    levels: tuple[float, ...]
    tau: float
    icc: float
    gap: float
    centres: np.ndarray


@dataclass(frozen=True)
class Sample:
    """``scores``: one row per form with ``wave, role, form_id, child_id, rater_id, centre, gender, age_months, weight, scale, score,
    points, answered, n_items``, points on the model's own mean and SD (no estimated norm); ``answers``: forms x items, turned."""

    scores: pd.DataFrame
    answers: np.ndarray
    truth: Truth

    def responses(self) -> pd.DataFrame:
        """``form_id, item, value, code``: one row per form and item."""
        forms, items = self.answers.shape
        values = self.answers.ravel()
        return pd.DataFrame(
            {
                "form_id": np.repeat(self.scores["form_id"].to_numpy(), items),
                "item": np.tile(_items(items), forms),
                "value": values.astype(float),
                "code": values.astype(str),
            }
        )


def draw_sample(
    rng: np.random.Generator,
    *,
    centres: int = 12,
    children: int | Sequence[int] = 21,
    waves: int = 1,
    icc: float = 0.05,
    rater: float = 0.0,
    children_per_rater: int = 7,
    items: int = 5,
    categories: int = 5,
    alpha: float = 0.85,
    level: float = 0.0,
    change: float = 0.0,
    girl: float = 0.0,
    age: float = 0.0,
    stability: float = 0.7,
    raters_return: bool = True,
) -> Sample:
    """Children in raters in centres over ``waves`` (different children, the same centres and, by default, the same raters).

    ``children`` is a number for every centre or one per centre; ``icc`` and ``rater`` are shares of the scores' variance between centres
    and between raters within centres; ``level``, ``change`` (from wave to wave), ``girl`` and ``age`` (a month) are points. ValueError
    where the shares leave nothing to the children, or no loading gives ``alpha``.
    """
    model = _model(items, categories, alpha)
    size = sizes(ScalePlan(alpha=alpha, icc=icc, rater=rater, girl=girl, age=age), model, AGES)
    per_centre = np.broadcast_to(np.asarray(children, dtype=int), centres)
    centre = np.repeat(np.arange(centres), per_centre)
    number = np.arange(len(centre)) - np.repeat(np.cumsum(per_centre) - per_centre, per_centre)
    count = np.maximum(np.ceil(per_centre / children_per_rater).astype(int), 1)
    rated_by = (np.cumsum(count) - count)[centre] + number * count[centre] // per_centre[centre]
    deviation = rng.normal(size=(waves, centres))
    lenience = rng.normal(size=(waves, int(count.sum())))
    for wave in range(1, waves):
        deviation[wave] = stability * deviation[wave - 1] + np.sqrt(1 - stability**2) * deviation[wave]
        lenience[wave] = lenience[wave - 1] if raters_return else lenience[wave]
    rows = len(centre) * waves
    at = np.repeat(np.arange(waves), len(centre))
    means = np.array([model.level(level + change * wave) for wave in range(waves)])
    girls, months = rng.random(rows) < 0.5, rng.integers(AGES[0], AGES[1] + 1, size=rows)
    everyone, raters = np.tile(centre, waves), np.tile(rated_by, waves)
    theta = (
        means[at]
        + size.centre * deviation[at, everyone]
        + size.rater * lenience[at, raters]
        + size.girl * (girls - 0.5)
        + size.age * (months - np.mean(AGES))
        + size.rest * rng.normal(size=rows)
    )
    behind = model.loading * theta[:, None] + np.sqrt(1 - model.loading**2) * rng.normal(size=(rows, items))
    answers = 1 + (behind[:, :, None] > model.thresholds[None]).sum(axis=2)
    score = answers.mean(axis=1)
    same = raters if raters_return else raters + at * int(count.sum())
    scores = pd.DataFrame(
        {
            "wave": np.array([str(2015 + 2 * wave) for wave in range(waves)])[at],
            "role": "contact",
            "form_id": _names("f", np.arange(rows)),
            "child_id": _names("c", np.arange(rows)),
            "rater_id": _names("r", same),
            "centre": _names("centre-", everyone),
            "gender": np.where(girls, "girl", "boy"),
            "age_months": months.astype(float),
            "weight": 1.0,
            "scale": "scale",
            "score": score,
            "points": 500 + 100 * (score - model.mean) / model.sd,
            "answered": items,
            "n_items": items,
        }
    )
    curve = _curve(items, categories, alpha, round(float(np.sqrt(1 - size.centre**2)), 9))
    return Sample(scores, answers, _truth(model, curve, means, size.centre, size.girl, deviation, icc))


def _truth(model: Model, curve: np.ndarray, means: np.ndarray, centre: float, girl: float, deviation: np.ndarray, icc: float) -> Truth:
    """``curve``: expected points of a centre at each mean of GRID."""
    gap = model.points(np.array([means[-1] + girl / 2, means[-1] - girl / 2]), float(np.sqrt(1 - girl**2 / 4)))
    between = np.interp(means[-1] + centre * NODES, GRID, curve)
    tau = float(np.sqrt(WEIGHTS @ (between - WEIGHTS @ between) ** 2))
    expected = np.interp(means[:, None] + centre * deviation, GRID, curve)
    return Truth(tuple(np.interp(means, GRID, model.curve).tolist()), tau, icc, float(gap[0] - gap[1]), expected)


@lru_cache(maxsize=64)
def _curve(items: int, categories: int, alpha: float, sd: float) -> np.ndarray:
    return _model(items, categories, alpha).points(GRID, sd)


def _items(count: int) -> list[str]:
    return [f"item_{number + 1}" for number in range(count)]


def _names(prefix: str, numbers: np.ndarray) -> list[str]:
    return [f"{prefix}{number:05d}" for number in numbers.tolist()]


@lru_cache(maxsize=64)
def _model(items: int, categories: int, alpha: float) -> Model:
    return make_model(_items(items), SHARES[categories], alpha)
