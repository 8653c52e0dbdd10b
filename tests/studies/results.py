"""The committed results, ``docs/coverage.csv``: one row per cell and target, with the code they rest on."""

import ast
import hashlib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from studies.tally import FIRST, SEED, Band, Cell, Coverage, run

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docs" / "coverage.csv"
COLUMNS = ("study", "cell", "target", "draws", "share", "error", "width", "least", "most", "holds", "first_low", "first_high", "drawn",
           "seed", "sources")
SAME = 5e-3
"""Of an interval's width: ends that move by less (rounding, a search's tolerance, a nearer quantile) move no coverage by .1 %."""

WRITTEN = 1e-4
"""How finely the file tells the first draws; a share has no width, and what was rounded for the file is no change."""


def read(path: Path = FILE) -> pd.DataFrame:
    """The results; an empty table of the same columns where there are none yet."""
    if not path.is_file():
        return pd.DataFrame(columns=list(COLUMNS))
    return pd.read_csv(path, dtype={"sources": "str", "holds": "bool"})


def table(found: Iterable[Coverage], sources: tuple[str, ...]) -> pd.DataFrame:
    """Rows for the file; shares and errors as they were found, rounded to what their error lets one read."""
    code = fingerprint(sources)
    return pd.DataFrame([
        {"study": one.study, "cell": one.cell, "target": one.target, "draws": one.draws, "share": round(one.share, 6),
         "error": round(one.error, 6), "width": round(one.width, 3), "least": one.band.least if one.band else None,
         "most": one.band.most if one.band else None, "holds": one.holds, "first_low": round(one.first[0], 4),
         "first_high": round(one.first[1], 4), "drawn": one.drawn, "seed": SEED, "sources": code} for one in found], columns=list(COLUMNS))


def put(rows: pd.DataFrame, path: Path = FILE) -> None:
    """Write ``rows`` in the place of those of the same study and cell; the others stand. Sorted, so that a rerun moves nothing else."""
    old = read(path)
    cells = set(zip(rows["study"], rows["cell"], strict=True))
    kept = old[[pair not in cells for pair in zip(old["study"], old["cell"], strict=True)]]
    both = rows if kept.empty else pd.concat([kept, rows], ignore_index=True)
    both = both.assign(place_=both["cell"].map(natural)).sort_values(["study", "place_"], kind="stable")
    both[list(COLUMNS)].to_csv(path, index=False, lineterminator="\n")


def natural(name: str) -> tuple:
    """Order in which 6 comes before 12."""
    return tuple(f"{int(part):04d}" if part.isdigit() else part for part in re.split(r"(\d+)", name))


def recorded(rows: pd.DataFrame) -> list[Coverage]:
    """Rows of the file as they were when they were written."""
    return [Coverage(row.study, row.cell, row.target, row.draws, row.share, row.error, row.width,
                     None if row.least != row.least else Band(row.least, row.most), (row.first_low, row.first_high), row.drawn)
            for row in rows.itertuples()]


def of_cell(cell: Cell, path: Path = FILE) -> list[Coverage]:
    """What stands in the file of ``cell`` if it is true of today's code; else nothing.

    True of it: the code is the very same, or it gives the first draws the same intervals (a module can be rewritten and say the same).
    """
    rows = read(path)
    found = recorded(rows[(rows["study"] == cell.study) & (rows["cell"] == cell.name)])
    if not found:
        return []
    same_code = set(rows.loc[(rows["study"] == cell.study) & (rows["cell"] == cell.name), "sources"]) == {fingerprint(cell.sources)}
    return found if same_code or says_the_same(cell, found) else []


def restamp(cell: Cell, path: Path = FILE) -> None:
    """Say of ``cell``, which was found to say the same, that it is of today's code: its first draws need not be made again."""
    rows = read(path)
    own = (rows["study"] == cell.study) & (rows["cell"] == cell.name)
    if not own.any():
        raise KeyError(f"no results of {cell.study}: {cell.name}")
    put(rows[own].assign(sources=fingerprint(cell.sources)), path)


def says_the_same(cell: Cell, found: list[Coverage]) -> bool:
    """Whether the first draws of ``cell`` have the intervals they had when ``found`` was written, to ``SAME`` in its units."""
    before = {one.target: one for one in found}
    with pd.option_context("mode.string_storage", "python"):                    # the same values in two thirds of the time
        again = run(cell, min(FIRST, found[0].drawn))
    now = {one.target: one for one in again}
    if set(now) != set(before):
        return False
    return all(np.allclose(now[name].first, before[name].first, atol=max(SAME * before[name].width, WRITTEN), rtol=0, equal_nan=True)
               for name in now)


def fingerprint(modules: Iterable[str]) -> str:
    """A short hash of the code of ``modules`` (below ``analysis``) and of every module of their rooms that they import, words left out."""
    closure: set[str] = set()
    todo = list(modules)
    while todo:
        name = todo.pop()
        if name not in closure:
            closure.add(name)
            todo.extend(neighbours(name))
    return hashlib.sha256("".join(code(name) for name in sorted(closure)).encode()).hexdigest()[:12]


@cache
def code(name: str) -> str:
    """A module's lines without docstrings, comment lines and blank ones."""
    text = source(name).read_text(encoding="utf-8")
    words: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            words |= set(range(node.lineno, node.end_lineno + 1))
    lines = [line.rstrip() for number, line in enumerate(text.splitlines(), start=1) if number not in words]
    return "\n".join(line for line in lines if line and not line.lstrip().startswith("#"))


@cache
def neighbours(name: str) -> tuple[str, ...]:
    """Modules of ``estimates``, ``scales`` and ``simulation`` that ``name`` imports, at the top or inside a function."""
    found = []
    for node in ast.walk(ast.parse(source(name).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("analysis.estimates.", "analysis.simulation.")):
            found.append(node.module.removeprefix("analysis."))
    return tuple(found)


def source(name: str) -> Path:
    """The file of a module of ``analysis``, or of the studies themselves (``studies.waves``)."""
    if name.startswith("studies."):
        return ROOT / "tests" / "studies" / f"{name.removeprefix('studies.')}.py"
    path = ROOT / "src" / "analysis" / Path(*name.split("."))
    return path.with_suffix(".py") if path.with_suffix(".py").is_file() else path / "__init__.py"
