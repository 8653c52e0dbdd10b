"""What a later wave says of a development goal: reached, on the way, not reached, or that it cannot be told; by interval, never by the
single number."""

from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from analysis.disclosure.tables import HIDDEN, SHOWN
from analysis.findings.find import NEVER, UNDECIDED

Verdict = Literal["reached", "on_the_way", "not_reached", "cannot_tell", "followed", "hidden", "no_numbers"]
VERDICTS: tuple[Verdict, ...] = ("reached", "on_the_way", "not_reached", "cannot_tell", "followed", "hidden", "no_numbers")

Ends = tuple[float, float]
"""Low and high of an interval."""


@dataclass(frozen=True)
class FollowUp:
    """One goal in one later wave. ``rise``: the shown row ``change`` since the goal was set, ``level``: the shown row of the level; None
    where there is none. Neither is told of a verdict ``hidden``."""

    verdict: Verdict
    rise: Any = None
    level: Any = None


def judge(aim: float, at: Ends, rise: Ends) -> Verdict:
    """The verdict on an ``aim``, from the interval of what is aimed at (``at``) and that of the rise since the goal was set.

    Reached where the whole of ``at`` lies on or above the aim. On the way where not, but the whole of ``rise`` lies above zero. Not
    reached where neither holds and the whole of ``at`` lies below the aim. Else it cannot be told: the aim and no progress at all are
    both possible.
    """
    if at[0] >= aim:
        return "reached"
    if rise[0] > 0:
        return "on_the_way"
    return "not_reached" if at[1] < aim else "cannot_tell"


def follow_up(goal: dict, shown: pd.DataFrame, level: str, unit: str, wave: str, margin: float) -> FollowUp:
    """What ``wave`` says of ``goal`` (as in the meta of a shown file) about ``unit``. ``margin``: the rise aimed at where it names none.

    A number that is hidden gives no verdict, nor does one that is not there. What is only ``followed`` gives its numbers and no verdict.
    """
    own = shown[(shown["role"] == goal["role"]) & (shown["scale"] == goal["scale"]) & (shown["level"] == level) & (shown["unit"] == unit)
                & (shown["wave"] == wave)]
    change = _only(own[(own["kind"] == "change") & (own["contrast"] == goal["set_in"])])
    now = _only(own[own["kind"] == "level"])
    needed = [change] if goal["level"] is None else [change, now]
    if any(row is not None and row.status == HIDDEN for row in (change, now)):
        return FollowUp("hidden")
    if any(row is None or row.status != SHOWN or NEVER & _flags(row) or not _has_interval(row) for row in needed):
        return FollowUp("no_numbers")
    if goal["followed"]:
        return FollowUp("followed", change, now)
    if any(UNDECIDED & _flags(row) for row in needed):
        return FollowUp("cannot_tell", change, now)
    rise = (change.low, change.high)
    if goal["level"] is None:
        return FollowUp(judge(goal["rise"] or margin, rise, rise), change, now)
    return FollowUp(judge(goal["level"], (now.low, now.high), rise), change, now)


def _only(rows: pd.DataFrame):
    return next(rows.itertuples(index=False), None)


def _flags(row) -> set[str]:
    return set(row.flags.split(";"))


def _has_interval(row) -> bool:
    return row.low == row.low and row.high == row.high
