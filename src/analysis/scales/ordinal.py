"""Ordinal logistic regression (proportional odds, McCullagh 1980) by Newton's method on counted cells."""

from dataclasses import dataclass

import numpy as np

STEPS = 60
"""Newton steps. The likelihood is concave (Pratt 1981): some ten are enough; where answers are separated it creeps towards its limit."""
ENOUGH = 1e-10
"""What a further step could add to the log-likelihood when the search ends."""
RIDGE = 1e-10
"""Share of the information's trace added to its diagonal: a step exists where a direction tells nothing."""


@dataclass(frozen=True)
class OrdinalFit:
    """``coef`` and ``se`` of the regressors, ``cuts`` between the categories (logit P(Y <= k) = cut_k - x'coef), as MASS::polr.

    ``converged`` is False where the answers are separated: then a coefficient is on its way to infinity and stands where the search
    ended, while ``deviance`` is at its limit.
    """

    coef: np.ndarray
    se: np.ndarray
    cuts: np.ndarray
    deviance: float
    converged: bool


def proportional_odds(y: np.ndarray, x: np.ndarray, counts: np.ndarray) -> OrdinalFit:
    """Fit of categories ``y`` (0, 1, ..., all of them used) on ``x`` (cells x regressors) with ``counts`` rows in each cell.

    Cost goes by cells, not by rows: answers and regressors of few values may be counted first.
    """
    m, p = x.shape
    categories = int(y.max()) + 1
    cells = np.arange(m)
    upper, lower = np.zeros((m, categories + 1)), np.zeros((m, categories + 1))
    upper[cells, y], lower[cells, y] = 1.0, 0.0
    lower[cells[y > 0], y[y > 0] - 1] = 1.0
    inner, outer = y < categories - 1, y > 0
    upper, lower = (np.hstack([part[:, :categories - 1], -x]) * there[:, None] for part, there in ((upper, inner), (lower, outer)))
    shares = np.cumsum(np.bincount(y, counts, categories))[:-1] / counts.sum()
    point = np.concatenate([np.log(shares / (1 - shares)), np.zeros(p)])
    value, gradient, information = _likelihood(point, upper, lower, inner, outer, counts)
    converged = False
    for _ in range(STEPS):
        information[np.diag_indices_from(information)] += RIDGE * np.trace(information)
        step = np.linalg.solve(information, gradient)
        if gradient @ step < ENOUGH:
            converged = True
            break
        for shrink in 0.5 ** np.arange(30):
            found = _likelihood(point + shrink * step, upper, lower, inner, outer, counts)
            if found[0] > value:
                break
        else:
            break
        point, (value, gradient, information) = point + shrink * step, found
    spread = np.sqrt(np.maximum(np.diag(np.linalg.pinv(information)), 0.0))[categories - 1:]
    separated = np.abs(point[categories - 1:]) * x.std(axis=0) > 15
    return OrdinalFit(point[categories - 1:], spread, point[:categories - 1], -2 * value, converged and not separated.any())


def _likelihood(point: np.ndarray, upper: np.ndarray, lower: np.ndarray, inner: np.ndarray, outer: np.ndarray, counts: np.ndarray
                ) -> tuple[float, np.ndarray, np.ndarray]:
    """Log-likelihood, its gradient and its negative Hessian; minus infinity where the cuts cross.

    ``upper`` and ``lower`` are the derivatives of a cell's two ends; ``inner`` and ``outer`` tell which ends are finite.
    """
    from scipy.special import expit

    above = np.where(inner, expit(upper @ point), 1.0)
    below = np.where(outer, expit(lower @ point), 0.0)
    share = above - below
    if not (share > 0).all():
        return -np.inf, np.zeros_like(point), np.eye(len(point))
    high, low = above * (1 - above), below * (1 - below)
    gradient = upper.T @ (counts * high / share) - lower.T @ (counts * low / share)
    twice_high = counts * (high * (1 - 2 * above) / share - (high / share) ** 2)
    twice_low = counts * (-low * (1 - 2 * below) / share - (low / share) ** 2)
    cross = upper.T @ ((counts * high * low / share**2)[:, None] * lower)
    hessian = upper.T @ (twice_high[:, None] * upper) + lower.T @ (twice_low[:, None] * lower) + cross + cross.T
    return float(counts @ np.log(share)), gradient, -hessian
