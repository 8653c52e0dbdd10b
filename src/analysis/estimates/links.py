"""Practice and outcomes: a centre's practice beside its children's outcomes, in a two-level model."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimates.nested import products, products_by_centre
from analysis.estimates.random_intercept import METHOD, model_sums, random_intercept_model
from analysis.estimates.results import Estimate


@dataclass(frozen=True)
class LinkEstimate:
    """A standardised coefficient and the range it takes when each centre in turn is left out (variances held)."""

    link: Estimate
    without_one_low: float
    without_one_high: float


def practice_means(frame: pd.DataFrame, *, y: str, centre: str, min_answers: int) -> pd.DataFrame:
    """Centre means of a practice scale, where at least ``min_answers`` answered: ``centre, practice, answers``."""
    used = frame[frame[y].notna()]
    means = used.groupby(centre)[y].agg(practice="mean", answers="size")
    return means[means["answers"] >= min_answers].reset_index()


def practice_outcome_links(frame: pd.DataFrame, *, y: str, practice: str, centre: str, rater: str | None = None,
                           covariates: Sequence[str] = (), confidence: float = 0.95) -> LinkEstimate:
    """Coefficient of the centre's ``practice`` on ``y`` in a two-level model with ``covariates``; SDs of ``y`` per SD of centres' practice.

    ``frame``: one row per child, its centre's practice mean beside it (``practice_means``). ``covariates``: composition and the
    municipality, so that municipalities' own levels are compared with nothing. Association, not cause. ValueError where practice does not
    vary.
    """
    used = frame.dropna(subset=[y, practice, centre, *covariates]).copy()
    centres = used.drop_duplicates(centre)[practice]
    if len(centres) < 3 or not centres.std() > 0:
        raise ValueError(f"practice must vary between at least three centres; found {len(centres)}")
    used["practice_z"] = (used[practice] - centres.mean()) / centres.std()
    used["outcome_z"] = (used[y] - used[y].mean()) / used[y].std()
    names = {"y": "outcome_z", "centre": centre, "rater": rater, "covariates": ["practice_z", *covariates]}
    fitted = random_intercept_model(used, **names, confidence=confidence)
    row = fitted.fixed.set_index("term").loc["practice_z"]
    low, high = _without_one(used, names, fitted.variances)
    estimate = Estimate(float(row["estimate"]), float(row["se"]), float(row["df"]), float(row["low"]), float(row["high"]), fitted.n,
                        fitted.n_groups, f"two-level {METHOD}", float(row["p"]), fitted.n_raters)
    return LinkEstimate(estimate, low, high)


def _without_one(used: pd.DataFrame, names: dict, variances: dict[str, float]) -> tuple[float, float]:
    """Lowest and highest coefficient of practice when each centre in turn is left out: its own part of W'V^-1 W is taken away."""
    data, terms, _ = model_sums(used, **names)
    ratios = np.array([variances["centre"], variances["rater"]][: data.levels]) / variances["residual"]
    total, own = products(data, ratios)[0], products_by_centre(data, ratios)
    rest = total - own
    p = data.p
    solvable = rest[np.linalg.cond(rest[:, :p, :p]) < 1e12]
    coefficients = np.linalg.solve(solvable[:, :p, :p], solvable[:, :p, p:])[:, terms.index("practice_z"), 0]
    return float(coefficients.min()), float(coefficients.max())
