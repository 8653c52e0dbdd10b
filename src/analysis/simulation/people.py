"""Who there is: houses, children with their families, staff who stay or leave. No answers yet.

A *house* is an entry of the register. Once it is closed it goes on as part of its successor, with its own children and staff; that is what
a merger looks like from inside. Houses are numbered in the register's order.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.parameters import Centre, MunicipalityWave
from analysis.simulation.plan import MunicipalityPlan, SimulationPlan

SIZE_SPREAD = 0.35
"""SD of the logarithm of centre sizes."""
YEAR_SPREAD = 0.06
"""SD of the logarithm of a centre's size from wave to wave."""
SMALLEST = 9
CHILDMINDING_FAMILIES = 22
CHILDMINDING_STAFF = 13
LEADERS_STAY = 0.8


@dataclass(frozen=True)
class Houses:
    """The register as arrays, one entry per house."""

    entries: tuple[Centre, ...]
    has_children: np.ndarray

    def part_of(self, wave: MunicipalityWave) -> np.ndarray:
        """Index of the centre each house belongs to in ``wave``: itself, or its successor once it is closed; -1 where it is gone."""
        index = {centre.slug: place for place, centre in enumerate(self.entries)}
        day = wave.field_period.start

        def now(place: int) -> int:
            centre = self.entries[place]
            if centre.opened is not None and centre.opened > day:
                return -1
            if centre.closed is None or centre.closed >= day:
                return place
            return -1 if centre.successor is None else now(index[centre.successor])

        return np.array([now(place) for place in range(len(self.entries))])


def houses(entries: tuple[Centre, ...]) -> Houses:
    return Houses(entries, np.array([entry.kind != "childminding" for entry in entries]))


def base_sizes(rng: np.random.Generator, town: Houses, story: MunicipalityPlan) -> np.ndarray:
    """Expected children of the target group per house; houses without them (childminding) have families with younger children."""
    drawn = np.exp(rng.normal(scale=SIZE_SPREAD, size=len(town.entries)))
    fixed = np.array([story.sizes.get(entry.slug, 0) for entry in town.entries], dtype=float)
    free = town.has_children & (fixed == 0)
    drawn[free] *= (story.children - fixed.sum()) / drawn[free].sum()
    return np.where(fixed > 0, fixed, np.where(town.has_children, np.maximum(drawn, SMALLEST), CHILDMINDING_FAMILIES))


def wave_sizes(rng: np.random.Generator, town: Houses, base: np.ndarray, story: MunicipalityPlan) -> np.ndarray:
    """Families per house in one wave; sizes the plan fixes do not vary."""
    fixed = np.array([entry.slug in story.sizes for entry in town.entries])
    wobble = np.exp(rng.normal(scale=YEAR_SPREAD, size=len(base)))
    return np.rint(np.where(fixed, base, base * wobble)).astype(int)


def families(
    rng: np.random.Generator, sizes: np.ndarray, centre: np.ndarray, has_children: np.ndarray, story: MunicipalityPlan, plan: SimulationPlan
) -> pd.DataFrame:
    """One row per child: ``house, centre, number`` (within the house), ``target`` (4-5 years old), ``girl, other_language`` (0/1),
    ``education`` (0 basic, 1 vocational, 2 higher), ``age``, ``consent``."""
    sizes = np.where(centre >= 0, sizes, 0)
    house = np.repeat(np.arange(len(sizes)), sizes)
    count = len(house)
    number = np.arange(count) - np.repeat(np.cumsum(sizes) - sizes, sizes) + 1
    # families differ between centres: a centre's neighbourhood moves the shares of language and education together
    neighbourhood = rng.normal(scale=0.5, size=len(sizes))[house]
    other = rng.random(count) < _logistic(_logit(story.other_language) + neighbourhood)
    higher = _logistic(_logit(story.higher) - neighbourhood - 0.4 * (other - story.other_language))
    basic = _logistic(_logit(story.basic) + neighbourhood + 0.4 * (other - story.other_language))
    place = rng.random(count)
    education = np.where(place < higher, 2, np.where(place > 1 - basic, 0, 1))
    low, high = plan.age_months
    return pd.DataFrame(
        {
            "house": house,
            "centre": centre[house],
            "number": number,
            "target": has_children[house],
            "girl": (rng.random(count) < 0.49).astype(int),
            "other_language": other.astype(int),
            "education": education,
            "age": rng.integers(low, high + 1, size=count),
            "consent": rng.random(count) >= story.no_consent * np.where(other, 1.6, 0.92),
        }
    )


@dataclass(frozen=True)
class Staff:
    """Employees over all waves. ``person[wave, post]`` is who holds a post; a number never goes to another person."""

    house: np.ndarray
    person: np.ndarray
    persons: int


def staff(rng: np.random.Generator, posts: np.ndarray, waves: int, stays: float) -> Staff:
    """``posts`` per house, filled in each wave by those who stayed and by new people."""
    house = np.repeat(np.arange(len(posts)), posts)
    person = np.empty((waves, len(house)), dtype=int)
    person[0] = np.arange(len(house))
    known = len(house)
    for wave in range(1, waves):
        leaves = rng.random(len(house)) >= stays
        person[wave] = np.where(leaves, known + np.cumsum(leaves) - 1, person[wave - 1])
        known += int(leaves.sum())
    return Staff(house, person, known)


def posts(base: np.ndarray, has_children: np.ndarray, per_child: float) -> np.ndarray:
    """Staff posts per house: at least two where there are children."""
    return np.where(has_children, np.maximum(np.rint(base * per_child).astype(int), 2), CHILDMINDING_STAFF)


def contact_post(children: pd.DataFrame, post_house: np.ndarray, children_per_rater: int) -> np.ndarray:
    """Index of the post that is each child's contact pedagogue, -1 in childminding: children of a house are dealt out evenly in blocks."""
    out = np.full(len(children), -1)
    first = np.searchsorted(post_house, np.arange(post_house.max() + 1))
    count = np.bincount(post_house)
    for house, rows in children[children["target"]].groupby("house").indices.items():
        places = children.index[children["target"]].to_numpy()[rows]
        raters = min(int(np.ceil(len(places) / children_per_rater)), int(count[house]))
        out[places] = first[house] + np.arange(len(places)) * raters // len(places)
    return out


def _logit(share: float) -> float:
    return float(np.log(share / (1 - share)))


def _logistic(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))
