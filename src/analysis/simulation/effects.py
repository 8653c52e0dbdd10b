"""What moves theta: centres that go together over scales and waves, and each scale's latent sizes from what is planted in its scores."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.simulation.calibration import Model
from analysis.simulation.plan import MunicipalityPlan, RolePlan, ScalePlan, SimulationPlan


def correlations(plan: SimulationPlan, roles: Sequence[str], scales: Sequence[str]) -> np.ndarray:
    """Correlation matrix of centre deviations over ``scales`` (of ``roles``): the plan's pairs on two base values, made positive definite
    by clipping eigenvalues, which moves the pairs by a few hundredths."""
    matrix = np.where(np.equal.outer(np.array(roles), np.array(roles)), plan.same_role, plan.other_role)
    place = {scale: index for index, scale in enumerate(scales)}
    for pair in plan.correlations:
        matrix[place[pair.first], place[pair.second]] = matrix[place[pair.second], place[pair.first]] = pair.correlation
    np.fill_diagonal(matrix, 1.0)
    values, vectors = np.linalg.eigh(matrix)
    near = vectors * np.maximum(values, 1e-6) @ vectors.T
    scale = np.sqrt(np.diag(near))
    return near / np.outer(scale, scale)


def centre_deviations(rng: np.random.Generator, waves: int, centres: int, matrix: np.ndarray, stability: float) -> np.ndarray:
    """waves x centres x scales, standard normal, correlated as ``matrix`` over scales and as ``stability`` with the wave before."""
    root = np.linalg.cholesky(matrix + 1e-9 * np.eye(len(matrix))).T
    out = rng.normal(size=(waves, centres, len(matrix))) @ root
    for wave in range(1, waves):
        out[wave] = stability * out[wave - 1] + np.sqrt(1 - stability**2) * out[wave]
    return out


@dataclass(frozen=True)
class Sizes:
    """One scale's latent sizes: SDs of centre, rater and rest, slopes on age (a month) and groups, all per SD of theta."""

    centre: float
    rater: float
    rest: float
    age: float
    girl: float
    vocational: float
    higher: float
    other_language: float


def sizes(scale: ScalePlan, model: Model, age_months: tuple[int, int]) -> Sizes:
    """Latent sizes that give the planted ones in scores; ValueError where they add up to more than all the variance there is."""
    per_point = 1 / 100 / model.slope
    slopes = {name: getattr(scale, name) * per_point for name in ("age", "girl", "vocational", "higher", "other_language")}
    low, high = age_months
    # shares of a middling municipality; others differ a little, and so does the total variance
    groups = (
        0.25 * slopes["girl"] ** 2
        + 0.09 * slopes["other_language"] ** 2
        + 0.46 * 0.54 * slopes["vocational"] ** 2
        + 0.24 * slopes["higher"] ** 2
        - 2 * 0.46 * 0.40 * slopes["vocational"] * slopes["higher"]
    )
    age = slopes["age"] ** 2 * ((high - low + 1) ** 2 - 1) / 12
    centre, rater = scale.icc / model.slope**2, scale.rater / model.slope**2
    rest = 1 - centre - rater - groups - age
    if rest <= 0.05:
        raise ValueError(f"planted centre, rater, age and group differences leave {rest:.2f} of the variance to the children themselves")
    return Sizes(float(np.sqrt(centre)), float(np.sqrt(rater)), float(np.sqrt(rest)), **slopes)


def group_part(family: dict[str, np.ndarray], found: Sizes, factor: float) -> np.ndarray:
    """Theta's part of a child's groups, centred on shares of a middling municipality so that levels keep their meaning."""
    return factor * (
        found.girl * (family["girl"] - 0.5)
        + found.other_language * (family["other_language"] - 0.10)
        + found.vocational * ((family["education"] == 1) - 0.46)
        + found.higher * ((family["education"] == 2) - 0.40)
    )


def scatter(rng: np.random.Generator, story: MunicipalityPlan, count: int) -> np.ndarray:
    """The municipality's own deviation on each scale, in points, the same in all waves."""
    return rng.normal(size=count) * story.scatter


def response_rate(role: RolePlan, family: dict[str, np.ndarray]) -> np.ndarray:
    return role.response + role.basic_education * (family["education"] == 0) + role.other_language * family["other_language"]
