"""What real exports have beside answers: forms broken off, sent in twice, empty, or without a centre; and when each was answered."""

import numpy as np
import pandas as pd

from analysis.parameters.municipality import Period
from analysis.simulation.answers import BLANK, break_off
from analysis.simulation.plan import RolePlan, SimulationPlan

LONGEST_MINUTES = 25


def soil(
    rng: np.random.Generator, forms: pd.DataFrame, answers: np.ndarray, role: RolePlan, plan: SimulationPlan, period: Period, once: bool
) -> tuple[pd.DataFrame, np.ndarray]:
    """``forms`` with ``completed, named, closed, minutes``, and ``answers``; forms broken off and sent again are rows of their own.

    ``once``: one form is meant for each respondent, so a second one is a duplicate (not so for parents).
    """
    forms = forms.assign(completed=rng.random(len(forms)) >= role.unfinished, named=rng.random(len(forms)) >= plan.lost_code)
    answers = break_off(rng, answers, ~forms["completed"].to_numpy())
    empty = forms["completed"].to_numpy() & (rng.random(len(forms)) < plan.empty)
    answers = np.where(empty[:, None], BLANK, answers)
    again = np.flatnonzero((rng.random(len(forms)) < role.duplicated) & forms["completed"].to_numpy()) if once else np.array([], dtype=int)
    tried = np.flatnonzero((rng.random(len(forms)) < role.unfinished / 2) & forms["completed"].to_numpy())
    broken = break_off(rng, answers[tried], np.ones(len(tried), dtype=bool))
    forms = pd.concat([forms, forms.iloc[again], forms.iloc[tried].assign(completed=False)], ignore_index=True)
    answers = np.vstack([answers, answers[again], broken])
    forms["closed"], forms["minutes"] = _closed(rng, len(forms), period), rng.integers(4, LONGEST_MINUTES, size=len(forms))
    order = np.argsort(forms["closed"].to_numpy(), kind="stable")
    return forms.iloc[order].reset_index(drop=True), answers[order]


def _closed(rng: np.random.Generator, count: int, period: Period) -> np.ndarray:
    """Times within the field period, on working days between half past six and half past four."""
    days = pd.date_range(period.start, period.end, freq="D")
    days = days[days.day_of_week < 5].to_numpy().astype("datetime64[s]")
    seconds = rng.integers(int(6.5 * 3600), int(16.5 * 3600), size=count)
    return days[rng.integers(0, len(days), size=count)] + seconds.astype("timedelta64[s]")
