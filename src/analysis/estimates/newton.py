"""Exact derivatives by complex steps, and Newton's method with lower bounds, for smooth functions of one to four variables.

A function takes points (..., d), real or complex, and gives values (...): many points cost one call. The complex step (Squire & Trapp 1998,
SIAM Review 40(1)) subtracts nothing, so derivatives are exact to rounding.
"""

from collections.abc import Callable

import numpy as np

_STEP = 1e-20

Function = Callable[[np.ndarray], np.ndarray]


def gradient(function: Function, point: np.ndarray) -> np.ndarray:
    """Derivatives (d,) of ``function`` at ``point`` (d,)."""
    return np.imag(function(point + 1j * _STEP * np.eye(len(point)))) / _STEP


def derivatives(function: Function, point: np.ndarray, steps: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """Value, gradient (d,) and Hessian (d, d) at ``point`` from one call; the Hessian is central differences of exact gradients."""
    d = len(point)
    moves = np.concatenate([np.zeros((1, d)), np.diag(steps), -np.diag(steps)])
    found = function((point + moves)[:, None, :] + 1j * _STEP * np.eye(d))
    slopes = np.imag(found) / _STEP
    curvature = (slopes[1:d + 1] - slopes[d + 1:]) / (2 * steps[:, None])
    return float(found[0, 0].real), slopes[0], (curvature + curvature.T) / 2


def minimise(function: Function, start: np.ndarray, lower: np.ndarray, tolerance: float = 1e-9, most: int = 60,
             upper: np.ndarray | float = np.inf) -> tuple[np.ndarray, float]:
    """A local minimum between ``lower`` and ``upper``: projected Newton with halved steps; at a bound a slope outwards ends the search.

    Returns the point and the value there. Steps of the differences are 1e-5 of a coordinate (of 1e-3 where it is smaller).
    """
    point = np.maximum(np.asarray(start, float), lower)
    value = np.inf
    for _ in range(most):
        value, slope, curvature = derivatives(function, point, 1e-5 * np.maximum(np.abs(point), 1e-3))
        free = ~(((point <= lower) & (slope >= 0)) | ((point >= upper) & (slope <= 0)))
        if not free.any() or np.max(np.abs(slope[free]) * np.maximum(np.abs(point[free]), 1e-3)) < tolerance:
            break
        size = np.maximum(np.abs(point[free]), 1e-3)                            # of a coordinate: large ratios have faint curvature
        eigenvalues, vectors = np.linalg.eigh(curvature[np.ix_(free, free)] * np.outer(size, size))
        move = np.zeros_like(point)
        move[free] = -size * ((vectors / np.maximum(np.abs(eigenvalues), 1e-8)) @ (vectors.T @ (size * slope[free])))
        reach, trial, better = 1.0, point, False
        while reach > 1e-8 and not better:
            trial = np.clip(point + reach * move, lower, upper)
            better = bool(function(trial) <= value + 1e-12)
            reach /= 2
        if not better or np.max(np.abs(trial - point)) < 1e-14:
            break
        point = trial
    return point, value
