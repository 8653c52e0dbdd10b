"""One factor in several groups: how well loadings, intercepts and residuals may be taken as the same (multi-group CFA, maximum likelihood).

Equal to lavaan's cfa(group=, group.equal=) with its conventions: complete forms, covariances divided by n, RMSEA times the root of the
number of groups, SRMR with means, latent means free in all groups but the first once intercepts are equal. Items count as continuous and
forms as independent; with four or more answer categories the first does little harm (Rhemtulla et al. 2012).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

LEVELS = ("configural", "metric", "scalar", "strict")
"""The same structure; also the same loadings; also the same intercepts; also the same residual variances."""
COLUMNS = ("model", "chisq", "df", "p", "cfi", "tli", "rmsea", "rmsea_low", "rmsea_high", "srmr", "cfi_change", "rmsea_change",
           "srmr_change", "method")
STEPS, ENOUGH = 200, 1e-12
"""Steps of Fisher scoring; what a further step could lessen the discrepancy by when the search ends."""


@dataclass(frozen=True)
class Moments:
    """One group: complete forms, means and covariances (divided by n)."""

    n: int
    mean: np.ndarray
    cov: np.ndarray


def moments(items: pd.DataFrame, group: pd.Series) -> list[Moments]:
    """Moments of each group's complete forms, groups in sorted order."""
    complete = items[items.notna().all(axis=1) & group.notna()]
    found = []
    for _, rows in complete.groupby(group.loc[complete.index], sort=True):
        values = rows.to_numpy(float)
        found.append(Moments(len(values), values.mean(axis=0), np.atleast_2d(np.cov(values, rowvar=False, bias=True))))
    return found


def invariance_fit(groups: Sequence[Moments]) -> pd.DataFrame:
    """One row per level (``COLUMNS``): fit, and its change from the level before. NaN where a level cannot be fitted; ``method`` says why.

    ``rmsea_low`` and ``rmsea_high`` are the ends of the 90 % interval that is usual for RMSEA.
    """
    columns = dict.fromkeys(COLUMNS, np.nan)
    if len(groups) < 2 or len(groups[0].mean) < 3 or min(group.n for group in groups) <= len(groups[0].mean):
        why = "no CFA: fewer than two groups, three items or as many complete forms as items"
        return pd.DataFrame([{**columns, "model": level, "method": why} for level in LEVELS], columns=list(COLUMNS))
    if any(np.linalg.matrix_rank(group.cov, hermitian=True) < len(group.mean) for group in groups):
        why = "no CFA: items that do not vary, or tell the same, in a group"
        return pd.DataFrame([{**columns, "model": level, "method": why} for level in LEVELS], columns=list(COLUMNS))
    rows = []
    for level in LEVELS:
        fitted = _Model(groups, level).fit()
        rows.append({**columns, **(measures(groups, *fitted) if fitted else {}), "model": level,
                     "method": "one factor, ML" if fitted else "no CFA: the search did not end"})
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    for name in ("cfi", "rmsea", "srmr"):
        table[f"{name}_change"] = table[name].diff()
    return table


class _Model:
    """Parameters of one level: each block is a slice of one vector, shared by the groups where the level says so.

    The first group's factor has variance 1 and mean 0, which loses nothing: fit does not depend on how the factor is scaled.
    """

    def __init__(self, groups: Sequence[Moments], level: str) -> None:
        self.groups, self.total, self.items = groups, sum(group.n for group in groups), len(groups[0].mean)
        self.size, self.blocks = 0, []
        step = LEVELS.index(level)
        for place in range(len(groups)):
            shared = self.blocks[0] if place else None
            self.blocks.append({
                "loadings": shared["loadings"] if shared and step >= 1 else self._new(self.items),
                "intercepts": shared["intercepts"] if shared and step >= 2 else self._new(self.items),
                "residuals": shared["residuals"] if shared and step >= 3 else self._new(self.items),
                "variance": self._new(1) if place and step >= 1 else None,
                "mean": self._new(1) if place and step >= 2 else None})

    def _new(self, count: int) -> slice:
        self.size += count
        return slice(self.size - count, self.size)

    def start(self) -> np.ndarray:
        """Loadings of the first principal axis, half of each item's variance its own."""
        point = np.zeros(self.size)
        for group, block in zip(self.groups, self.blocks, strict=True):
            values, vectors = np.linalg.eigh(group.cov)
            axis = vectors[:, -1] * np.sign(vectors[:, -1].sum() or 1.0)
            point[block["loadings"]] = axis * np.sqrt(values[-1]) * 0.8
            point[block["intercepts"]], point[block["residuals"]] = group.mean, 0.5 * np.diag(group.cov)
            if block["variance"]:
                point[block["variance"]] = 1.0
        return point

    def implied(self, point: np.ndarray, block: dict) -> tuple[np.ndarray, np.ndarray, np.ndarray, float, float]:
        """Loadings, means, covariances of a group, and its factor's variance and mean."""
        loadings = point[block["loadings"]]
        variance = float(point[block["variance"]][0]) if block["variance"] else 1.0
        mean = float(point[block["mean"]][0]) if block["mean"] else 0.0
        cov = variance * np.outer(loadings, loadings) + np.diag(point[block["residuals"]])
        return loadings, point[block["intercepts"]] + loadings * mean, cov, variance, mean

    def discrepancy(self, point: np.ndarray) -> float:
        """The likelihood-ratio discrepancy per form; infinite where a group's covariances are none."""
        total = 0.0
        for group, block in zip(self.groups, self.blocks, strict=True):
            _, mean, cov, _, _ = self.implied(point, block)
            if np.linalg.eigvalsh(cov)[0] <= 0:
                return np.inf
            gap = group.mean - mean
            spread = np.trace(np.linalg.solve(cov, group.cov + np.outer(gap, gap))) - self.items
            total += group.n / self.total * (np.linalg.slogdet(cov)[1] - np.linalg.slogdet(group.cov)[1] + spread)
        return float(total)

    def slope(self, point: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Gradient and expected Hessian of the discrepancy."""
        gradient, expected = np.zeros(self.size), np.zeros((self.size, self.size))
        each = np.eye(self.items)
        for group, block in zip(self.groups, self.blocks, strict=True):
            loadings, mean, cov, variance, factor = self.implied(point, block)
            inverse, gap, weight = np.linalg.inv(cov), group.mean - mean, group.n / self.total
            error = inverse - inverse @ (group.cov + np.outer(gap, gap)) @ inverse
            crossed = variance * each[:, :, None] * loadings
            none, flat = np.zeros((self.items, self.items, self.items)), np.zeros((self.items, self.items))
            parts = [("loadings", crossed + crossed.transpose(0, 2, 1), factor * each), ("intercepts", none, each),
                     ("residuals", each[:, :, None] * each[:, None, :], flat),
                     ("variance", np.outer(loadings, loadings)[None], flat[:1]), ("mean", none[:1], loadings[None])]
            parts = [part for part in parts if block[part[0]]]
            of_cov, of_mean = np.concatenate([part[1] for part in parts]), np.concatenate([part[2] for part in parts])
            at = np.concatenate([np.arange(self.size)[block[part[0]]] for part in parts])
            gradient[at] += weight * (np.einsum("iab,ab->i", of_cov, error) - 2 * of_mean @ (inverse @ gap))
            turned = (inverse @ of_cov).reshape(len(at), -1)
            back = (inverse @ of_cov).transpose(0, 2, 1).reshape(len(at), -1)
            expected[np.ix_(at, at)] += weight * (turned @ back.T + 2 * of_mean @ inverse @ of_mean.T)
        return gradient, expected

    def fit(self) -> tuple[float, int, list[tuple[np.ndarray, np.ndarray]]] | None:
        """Chi-square, df and each group's implied means and covariances by Fisher scoring; None where the search does not end."""
        point = self.start()
        value = self.discrepancy(point)
        for _ in range(STEPS):
            gradient, expected = self.slope(point)
            step = -np.linalg.lstsq(expected, gradient, rcond=1e-12)[0]
            if -gradient @ step < ENOUGH:
                implied = [self.implied(point, block)[1:3] for block in self.blocks]
                free = len(self.groups) * self.items * (self.items + 3) // 2 - self.size
                return max(self.total * value, 0.0), free, implied
            for shrink in 0.5 ** np.arange(40):
                trial = point + shrink * step
                found = self.discrepancy(trial)
                if found < value:
                    break
            else:
                return None
            point, value = trial, found
        return None


def measures(groups: Sequence[Moments], chisq: float, df: int, implied: list[tuple[np.ndarray, np.ndarray]]) -> dict[str, float]:
    """Fit measures by lavaan's formulas from chi-square, df and the implied moments."""
    from scipy.special import chdtrc

    items, total, root = len(groups[0].mean), sum(group.n for group in groups), np.sqrt(len(groups))
    apart = sum(group.n * (np.log(np.diag(group.cov)).sum() - np.linalg.slogdet(group.cov)[1]) for group in groups)
    apart_df = len(groups) * items * (items - 1) // 2
    beyond = max(chisq - df, 0.0)
    most = max(apart - apart_df, beyond)
    srmr = 0.0
    for group, (mean, cov) in zip(groups, implied, strict=True):
        scale = np.sqrt(np.diag(group.cov))
        gaps = ((group.cov - cov) / np.outer(scale, scale))[np.tril_indices(items)]
        srmr += group.n / total * np.sqrt(((gaps**2).sum() + (((group.mean - mean) / scale) ** 2).sum()) / (items * (items + 3) / 2))
    ratio = apart / apart_df
    return {"chisq": float(chisq), "df": df, "p": float(chdtrc(df, chisq)) if df else np.nan,
            "cfi": 1 - beyond / most if most > 0 else 1.0,
            "tli": (ratio - chisq / df) / (ratio - 1) if df and ratio != 1 else np.nan,
            "rmsea": float(np.sqrt(beyond / (total * df)) * root) if df else np.nan,
            "rmsea_low": _rmsea_end(chisq, df, total, 0.95) * root, "rmsea_high": _rmsea_end(chisq, df, total, 0.05) * root,
            "srmr": float(srmr)}


def _rmsea_end(chisq: float, df: int, total: int, share: float) -> float:
    """The RMSEA whose noncentral chi-square has ``share`` of its mass below ``chisq`` (Browne & Cudeck 1993)."""
    from scipy.optimize import brentq
    from scipy.special import chdtr, chndtr

    if not df:
        return np.nan
    if chdtr(df, chisq) <= share + 1e-6:
        return 0.0
    noncentrality = brentq(lambda at: chndtr(chisq, df, at) - share, 1e-9, 5 * chisq + 100, xtol=1e-10)
    return float(np.sqrt(noncentrality / (total * df)))
