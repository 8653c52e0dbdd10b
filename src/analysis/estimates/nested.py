"""REML of y = X b + nested random intercepts + e in closed form on group sums: no random-effects matrix, no sparse algebra.

Per innermost group only the sums of [X, y] are needed; the Woodbury identity is applied from the innermost level outwards, so an evaluation
costs O(groups x (p + 1)^2). Variance *ratios* (to the residual variance) are the coordinates: on the scale of standard deviations 0 is always
a stationary point, and an optimiser stops there (Bates et al. 2015, J. Statistical Software 67(1), for the profiled deviance).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.estimates.design import codes_of

_STEP = 1e-20  # complex step: exact derivatives, no subtraction


@dataclass(frozen=True)
class GroupSums:
    """What the likelihood needs of the data. ``k`` = p + 1 work columns [X, y]; level 0 is the outermost.

    ``total`` (k, k) cross products; ``sums`` (G_inner, k); ``counts`` (G_inner,); ``starts[l]``: where the groups of level l begin among those of
    level l + 1 (groups are sorted, so sums outwards are ``reduceat``); ``outer_codes`` (n,): each row's outermost group.
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

    @property
    def levels(self) -> int:
        return len(self.starts) + 1

    @property
    def outer_groups(self) -> int:
        return len(self.starts[0]) if self.starts else len(self.counts)


def group_sums(y: np.ndarray, x: np.ndarray, keys: Sequence) -> GroupSums:
    """``GroupSums`` of ``y`` (n,), ``x`` (n, p) and one or two ``keys`` (Series, outermost first); inner keys are nested by construction."""
    codes = [codes_of(*keys[: depth + 1])[0] for depth in range(len(keys))]
    work = np.column_stack([x, y])
    groups = codes[-1].max() + 1
    sums = np.column_stack([np.bincount(codes[-1], work[:, column], groups) for column in range(work.shape[1])])
    starts = []
    for outer, inner in zip(codes, codes[1:], strict=False):
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


def products_by_centre(data: GroupSums, ratios: np.ndarray) -> np.ndarray:
    """W'V^-1 W of each outermost group, (G_outer, k, k); they add up to that of ``products``."""
    matrix, sums, weight = data.outer_cross, data.sums, data.counts
    for level in range(data.levels - 1, -1, -1):
        inflation = 1 + ratios[level] * weight
        part = (ratios[level] / inflation)[:, None, None] * sums[:, :, None] * sums[:, None, :]
        if level > 0:
            part = np.add.reduceat(part, data.starts[level - 1])
            sums = np.add.reduceat(sums / inflation[:, None], data.starts[level - 1])
            weight = np.add.reduceat(weight / inflation, data.starts[level - 1])
        matrix = matrix - part
    return matrix


def _logdet(matrix: np.ndarray) -> np.ndarray:
    if not np.iscomplexobj(matrix):
        return np.linalg.slogdet(matrix)[1]
    scale = np.sqrt(np.abs(np.einsum("...ii->...i", matrix)))                    # keeps the determinant within range
    scaled = matrix / (scale[..., :, None] * scale[..., None, :])
    return np.log(np.linalg.det(scaled)) + 2 * np.log(scale).sum(axis=-1)


def _pieces(data: GroupSums, ratios: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """X'V^-1 X, coefficients, residual sum of squares and log|V| + log|X'V^-1 X| at residual variance 1."""
    matrix, logdet, _, _ = products(data, ratios)
    p = data.p
    information, cross = matrix[..., :p, :p], matrix[..., :p, p]
    coefficients = np.linalg.solve(information, cross[..., None])[..., 0]
    rss = matrix[..., p, p] - (cross * coefficients).sum(axis=-1)
    return information, coefficients, rss, logdet + _logdet(information)


def profile_deviance(data: GroupSums, ratios: np.ndarray) -> np.ndarray:
    """REML deviance (-2 log restricted likelihood, constants kept) profiled over the residual variance; shape of ``ratios`` without its last."""
    freedom = data.n - data.p
    _, _, rss, logdet = _pieces(data, ratios)
    return logdet + freedom * (np.log(rss / freedom) + 1 + np.log(2 * np.pi))


def deviance(data: GroupSums, variances: np.ndarray) -> np.ndarray:
    """REML deviance at ``variances`` (..., levels + 1): outermost first, the residual variance last."""
    residual = variances[..., -1]
    _, _, rss, logdet = _pieces(data, variances[..., :-1] / residual[..., None])
    return logdet + (data.n - data.p) * (np.log(residual) + np.log(2 * np.pi)) + rss / residual


def gradient(function, point: np.ndarray) -> np.ndarray:
    """Derivatives of ``function`` (vectorised over leading dimensions) at ``point`` by complex steps."""
    steps = point.astype(complex) + 1j * _STEP * np.eye(len(point))
    return np.imag(function(steps)) / _STEP


def hessian(function, point: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """Symmetric matrix of second derivatives: central differences of exact gradients."""
    rows = []
    for index, step in enumerate(steps):
        move = np.zeros(len(point))
        move[index] = step
        rows.append((gradient(function, point + move) - gradient(function, point - move)) / (2 * step))
    return (np.array(rows) + np.array(rows).T) / 2


def fit_ratios(data: GroupSums, tolerance: float = 1e-9, most: int = 60) -> np.ndarray:
    """Variance ratios (levels,) that minimise the REML deviance: a coarse grid, then projected Newton with an active set at 0."""
    def function(ratios: np.ndarray) -> np.ndarray:
        return profile_deviance(data, ratios)

    marks = np.r_[0.0, np.geomspace(1e-3, 10.0, 9)]
    mesh = np.stack(np.meshgrid(*[marks] * data.levels, indexing="ij"), axis=-1).reshape(-1, data.levels)
    values = function(mesh)
    point, value = mesh[np.argmin(values)].copy(), values.min()
    for _ in range(most):
        slope = gradient(function, point)
        free = ~((point <= 0) & (slope >= 0))
        if not free.any() or np.max(np.abs(slope[free]) * np.maximum(point[free], 1e-3)) < tolerance:
            break
        curvature = hessian(function, point, 1e-5 * np.maximum(point, 1e-3))[np.ix_(free, free)]
        eigenvalues, vectors = np.linalg.eigh(curvature)
        move = np.zeros_like(point)
        move[free] = -(vectors / np.maximum(np.abs(eigenvalues), 1e-8)) @ (vectors.T @ slope[free])
        reach = 1.0
        while reach > 1e-8:
            trial = np.maximum(point + reach * move, 0.0)
            trial_value = function(trial)
            if trial_value <= value + 1e-12:
                break
            reach /= 2
        if reach <= 1e-8 or np.max(np.abs(trial - point)) < 1e-14:
            break
        point, value = trial, trial_value
    return point
