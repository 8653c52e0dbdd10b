"""Marks that a person has still to decide something: ``# DECIDE: ...`` in a parameter file, left by a draft and deleted by the person.

A draft is no codebook: the file is refused until the last mark is gone. ``# FILL IN: ...`` marks what a new municipality has still to
find out (field period, centres): the file is valid, and no report is made from it before it is filled in.
"""

from pathlib import Path

from analysis.parameters.problems import Problem

MARK = "DECIDE:"
FILL_IN = "FILL IN:"
SHOWN = 8
"""Lines a message names."""


def marks(text: str, mark: str = MARK) -> list[tuple[int, str]]:
    """(line number, words) of every mark in a file's text."""
    sign = f"# {mark}"
    return [(number, line.partition(sign)[2].strip()) for number, line in enumerate(text.splitlines(), start=1) if sign in line]


def open_decisions(path: Path, name: str) -> list[Problem]:
    """One Problem for a file in which decisions are open; none where it is decided or not there. ``name`` is how messages call it."""
    found = _in_file(path, MARK)
    if not found:
        return []
    said = f"{len(found)} open decision{'s' if len(found) != 1 else ''}, the first: {found[0][1]}"
    return [Problem(name, _lines(found), said, f"every decision taken: put right what stands there, then delete the line `# {MARK} ...`")]


def to_fill_in(path: Path, name: str) -> list[Problem]:
    """One Problem for each thing a person has still to fill in: no report is made before."""
    return [
        Problem(name, f"line {number}", f"`# {FILL_IN}`", f"{words}; then delete the mark") for number, words in _in_file(path, FILL_IN)
    ]


def _in_file(path: Path, mark: str) -> list[tuple[int, str]]:
    # a file that is missing or no UTF-8 is told by its reader
    return marks(path.read_text(encoding="utf-8", errors="replace"), mark) if path.is_file() else []


def _lines(found: list[tuple[int, str]]) -> str:
    numbers = ", ".join(str(number) for number, _ in found[:SHOWN])
    return f"line{'s' if len(found) > 1 else ''} {numbers}" + (f" and {len(found) - SHOWN} more" if len(found) > SHOWN else "")
