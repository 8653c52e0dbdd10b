"""Spread between centres: the between-centre standard deviation with sampling noise removed, its interval, and its change."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.estimates.columns import two_waves, usable
from analysis.estimates.nested import GroupSums, deviance, fit_ratios, fixed_effects
from analysis.estimates.newton import derivatives, minimise
from analysis.estimates.random_intercept import model_sums
from analysis.estimates.results import Estimate, NotEstimable, no_estimate

METHOD = "REML, profile likelihood"
CHANGE_METHOD = "REML, MOVER on profile intervals; likelihood ratio"


@dataclass(frozen=True)
class TauProfile:
    """The REML deviance as a function of tau, everything else at its best. ``tau`` is the estimate, ``lowest`` the deviance there."""

    data: GroupSums
    tau: float
    lowest: float
    residual: float
    rater_ratio: float
    raters: int

    @property
    def others(self) -> np.ndarray:
        """Where the other parameters lie at the estimate: log residual variance and, with raters, the raters' variance ratio."""
        return np.array([np.log(self.residual), self.rater_ratio][: self.data.levels])

    @property
    def lower(self) -> np.ndarray:
        return np.array([-np.inf, 0.0])[: self.data.levels]

    def deviance(self, point: np.ndarray) -> np.ndarray:
        """REML deviance at ``point`` (..., 1 + levels): tau, then as ``others``."""
        residual = np.exp(point[..., 1])
        parts = [point[..., 0] ** 2, *([point[..., 2] * residual] if self.data.levels == 2 else []), residual]
        return deviance(self.data, np.stack(parts, axis=-1))

    def rise(self, tau: float, start: np.ndarray | None = None) -> tuple[float, np.ndarray]:
        """How far the deviance rises above its minimum when tau is held at ``tau``, and where the other variances then lie.

        ``start``: where to look for these first, log residual variance and (with raters) the raters' variance ratio.
        """
        def function(point: np.ndarray) -> np.ndarray:
            held = np.full((*point.shape[:-1], 1), tau)
            return self.deviance(np.concatenate([held, point], axis=-1))

        point, value = minimise(function, self.others if start is None else start, self.lower, tolerance=1e-5)
        return max(value - self.lowest, 0.0), point


def tau_profile(frame: pd.DataFrame, *, y: str, centre: str, rater: str | None = None, covariates: Sequence[str] = ()) -> TauProfile:
    """The profile of ``frame``; NotEstimable where no model can be fitted."""
    data, _, used = model_sums(frame, y=y, centre=centre, rater=rater, covariates=covariates)
    ratios = fit_ratios(data)
    residual = float(fixed_effects(data, ratios)[2] / (data.n - data.p))
    lowest = float(deviance(data, np.append(ratios * residual, residual)))
    return TauProfile(data, float(np.sqrt(ratios[0] * residual)), lowest, residual, float(ratios[1]) if data.levels == 2 else 0.0,
                      used[rater].nunique() if rater else 0)


def profile_interval(profile: TauProfile, confidence: float = 0.95) -> tuple[float, float]:
    """All tau whose deviance rises by less than the chi-square quantile (1 df); the low end is 0 where even 0 is not excluded."""
    from scipy import special

    limit = float(2 * special.gammaincinv(0.5, confidence))                     # the chi-square quantile, 1 df
    below = profile.rise(0.0)[0] if profile.tau > 0 else 0.0
    low = 0.0
    if below > limit:
        direct = direct_end(profile, limit, -1)
        low = direct if direct is not None else _end(profile, np.sqrt(limit), 0.0, np.sqrt(below))
    direct = direct_end(profile, limit, 1)
    return low, direct if direct is not None else _upper(profile, np.sqrt(limit))


def direct_end(profile: TauProfile, limit: float, side: int) -> float | None:
    """The tau above (``side`` 1) or below (-1) the estimate where the deviance has risen by ``limit``; None where the search does not end.

    Newton's method on all parameters at once: the deviance has its level, its slope along the others is 0 (Venzon & Moolgavkar 1988, Appl.
    Statistics 37(1)). A raters' variance at 0 that would go below stays there.
    """
    point = np.r_[profile.tau, profile.others]
    target = profile.lowest + limit
    for step in range(20):
        value, slope, curvature = derivatives(profile.deviance, point, 1e-5 * np.maximum(np.abs(point), 1e-3))
        free = np.r_[True, ~((point[1:] <= profile.lower) & (slope[1:] >= 0))]
        if abs(value - target) < 1e-7 and np.abs(slope[1:][free[1:]] * np.maximum(np.abs(point[1:][free[1:]]), 1e-3)).max() < 1e-5:
            return float(point[0]) if side * (point[0] - profile.tau) > 0 else None
        system = curvature[np.ix_(free, free)]
        try:
            if step == 0:                                                       # along the ridge, as far as a parabola would go
                ridge = np.linalg.solve(system[1:, 1:], -system[1:, 0])
                bend = system[0, 0] + system[0, 1:] @ ridge
                if not bend > 0:
                    return None
                move = side * np.sqrt(2 * limit / bend) * np.r_[1.0, ridge] * (1.0 if side > 0 else 0.5)
            else:
                system[0] = slope[free]
                move = np.linalg.solve(system, np.r_[target - value, -slope[free][1:]])
        except np.linalg.LinAlgError:
            return None
        point[free] += move
        point[1:] = np.maximum(point[1:], profile.lower)
        if not (np.isfinite(point).all() and 0 < point[0] < 1e3 * np.exp(point[1] / 2)):
            return None
    return None


def _upper(profile: TauProfile, limit: float) -> float:
    """The end above the estimate, looked for in growing steps; infinite where the deviance rises no further."""
    scale = np.sqrt(profile.residual)
    outside = profile.tau + 0.2 * scale
    rise, _ = profile.rise(outside)
    while np.sqrt(rise) < limit:
        outside *= 2
        if outside > 1e3 * scale:
            return float("inf")
        rise, _ = profile.rise(outside)
    return _end(profile, limit, outside, np.sqrt(rise))


def _end(profile: TauProfile, limit: float, outside: float, height: float) -> float:
    """The tau between the estimate and ``outside`` (root of the rise there: ``height`` > limit) where the root of the rise is ``limit``.

    That root is nearly a straight line in tau, so a safeguarded secant needs few steps.
    """
    inside, inner, start = profile.tau, 0.0, None
    for step in range(40):
        share = (limit - inner) / (height - inner)
        tau = inside + (outside - inside) * (share if step % 4 != 3 else 0.5)   # a bisection now and then keeps both ends moving
        rise, start = profile.rise(tau, start)
        here = np.sqrt(rise)
        if abs(here - limit) < 1e-6 or abs(outside - inside) < 1e-9 * max(outside, inside):
            break
        if here < limit:
            inside, inner = tau, here
        else:
            outside, height = tau, here
    return float(tau)


def between_centre_sd(frame: pd.DataFrame, *, y: str, centre: str, rater: str | None = None, covariates: Sequence[str] = (),
                      confidence: float = 0.95) -> Estimate:
    """tau in the units of ``y``, raters' noise taken out where ``rater`` is given, with its profile-REML interval.

    There is no standard error: the interval is skewed and starts at 0 where no spread is among what the data allow. ``p`` is the REML
    likelihood ratio test of no spread, half of chi-square with 1 df since 0 lies on the edge (Self & Liang 1987, JASA 82(398)).
    """
    try:
        profile = tau_profile(frame, y=y, centre=centre, rater=rater, covariates=covariates)
    except NotEstimable as problem:
        return no_estimate(problem.reason, problem.n, problem.n_groups)
    return _estimate(profile, profile_interval(profile, confidence))


def _estimate(profile: TauProfile, interval: tuple[float, float]) -> Estimate:
    from scipy import special

    p = float(special.chdtrc(1, profile.rise(0.0)[0])) / 2 if profile.tau > 0 else 1.0
    low, high = interval
    if not np.isfinite(high):                                                   # few centres that differ as chance might have them
        return no_estimate("the centres are too few to bound their spread", profile.data.n, profile.data.outer_groups,
                           estimate=profile.tau, n_raters=profile.raters)
    return Estimate(profile.tau, np.nan, np.nan, low, high, profile.data.n, profile.data.outer_groups, METHOD, p, profile.raters)


@dataclass(frozen=True, kw_only=True)
class SpreadChange(Estimate):
    """Later tau minus earlier tau, and the two themselves."""

    earlier: Estimate
    later: Estimate


def spread_change(frame: pd.DataFrame, *, y: str, centre: str, wave: str, earlier: str | None = None, later: str | None = None,
                  rater: str | None = None, confidence: float = 0.95) -> SpreadChange:
    """The difference of tau between two waves (later minus earlier), with both taus.

    Interval: MOVER on the two profile intervals (Donner & Zou 2012, Statistical Methods in Medical Research 21(4)); p: likelihood ratio of
    one common tau. Centre effects that recur in both waves are taken as independent, which makes the interval wide rather than narrow.
    """
    from scipy import special

    names = two_waves(frame, wave, earlier, later)
    frame = usable(frame, numbers=[y], keys=[centre, wave], optional=[rater])
    profiles, taus = [], []
    for name in names:
        try:
            profiles.append(tau_profile(frame[frame[wave] == name], y=y, centre=centre, rater=rater))
            taus.append(_estimate(profiles[-1], profile_interval(profiles[-1], confidence)))
        except NotEstimable as problem:
            taus.append(no_estimate(problem.reason, problem.n, problem.n_groups))
    first, second = taus
    counts = {"n": min(first.n, second.n), "n_groups": min(first.n_groups, second.n_groups)}
    if not np.isfinite([first.high, second.high]).all():
        reason = next(tau.method for tau in taus if not np.isfinite(tau.high)).partition(": ")[2]
        return SpreadChange(**no_estimate(f"one wave's spread is not known; {reason}", **counts).__dict__, earlier=first, later=second)
    difference = second.estimate - first.estimate
    low = difference - np.hypot(second.estimate - second.low, first.high - first.estimate)
    high = difference + np.hypot(second.high - second.estimate, first.estimate - first.low)
    p = float(special.chdtrc(1, common_rise(*profiles))) if difference != 0 else 1.0
    return SpreadChange(difference, np.nan, np.nan, float(low), float(high), method=CHANGE_METHOD, p=p, **counts,
                        n_raters=min(first.n_raters, second.n_raters), earlier=first, later=second)


def common_rise(first: TauProfile, second: TauProfile) -> float:
    """How far the two deviances together rise when both have the same tau, at its best."""
    split = 1 + len(first.others)

    def function(point: np.ndarray) -> np.ndarray:
        return first.deviance(point[..., :split]) + second.deviance(np.concatenate([point[..., :1], point[..., split:]], axis=-1))

    start = np.r_[(first.tau + second.tau) / 2, first.others, second.others]
    _, value = minimise(function, start, np.r_[0.0, first.lower, second.lower], tolerance=1e-5)
    return max(value - first.lowest - second.lowest, 0.0)
