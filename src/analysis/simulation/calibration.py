"""From what is said about scores (alpha, points, ICC) to the latent model that makes answers.

A graded response model: y = loading * theta + sqrt(1 - loading^2) * noise, cut at thresholds; theta is standard normal in the
reference population. Its alpha, the score's mean and SD and their slope on theta are integrals over one variable, taken by
Gauss-Hermite quadrature, so nothing here is found by simulation (Lord & Novick 1968, ch. 16; Samejima 1969).
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(41)
WEIGHTS = _WEIGHTS / _WEIGHTS.sum()
GRID = np.linspace(-3.0, 3.0, 241)
"""Means of theta between which expected points are interpolated; a municipality or centre never lies outside."""
ITEM_SPREAD = 0.25
"""SD of item difficulties, in SDs of the answer behind the categories: some questions are easier to say yes to."""


def normal_cdf(x: np.ndarray) -> np.ndarray:
    from scipy.special import ndtr

    return ndtr(x)


@dataclass(frozen=True)
class Model:
    """How theta becomes answers to one scale's items.

    ``thresholds``: items x (categories - 1), ascending; categories count 1, 2, ... (turned: high is good); an item everybody answers
    alike has thresholds of -inf. ``loading`` is shared by the items.
    """

    items: tuple[str, ...]
    loading: float
    thresholds: np.ndarray

    def item_means(self, theta: np.ndarray) -> np.ndarray:
        """Expected answers at each theta: len(theta) x items."""
        return 1 + self._beyond(theta).sum(axis=2)

    def _beyond(self, theta: np.ndarray) -> np.ndarray:
        return normal_cdf((self.loading * theta[:, None, None] - self.thresholds[None]) / np.sqrt(1 - self.loading**2))

    @cached_property
    def _moments(self) -> tuple[np.ndarray, np.ndarray]:
        """Mean and covariance of the items in the reference population."""
        beyond = self._beyond(NODES)
        means = 1 + beyond.sum(axis=2)
        mean = WEIGHTS @ means
        covariance = (means - mean).T @ ((means - mean) * WEIGHTS[:, None])
        steps = np.arange(2, beyond.shape[2] + 2)
        second = WEIGHTS @ (1 + (beyond * (steps**2 - (steps - 1) ** 2)).sum(axis=2))
        np.fill_diagonal(covariance, second - mean**2)
        return mean, covariance

    @property
    def alpha(self) -> float:
        """Cronbach's alpha of the items in the reference population."""
        _, covariance = self._moments
        n = len(covariance)
        return n / (n - 1) * (1 - np.trace(covariance) / covariance.sum())

    @property
    def mean(self) -> float:
        """Mean of the score in the reference population."""
        return float(self._moments[0].mean())

    @property
    def sd(self) -> float:
        """SD of the score (mean of the items) in the reference population."""
        return float(np.sqrt(self._moments[1].sum()) / len(self.items))

    @cached_property
    def slope(self) -> float:
        """SDs of the score per SD of theta: their correlation."""
        return float(WEIGHTS @ (self.item_means(NODES).mean(axis=1) * NODES) / self.sd)

    def points(self, mean: np.ndarray | float, sd: float = 1.0) -> np.ndarray:
        """Expected points of people whose theta is normal with ``mean`` and ``sd``: 500 at the reference population."""
        means = np.atleast_1d(np.asarray(mean, dtype=float))
        scores = self.item_means((means[:, None] + sd * NODES).ravel()).mean(axis=1).reshape(len(means), -1) @ WEIGHTS
        return 500 + 100 * (scores - self.mean) / self.sd

    @cached_property
    def curve(self) -> np.ndarray:
        """Expected points at each mean of GRID, theta having an SD of 1."""
        return self.points(GRID)

    def level(self, points: float) -> float:
        """Mean of theta at which the expected score lies ``points`` from 500."""
        return float(np.interp(500 + points, self.curve, GRID))

    def between(self, mean: float, sd: float) -> float:
        """SD of the expected points of groups whose own mean of theta is normal with ``mean`` and ``sd`` (total variance 1)."""
        points = self.points(mean + sd * NODES, float(np.sqrt(1 - sd**2)))
        return float(np.sqrt(WEIGHTS @ (points - WEIGHTS @ points) ** 2))


def difficulty(item: str) -> float:
    """The item's own difficulty, from its name, so that it is the same in every wave and run: normal with SD ITEM_SPREAD."""
    return float(np.random.default_rng(zlib.crc32(item.encode())).normal(scale=ITEM_SPREAD))


def make_model(items: Sequence[str], shares: Sequence[float], alpha: float, all_agree: Sequence[str] = ()) -> Model:
    """The model of ``items`` whose alpha is ``alpha``; ``shares`` are the categories' shares at difficulty 0.

    Raises ValueError where no loading gives that alpha (too few items or categories for so high a value).
    """
    from scipy.special import ndtri

    cuts = ndtri(np.cumsum(shares[:-1]) / np.sum(shares))
    thresholds = np.array([np.full(len(cuts), -np.inf) if item in all_agree else cuts + difficulty(item) for item in items])
    low, high = 0.0, 0.995
    if Model(tuple(items), high, thresholds).alpha < alpha:
        raise ValueError(f"no loading gives {len(items)} items of {len(shares)} categories an alpha of {alpha}")
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if Model(tuple(items), middle, thresholds).alpha < alpha else (low, middle)
    return Model(tuple(items), (low + high) / 2, thresholds)
