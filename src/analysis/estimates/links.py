"""Practice and outcomes: a centre's practice beside its children's outcomes, in a two-level model."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimates.columns import usable
from analysis.estimates.nested import products, products_by_centre
from analysis.estimates.random_intercept import model_sums, random_intercept_model
from analysis.estimates.results import Estimate, no_estimate


@dataclass(frozen=True, kw_only=True)
class Link(Estimate):
    """A standardised coefficient, and the range it takes when each centre in turn is left out (variances held)."""

    without_one_low: float
    without_one_high: float


def practice_means(frame: pd.DataFrame, *, y: str, centre: str, min_answers: int = 3) -> pd.DataFrame:
    """Centre means of a practice scale, where at least ``min_answers`` answered: ``centre, practice, answers``."""
    used = usable(frame, numbers=[y], keys=[centre])
    means = used.groupby(centre)[y].agg(practice="mean", answers="size")
    return means[means["answers"] >= min_answers].reset_index()


def practice_outcome_links(frame: pd.DataFrame, *, y: str, practice: str, centre: str, rater: str | None = None,
                           covariates: Sequence[str] = (), confidence: float = 0.95) -> Link:
    """Coefficient of the centre's ``practice`` on ``y`` in a two-level model with ``covariates``; SDs of ``y`` per SD of centres' practice.

    ``frame``: one row per child, its centre's practice mean beside it (``practice_means``). ``covariates``: composition and the
    municipality, so that municipalities' own levels are compared with nothing. Association, not cause. No estimate where practice does not
    vary between at least three centres, or apart from the covariates.
    """
    used = usable(frame, numbers=[y, practice], keys=[centre], covariates=covariates, optional=[rater])
    centres = used.drop_duplicates(centre)[practice].astype(float)
    if len(centres) < 3 or not centres.std() > 1e-9 * max(centres.abs().max(), 1):
        return _nothing(f"practice must vary between three centres, found {len(centres)}", len(used), len(centres))
    if not used[y].std() > 1e-9 * max(used[y].abs().max(), 1):
        return _nothing("the answers do not vary", len(used), len(centres))
    used = used.assign(practice_z=(used[practice] - centres.mean()) / centres.std(), outcome_z=(used[y] - used[y].mean()) / used[y].std())
    names = {"y": "outcome_z", "centre": centre, "rater": rater, "covariates": ["practice_z", *covariates]}
    fitted = random_intercept_model(used, **names, confidence=confidence)
    if "practice_z" not in set(fitted.fixed["term"]):
        return _nothing(fitted.method.partition(": ")[2] or fitted.method, fitted.n, fitted.n_groups)
    row = fitted.fixed.set_index("term").loc["practice_z"]
    counts = {"n": fitted.n, "n_groups": fitted.n_groups, "n_raters": fitted.n_raters}
    low, high = _without_one(used, names, fitted.variance)
    return Link(*(float(row[name]) for name in ("estimate", "se", "df", "low", "high")), method=f"two-level {fitted.method}",
                p=float(row["p"]), **counts, without_one_low=low, without_one_high=high)


def _nothing(reason: str, n: int, n_groups: int) -> Link:
    return Link(**no_estimate(reason, n, n_groups).__dict__, without_one_low=np.nan, without_one_high=np.nan)


def _without_one(used: pd.DataFrame, names: dict, variance: dict[str, float]) -> tuple[float, float]:
    """Lowest and highest coefficient of practice when each centre in turn is left out: its own part of W'V^-1 W is taken away.

    A centre without which the coefficient is not defined (the only one of its municipality that differs) is passed over.
    """
    if not np.isfinite(list(variance.values())).all():
        return np.nan, np.nan
    data, terms, _ = model_sums(used, **names)
    ratios = np.array([variance["centre"], variance["rater"]][: data.levels]) / variance["residual"]
    rest = products(data, ratios)[0] - products_by_centre(data, ratios)[0]
    p, place = data.p, terms.index("practice_z")
    coefficients = [left for part in rest if np.isfinite(left := _coefficient(part, p, place))]
    return (float(min(coefficients)), float(max(coefficients))) if coefficients else (np.nan, np.nan)


def _coefficient(matrix: np.ndarray, p: int, place: int) -> float:
    """The coefficient at ``place`` from W'V^-1 W of (X, y); terms that are empty without the centre left out are dropped."""
    there = np.flatnonzero(np.diag(matrix)[:p] > 1e-10 * np.abs(np.diag(matrix)[:p]).max())
    information = matrix[np.ix_(there, there)]
    if place not in there or np.linalg.cond(information) > 1e12:
        return np.nan
    return float(np.linalg.solve(information, matrix[there, p])[list(there).index(place)])
