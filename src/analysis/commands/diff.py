"""``make diff AGAINST=<folder>``: which numbers, findings and recommendations are others than in an earlier build.

Compared is what readers were shown (the shown files under ``data/processed/``), not pages: a new sentence is no new number.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.commands.project import Project
from analysis.commands.words import needed
from analysis.disclosure.tables import KEY
from analysis.display.report import Report, open_report
from analysis.parameters import ParameterError, Problem

MOST = 12
"""Lines of one kind printed for one report; the count of the rest follows."""
NUMBERS = ("value", "low", "high", "n")


@dataclass(frozen=True)
class Changes:
    """What differs in one report: lines in words, by kind."""

    report: str
    numbers: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    recommendations: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.numbers or self.findings or self.recommendations)


def diff(project: Project, given: Mapping[str, str]) -> int:
    """Print what changed since the build in ``AGAINST=``; 0 where nothing did, 1 where something did."""
    needed("diff", given, AGAINST="the folder of an earlier build")
    old, new = shown_folder(Path(given["AGAINST"]).expanduser(), project), project.layout.processed / "shown"
    if not new.is_dir():
        raise ParameterError([Problem(_name(new, project.root), "folder", "nothing", "shown files: `make reports` makes them")])
    found = [one for one in compared(old, new) if one.any]
    for one in found:
        print(one.report)
        for kind in ("numbers", "findings", "recommendations"):
            lines = getattr(one, kind)
            for line in lines[:MOST]:
                print(f"  {line}")
            if len(lines) > MOST:
                print(f"  and {len(lines) - MOST} more {kind}")
    total = {kind: sum(len(getattr(one, kind)) for one in found) for kind in ("numbers", "findings", "recommendations")}
    told = ", ".join(f"{count} {kind}" for kind, count in total.items())
    differ = "1 report differs" if len(found) == 1 else f"{len(found)} reports differ"
    print(f"{differ}: {told}." if found else "Every number, finding and recommendation is the same.")
    return 1 if found else 0


def shown_folder(against: Path, project: Project) -> Path:
    """The shown files of an earlier build: in a copy of the project, of its processed data, or of the shown files themselves."""
    inside = ("data", "processed", project.programme, "shown")
    places = [against.joinpath(*inside[first:]) for first in range(len(inside) + 1)]
    found = next((place for place in places if place.is_dir() and any(place.rglob("*.parquet"))), None)
    if found is None:
        raise ParameterError([Problem("command line", "AGAINST", repr(str(against)), "a folder of an earlier build, with its shown files")])
    return found


def compared(old: Path, new: Path) -> Iterator[Changes]:
    """One entry for every report that either build has, in the order of their paths."""
    names = {path.relative_to(folder).as_posix() for folder in (old, new) for path in folder.rglob("*.parquet")}
    for name in sorted(names):
        report = name.removesuffix(".parquet")
        if not (old / name).exists():
            yield Changes(report, ("is new",))
        elif not (new / name).exists():
            yield Changes(report, ("is gone",))
        elif (old / name).read_bytes() != (new / name).read_bytes():
            yield between(report, *(open_report(folder / name, _first_language(folder / name)) for folder in (old, new)))


def _first_language(path: Path) -> str:
    from analysis.disclosure.shown_file import read_shown

    return read_shown(path)[1]["languages"][0]


def between(name: str, old: Report, new: Report) -> Changes:
    """Every number, finding and recommendation in which two builds of one report differ."""
    return Changes(name, tuple(_numbers(old.rows, new.rows)), tuple(_findings(old, new)), tuple(_recommendations(old, new)))


def _numbers(old: pd.DataFrame, new: pd.DataFrame) -> Iterator[str]:
    both = old.merge(new, on=KEY, how="outer", suffixes=("_old", "_new"), indicator=True, sort=True)
    for row in both.to_dict("records"):
        before, after = (_written(row, side) for side in ("old", "new"))
        if row["_merge"] == "left_only":
            yield f"{_called(row)}: {before}, no longer there"
        elif row["_merge"] == "right_only":
            yield f"{_called(row)}: new, {after}"
        elif before != after:
            yield f"{_called(row)}: {before} -> {after}"


def _written(row: dict, side: str) -> str:
    status = row[f"status_{side}"]
    if status != "shown":
        return str(status).replace("_", " ")
    value, low, high, n = (row[f"{name}_{side}"] for name in NUMBERS)
    reach = f" ({low:g} to {high:g})" if low == low else ""
    return f"{value:g}{reach}" + (f", n {n:g}" if n == n else "")


def _called(row: dict) -> str:
    what = ".".join(part for part in (row["role"], row["scale"], row["item"]) if part)
    where = " ".join(part for part in (row["level"], row["unit"], row["wave"], row["contrast"]) if part)
    return f"{row['kind']} {what} [{where}]"


def _findings(old: Report, new: Report) -> Iterator[str]:
    before, after = ({one.key: one.kind for one in report.findings()} for report in (old, new))
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            called = " ".join(part for part in key if part)
            yield f"finding {called}: {before.get(key, 'none')} -> {after.get(key, 'none')}"


def _recommendations(old: Report, new: Report) -> Iterator[str]:
    before, after = (
        [one.recommendation.recommendation for one in report.recommend(report.findings())] for report in (old, new)
    )
    yield from (f"recommendation {name}: no longer called for" for name in before if name not in after)
    yield from (f"recommendation {name}: newly called for" for name in after if name not in before)
    kept = [[name for name in side if name in before and name in after] for side in (before, after)]
    if kept[0] != kept[1]:
        yield f"recommendations in another order: {', '.join(kept[0])} -> {', '.join(kept[1])}"


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
