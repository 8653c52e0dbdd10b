"""What the shown estimates answer to a question of the municipality's own: which way, how surely, or that it cannot be told.

The rule of findings (METHODS 11) for every quantity: moved where it holds among all that were tested with it, a little where it then lies
below the margin, the same where the whole interval lies within the margin. What is hidden or not there answers nothing.
"""

from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from analysis.disclosure.tables import HIDDEN, SHOWN
from analysis.findings.find import NEVER, UNDECIDED
from analysis.parameters.programme import Thresholds

Answer = Literal["up", "up_little", "down", "down_little", "hint_up", "hint_down", "same", "open", "narrower", "wider", "turned",
                 "lasting_progress", "late", "faded", "stable", "decline", "cannot_tell", "hidden", "no_numbers"]

GAPS = {"gap_change": "gap", "leader_staff_gap_change": "leader_staff_gap"}
"""Change of a distance -> the distance itself: whether it became smaller rests on which way it pointed."""

CLASSES: tuple[Answer, ...] = ("lasting_progress", "late", "faded", "stable", "decline", "cannot_tell")

SURE = frozenset({"up", "up_little", "down", "down_little", "same", "narrower", "wider", "turned"}) | {*CLASSES} - {"cannot_tell"}
"""Answers that tell something; the rest is undecided, hidden or not there."""

OUTRIGHT = frozenset({"spread_change"})
"""Quantities no margin is set for: a spread is itself seldom larger than the margin, so that "the same within it" would say nothing."""


@dataclass(frozen=True)
class Answered:
    """One scale of one part. ``row``: the shown row that answers, None where none does; ``before``: of a distance the shown distance in the
    earlier wave."""

    role: str
    scale: str
    answer: Answer
    row: Any = None
    before: Any = None


def answers(part: dict, shown: pd.DataFrame, unit: str, wave: str, since: str, roles: dict[str, str], thresholds: Thresholds
            ) -> list[Answered]:
    """What ``wave`` held against ``since`` answers to ``part`` (as in the meta of a shown file), one entry a scale.

    ``roles``: scale -> the role that is asked it.
    """
    rows = shown[(shown["level"] == "municipality") & (shown["unit"] == unit)]
    return [_answer(part, rows[(rows["role"] == roles[scale]) & (rows["scale"] == scale)], wave, since, roles[scale], scale, thresholds)
            for scale in part["scales"]]


def _answer(part: dict, rows: pd.DataFrame, wave: str, since: str, role: str, scale: str, thresholds: Thresholds) -> Answered:
    quantity = part["quantity"]
    own = rows[(rows["kind"] == quantity) & (rows["wave"] == wave)]
    if quantity == "lasting_change":
        row = _only(own[own["contrast"].str.startswith("lasting:")])
        return _unanswered(role, scale, row) or Answered(role, scale, _class(row), row)
    if quantity == "leader_staff_gap_change":
        own = own[own["contrast"].str.endswith(f":{since}")]
    else:
        own = own[own["contrast"] == {"initiative": part["initiative"], "gap_change": f"{part['background']}:{since}"}.get(quantity, since)]
    row = _only(own)
    if (nothing := _unanswered(role, scale, row)) is not None:
        return nothing
    moved = direction(row, thresholds)
    if quantity not in GAPS:
        return Answered(role, scale, moved, row)
    gaps = rows[(rows["kind"] == GAPS[quantity]) & (rows["contrast"] == row.contrast.rpartition(":")[0])]
    before, now = (_only(gaps[gaps["wave"] == one]) for one in (since, wave))
    return Answered(role, scale, distance(moved, before, now), row, before if before is not None and before.status == SHOWN else None)


def direction(row, thresholds: Thresholds) -> Answer:
    """Which way one shown difference went. Without a q of its own (spread) the interval decides.

    A hint: set alone the interval lies apart from zero, but among as many as were tested with it that may be chance.
    """
    if UNDECIDED & set(row.flags.split(";")):
        return "open"
    apart = row.low > 0 or row.high < 0
    holds = row.q < thresholds.fdr if row.q == row.q else apart
    if holds and (apart or abs(row.value) >= thresholds.margin):
        way = "up" if row.value > 0 else "down"
        return way if abs(row.value) >= thresholds.margin or row.kind in OUTRIGHT else f"{way}_little"
    if row.kind not in OUTRIGHT and row.low >= -thresholds.margin and row.high <= thresholds.margin:
        return "same"
    return ("hint_up" if row.low > 0 else "hint_down") if apart else "open"


def distance(moved: Answer, before, now) -> Answer:
    """Whether a distance that ``moved`` became smaller. Undecided where it is not shown, or not sure, which way it pointed before."""
    if moved in ("same", "open", "hint_up", "hint_down"):
        return "same" if moved == "same" else "open"
    if any(row is None or row.status != SHOWN for row in (before, now)) or before.low <= 0 <= before.high:
        return "open"
    if (moved.startswith("up")) == (before.value > 0):
        return "wider"
    return "narrower" if abs(now.value) < abs(before.value) else "turned"


def _unanswered(role: str, scale: str, row) -> Answered | None:
    if row is not None and row.status == HIDDEN:
        return Answered(role, scale, "hidden")
    if row is None or row.status != SHOWN or NEVER & set(row.flags.split(";")) or not (row.low == row.low and row.high == row.high):
        return Answered(role, scale, "no_numbers")
    return None


def _class(row) -> Answer:
    return next((name for name in CLASSES if name in row.flags.split(";")), "cannot_tell")


def _only(rows: pd.DataFrame):
    return next(rows.itertuples(index=False), None)
