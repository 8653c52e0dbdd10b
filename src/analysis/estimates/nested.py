"""REML of y = X b + nested random intercepts + e in closed form on group sums: no random-effects matrix, no sparse algebra.

Per innermost group only the sums of [X, y] are needed; the Woodbury identity is applied from the innermost level outwards, so an evaluation
costs O(groups x (p + 1)^2). Variance *ratios* (to the residual variance) are the coordinates: on the scale of standard deviations 0 is
always a stationary point, and an optimiser stops there (Bates et al. 2015, J. Statistical Software 67(1), for the profiled deviance).
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.estimates.design import codes_of
from analysis.estimates.newton import gradient, minimise
from analysis.estimates.results import NotEstimable


@dataclass(frozen=True)
class GroupSums:
    """What the likelihood needs of the data. ``k`` = p + 1 work columns [X, y]; level 0 is the outermost.

    ``total`` (k, k) cross products; ``sums`` (G_inner, k); ``counts`` (G_inner,); ``starts[l]``: where the groups of level l begin among
    those of level l + 1 (groups are sorted, so sums outwards are ``reduceat``); ``outer_codes`` (n,): each row's outermost group.
    """

    n: int
    p: int
    total: np.ndarray
    sums: np.ndarray
    counts: np.ndarray
    starts: tuple[np.ndarray, ...]
    outer_codes: np.ndarray
    outer_cross: np.ndarray
    """(G_outer, k, k) cross products within each outermost group."""
    origin: float = 0.0
    """What was taken from y before its squares were summed, so that nothing is lost to rounding: the intercept is this much higher."""

    @cached_property
    def columns(self) -> np.ndarray:
        """(k, G_inner): ``sums`` with the long axis last."""
        return np.ascontiguousarray(self.sums.T)

    @cached_property
    def _by_size(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return np.unique(self.counts, return_inverse=True, return_counts=True)

    @property
    def sizes(self) -> np.ndarray:
        """The sizes that innermost groups have, each once."""
        return self._by_size[0]

    @property
    def size_codes(self) -> np.ndarray:
        """(G_inner,): which of ``sizes`` each group has."""
        return self._by_size[1]

    @property
    def size_counts(self) -> np.ndarray:
        """How many groups there are of each size."""
        return self._by_size[2].astype(float)

    @cached_property
    def size_cross(self) -> np.ndarray:
        """(sizes, k * k): the groups' sums times themselves, added up by size."""
        k = self.sums.shape[1]
        return np.stack([np.bincount(self.size_codes, self.columns[i] * self.columns[j], len(self.sizes))
                         for i in range(k) for j in range(k)], axis=1)

    @property
    def levels(self) -> int:
        return len(self.starts) + 1

    @property
    def outer_groups(self) -> int:
        return len(self.starts[0]) if self.starts else len(self.counts)


def group_sums(y: np.ndarray, x: np.ndarray, keys: Sequence) -> GroupSums:
    """``GroupSums`` of ``y`` (n,), ``x`` (n, p) and one or two ``keys`` (Series, outermost first); inner keys are nested by
    construction."""
    codes = [codes_of(*keys[: depth + 1])[0] for depth in range(len(keys))]
    work = np.column_stack([x, y])
    groups = codes[-1].max() + 1
    sums = np.column_stack([np.bincount(codes[-1], work[:, column], groups) for column in range(work.shape[1])])
    starts = []
    for outer, inner in itertools.pairwise(codes):
        parent = np.zeros(inner.max() + 1, dtype=np.int64)
        parent[inner] = outer
        starts.append(np.flatnonzero(np.r_[True, np.diff(parent) > 0]))
    order = np.argsort(codes[0], kind="stable")
    cross = np.add.reduceat((work[:, :, None] * work[:, None, :])[order], np.flatnonzero(np.r_[True, np.diff(codes[0][order]) > 0]))
    return GroupSums(len(y), x.shape[1], cross.sum(axis=0), sums, np.bincount(codes[-1], minlength=groups).astype(float), tuple(starts),
                     codes[0], cross)


def products(data: GroupSums, ratios: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """W'V^-1 W, log|V| (residual variance 1), and the outermost groups' sums and weights W'V_inner^-1 1, 1'V_inner^-1 1.

    ``ratios`` (..., levels), outermost first, real or complex; the results carry its leading dimensions. Innermost groups of one size are
    shrunk alike, so their cross products enter size by size. Arrays are (columns, groups) within: long axes last, where numpy is fast.
    """
    lead = ratios.shape[:-1]
    inflation = 1 + ratios[..., -1, None] * data.sizes
    shrink = ratios[..., -1, None] / inflation
    matrix = data.total - (shrink @ data.size_cross).reshape(*lead, *data.total.shape)
    logdet = np.log(inflation) @ data.size_counts
    sums, weight = data.columns, data.counts
    if data.levels == 2:
        kept = (1 / inflation)[..., data.size_codes]
        sums = np.add.reduceat(sums * kept[..., None, :], data.starts[0], axis=-1)
        weight = np.add.reduceat(weight * kept, data.starts[0], axis=-1)
        inflation = 1 + ratios[..., 0, None] * weight
        shrink = ratios[..., 0, None] / inflation
        matrix = matrix - (sums * shrink[..., None, :]) @ np.swapaxes(sums, -1, -2)
        logdet = logdet + np.log(inflation).sum(axis=-1)
    sums = np.broadcast_to(sums, (*lead, *sums.shape[-2:]))
    return matrix, logdet, np.swapaxes(sums, -1, -2), np.broadcast_to(weight, (*lead, weight.shape[-1]))


def products_by_centre(data: GroupSums, ratios: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """W'V^-1 W (G_outer, k, k) and log|V| (G_outer,) of each outermost group; they add up to those of ``products``."""
    matrix, sums, weight = data.outer_cross, data.sums, data.counts
    logdet = np.zeros(data.outer_groups)
    for level in range(data.levels - 1, -1, -1):
        inflation = 1 + ratios[level] * weight
        part = (ratios[level] / inflation)[:, None, None] * sums[:, :, None] * sums[:, None, :]
        own = np.log(inflation)
        if level > 0:
            part, own = np.add.reduceat(part, data.starts[level - 1]), np.add.reduceat(own, data.starts[level - 1])
            sums = np.add.reduceat(sums / inflation[:, None], data.starts[level - 1])
            weight = np.add.reduceat(weight / inflation, data.starts[level - 1])
        matrix, logdet = matrix - part, logdet + own
    return matrix, logdet


def _logdet(matrix: np.ndarray) -> np.ndarray:
    if not np.iscomplexobj(matrix):
        return np.linalg.slogdet(matrix)[1]
    scale = np.sqrt(np.abs(np.einsum("...ii->...i", matrix)))                    # keeps the determinant within range
    scaled = matrix / (scale[..., :, None] * scale[..., None, :])
    return np.log(np.linalg.det(scaled)) + 2 * np.log(scale).sum(axis=-1)


CACHED = 100_000
"""Groups times points that are worked out in one go; more would not stay in a processor's cache, and take longer for it."""


def fixed_effects(data: GroupSums, ratios: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """X'V^-1 X, coefficients, residual sum of squares and log|V| + log|X'V^-1 X| at residual variance 1."""
    if ratios.ndim > 1 and ratios[..., 0].size * len(data.counts) > CACHED:
        return tuple(np.stack(column) for column in zip(*(fixed_effects(data, part) for part in ratios), strict=True))
    matrix, logdet, _, _ = products(data, ratios)
    p = data.p
    information, cross = matrix[..., :p, :p], matrix[..., :p, p]
    coefficients = np.linalg.solve(information, cross[..., None])[..., 0]
    rss = matrix[..., p, p] - (cross * coefficients).sum(axis=-1)
    return information, coefficients, rss, logdet + _logdet(information)


def profile_deviance(data: GroupSums, ratios: np.ndarray) -> np.ndarray:
    """REML deviance (-2 log restricted likelihood, constants kept) profiled over the residual variance; shape of ``ratios`` without its
    last."""
    freedom = data.n - data.p
    _, _, rss, logdet = fixed_effects(data, ratios)
    return logdet + freedom * (np.log(rss / freedom) + 1 + np.log(2 * np.pi))


def deviance(data: GroupSums, variances: np.ndarray) -> np.ndarray:
    """REML deviance at ``variances`` (..., levels + 1): outermost first, the residual variance last."""
    residual = variances[..., -1]
    _, _, rss, logdet = fixed_effects(data, variances[..., :-1] / residual[..., None])
    return logdet + (data.n - data.p) * (np.log(residual) + np.log(2 * np.pi)) + rss / residual


MOST_RATIO = 1e6
"""Upper bound of the search: beyond it a group's answers are alike to four digits, and no criterion tells how alike."""
MARKS = np.r_[0.0, np.geomspace(1e-3, 10.0, 9), 1e2, 1e3, 1e4]
FAR, FAR_BY_FORM = 30.0, 0.01
"""How much higher the grid must lie on a face, in all and by form, for its lowest point to be out of reach: ratios a factor of three apart
cost less."""
FLAT = 1e-4
"""Largest slope of the deviance (times the ratio, or 1e-3 if that is larger) at which a search has ended; standard errors do not move
then."""


def fit_ratios(data: GroupSums) -> np.ndarray:
    """Variance ratios (levels,) between 0 and ``MOST_RATIO`` that minimise the REML deviance.

    From the best of a coarse grid by Newton's method inside the bounds; then from the best point of every face where one ratio is 0, unless
    the grid lies far higher there, so that a boundary minimum is never passed by; the lowest counts. NotEstimable where no search ends on
    a flat (or bounded) place.
    """
    mesh = np.stack(np.meshgrid(*[MARKS] * data.levels, indexing="ij"), axis=-1).reshape(-1, data.levels)
    heights = profile_deviance(data, mesh)
    starts = [mesh[np.argmin(heights)]]
    for level in range(data.levels):
        face = np.where(mesh[:, level] == 0, heights, np.inf)
        if face.min() - heights.min() < FAR + data.n * FAR_BY_FORM:
            starts.append(mesh[np.argmin(face)])
    lower, upper = np.zeros(data.levels), np.full(data.levels, MOST_RATIO)

    def function(ratios: np.ndarray) -> np.ndarray:
        return profile_deviance(data, ratios)

    found = [minimise(function, start, lower, upper=upper) for start in np.unique(starts, axis=0)]
    ended = [pair for pair in found if at_rest(gradient(function, pair[0]), pair[0], upper)]
    if not ended:
        raise NotEstimable("the likelihood has no maximum that a search can find", data.n, data.outer_groups)
    return min(ended, key=lambda pair: pair[1])[0]


def at_rest(slope: np.ndarray, ratios: np.ndarray, upper: np.ndarray) -> bool:
    """Whether ``ratios`` is a place where the search may end: flat inside the bounds, not falling outwards on them (Karush, Kuhn,
    Tucker)."""
    held = ((ratios <= 0) & (slope >= 0)) | ((ratios >= upper) & (slope <= 0))
    return bool((held | (np.abs(slope) * np.maximum(ratios, 1e-3) < FLAT)).all())
