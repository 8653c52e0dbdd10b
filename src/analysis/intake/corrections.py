"""Corrections as data: cells mended before anything else is made of them, each only as long as the source still says what it expects."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from analysis.intake.raw import RawTable
from analysis.parameters import Problem, nearest
from analysis.parameters.corrections import Correction

ROW = "row"


@dataclass(frozen=True)
class Outcome:
    """What became of a correction: how many cells it mended, or why none."""

    correction: Correction
    cells: int
    problem: Problem | None = None


def corrected(raw: RawTable, corrections: Iterable[tuple[str, Correction]], file: str) -> tuple[RawTable, list[Outcome]]:
    """``raw`` with every cell mended that still says what its correction expects, and what became of each.

    ``corrections`` are (key in ``file``, correction). A correction that does not fit changes nothing; its problem names no cell's content.
    """
    frame, unread, outcomes = raw.frame.copy(), raw.unread, []
    for key, entry in corrections:
        known = [*frame, *unread]
        strange = [name for name in (*entry.where, entry.column) if name not in known and name != ROW]
        if strange:
            problem = Problem(file, key, f"column {strange[0]}", f"a column of {raw.file}", nearest(strange[0], known))
            outcomes.append(Outcome(entry, 0, problem))
            continue
        if entry.column not in frame:
            problem = Problem(file, key, f"column {entry.column}, which is not read", "a column the codebook reads")
            outcomes.append(Outcome(entry, 0, problem))
            continue
        rows = _rows(raw, frame, entry)
        cells = frame.loc[rows, entry.column]
        problem = _misfit(cells, entry, key, file, raw.file)
        if problem is None:
            frame.loc[rows, entry.column] = entry.to
        outcomes.append(Outcome(entry, 0 if problem else len(cells), problem))
    return replace(raw, frame=frame), outcomes


def _rows(raw: RawTable, frame: pd.DataFrame, entry: Correction) -> pd.Series:
    found = pd.Series(True, index=frame.index)
    for name, told in entry.where.items():
        if name == ROW:
            numbers = pd.Series(raw.numbers or range(raw.first_row, raw.first_row + len(frame)), index=frame.index)
            found &= numbers.astype(str) == told
        else:
            found &= (frame[name] if name in frame else raw.unread[name]) == told
    return found


def _misfit(cells: pd.Series, entry: Correction, key: str, file: str, source: str) -> Problem | None:
    """Why the correction does not fit any more; None where it does."""
    if cells.empty:
        return Problem(file, f"{key}.where", f"no such row in {source}", "the row that is to be mended")
    if _holds(cells, entry.expect):
        return None
    if _holds(cells, entry.to):
        return Problem(file, key, f"a source that is right by now ({source}, column {entry.column})", "this correction to be deleted")
    expected = "what the source says now; look at the row again, and delete the correction or write it anew"
    return Problem(file, f"{key}.expect", f"something else in {source}, column {entry.column}", expected)


def _holds(cells: pd.Series, told: str | None) -> bool:
    return bool(cells.isna().all() if told is None else (cells == told).all())
