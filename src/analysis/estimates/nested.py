"""REML of y = X b + nested random intercepts + e in closed form on group sums: no random-effects matrix, no sparse algebra.

Per innermost group only the sums of [X, y] are needed; the Woodbury identity is applied from the innermost level outwards, so an evaluation
costs O(groups x (p + 1)^2). Variance *ratios* (to the residual variance) are the coordinates: on the scale of standard deviations 0 is
always a stationary point, and an optimiser stops there (Bates et al. 2015, J. Statistical Software 67(1), for the profiled deviance).
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

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

    ``ratios`` (..., levels), outermost first, real or complex; the results carry its leading dimensions.
    """
    lead, kind = ratios.shape[:-1], ratios.dtype
    matrix = np.broadcast_to(data.total, (*lead, *data.total.shape)).astype(kind)
    logdet = np.zeros(lead, kind)
    sums = np.broadcast_to(data.sums, (*lead, *data.sums.shape)).astype(kind)
    weight = np.broadcast_to(data.counts, (*lead, len(data.counts))).astype(kind)
    for level in range(data.levels - 1, -1, -1):
        ratio = ratios[..., level, None]
        inflation = 1 + ratio * weight
        shrink = ratio / inflation
        matrix = matrix - np.swapaxes(sums * shrink[..., None], -1, -2) @ sums
        logdet = logdet + np.log(inflation).sum(axis=-1)
        if level > 0:
            sums = np.add.reduceat(sums / inflation[..., None], data.starts[level - 1], axis=-2)
            weight = np.add.reduceat(weight / inflation, data.starts[level - 1], axis=-1)
    return matrix, logdet, sums, weight


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


def fixed_effects(data: GroupSums, ratios: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """X'V^-1 X, coefficients, residual sum of squares and log|V| + log|X'V^-1 X| at residual variance 1."""
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
FLAT = 1e-4
"""Largest slope of the deviance (times the ratio, or 1e-3 if that is larger) at which a search has ended; standard errors do not move
then."""


def fit_ratios(data: GroupSums) -> np.ndarray:
    """Variance ratios (levels,) between 0 and ``MOST_RATIO`` that minimise the REML deviance.

    From the best of a coarse grid by Newton's method inside the bounds; then from the best point of every face where one ratio is 0, so
    that a boundary minimum is never passed by; the lowest counts. NotEstimable where no search ends on a flat (or bounded) place.
    """
    mesh = np.stack(np.meshgrid(*[MARKS] * data.levels, indexing="ij"), axis=-1).reshape(-1, data.levels)
    heights = profile_deviance(data, mesh)
    starts = [mesh[np.argmin(heights)]]
    starts += [mesh[np.argmin(np.where(mesh[:, level] == 0, heights, np.inf))] for level in range(data.levels)]
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
