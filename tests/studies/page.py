"""The tables of ``docs/methods.md``, made from ``docs/coverage.csv`` and nothing else."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from studies import results

PAGE = results.ROOT / "docs" / "methods.md"
BEGIN, END = "<!-- {name}: made by `make coverage-study`, not by hand -->", "<!-- end of {name} -->"
MAIN = ("mean", "difference", "gap", "gap change", "spread", "spread change", "centre level", "centre comparison", "centre change")
AGAINST = ("mean, normal quantile", "mean, children as independent", "centre level", "centre level, Prasad-Rao 2 g3",
           "centre level, mean unsure, tau known", "centre level, lme4's conditional SD")


def write(path: Path = PAGE, table: pd.DataFrame | None = None) -> None:
    path.write_text(filled(path.read_text(encoding="utf-8"), results.read() if table is None else table), encoding="utf-8")


def filled(text: str, table: pd.DataFrame) -> str:
    """``text`` with every marked part made anew."""
    for name, make in PARTS.items():
        begin, end = BEGIN.format(name=name), END.format(name=name)
        before, found, rest = text.partition(begin)
        if not found or end not in rest:
            raise ValueError(f"docs/methods.md has no part {begin!r} that ends with {end!r}")
        text = f"{before}{begin}\n\n{make(table)}\n\n{end}{rest.partition(end)[2]}"
    return text


def coverage(table: pd.DataFrame) -> str:
    rows = table[(table["study"] == "coverage") & ~table["cell"].str.contains("raters|huge|informative")]
    return _grid(rows, MAIN)


def coverage_raters(table: pd.DataFrame) -> str:
    rows = table[(table["study"] == "coverage") & table["cell"].str.contains("raters") & ~table["cell"].str.contains("huge|one rater")]
    return _grid(rows, [target for target in MAIN if not target.startswith("gap")])


def coverage_hard(table: pd.DataFrame) -> str:
    rows = table[(table["study"] == "coverage") & table["cell"].str.contains("huge|informative|one rater")]
    return _grid(rows, MAIN)


def alternatives(table: pd.DataFrame) -> str:
    rows = table[(table["study"] == "coverage") & ~table["cell"].str.contains("raters|huge|informative|40")]
    return _grid(rows, AGAINST)


def designs(table: pd.DataFrame) -> str:
    rows = table[table["study"] == "designs"]
    return _lines(("design", "quantity", "covered, %", "draws"),
                  [(row.cell, row.target, _share(row), str(row.draws)) for row in rows.itertuples()])


def nothing(table: pd.DataFrame) -> str:
    rows = table[(table["study"] == "nothing planted") & ~table["target"].str.contains("interval|without")]
    return _families(rows, "families with a finding, %")


def without_families(table: pd.DataFrame) -> str:
    rows = table[(table["study"] == "nothing planted") & table["target"].str.contains("without")]
    return _lines(("rule", "families with a finding, %", "programmes"),
                  [(row.target, _share(row), str(row.draws)) for row in rows.itertuples()])


def nothing_covered(table: pd.DataFrame) -> str:
    rows = table[(table["study"] == "nothing planted") & table["target"].str.contains("interval")]
    return _lines(("quantity", "intervals that hold 0, %", "programmes"),
                  [(row.target.partition(",")[0].replace("_", " "), _share(row), str(row.draws)) for row in rows.itertuples()])


def half_changed(table: pd.DataFrame) -> str:
    return _families(table[table["study"] == "half of the scales changed"], "share, %")


def stories(table: pd.DataFrame) -> str:
    rows = table[table["study"] == "known truth"]
    lines = []
    for cell, part in rows.groupby("cell", sort=False):
        about = part.set_index("target")
        for scale in dict.fromkeys(target.partition(": ")[0] for target in about.index):
            def of(what: str, scale=scale, about=about):
                return about.loc[f"{scale}: {what}"]

            false = f"{scale}: wrong direction" in about.index
            lines.append((cell, scale.replace("_", " "), f"{of('planted points').share:.3g}", f"{100 * of('probability').share:.0f}",
                          _share(of("found")), _share(of("wrong direction")) if false else "-", str(of("found").draws)))
    return _lines(("story", "scale", "planted", "should be found, %", "found, %", "found the wrong way, %", "draws"), lines)


def recommended(table: pd.DataFrame) -> str:
    """A line for what is drawn: how many recommendations a report has, how often none or all there may be, and how strongly they call."""
    rows = table[(table["study"] == "recommendations") & ~table["target"].str.contains(": ", regex=False)]
    lines = []
    for cell, part in rows.groupby("cell", sort=False):
        about = {row.target: row for row in part.itertuples()}
        many, first = about["recommendations in a report"], about.get("score of the first")
        right = about.get("calling changes that are of what fell")
        lines.append((cell, f"{many.share:.2f} ({many.error:.2f})", _share(about["reports with a recommendation"]),
                      _share(about["reports with as many as there may be"]), f"{first.share:.2f} ({first.error:.2f})" if first else "-",
                      _share(right) if right else "-", str(many.draws)))
    return _lines(("drawn", "recommendations a report", "reports with one, %", "reports with as many as there may be, %",
                   "score of the first", "changes that call and are of what fell, %", "programmes"), lines)


def called_stories(table: pd.DataFrame) -> str:
    rows = table[(table["study"] == "recommendations") & table["target"].str.contains(": ", regex=False)]
    lines = []
    for cell, part in rows.groupby("cell", sort=False):
        about = {row.target: row for row in part.itertuples()}
        for name in dict.fromkeys(target.partition(": ")[0] for target in about):
            found, called, wrong = (about[f"{name}: {what}"] for what in ("found", "called", "called the wrong way"))
            lines.append((cell, name.replace("_", " "), f"{about[f'{name}: planted points'].share:.3g}", _share(found),
                          f"{100 * about[f'{name}: should be called'].share:.0f}", _share(called), _share(wrong), str(found.draws)))
    return _lines(("story", "scale", "planted", "found, %", "should be called, %", "called, %", "called the wrong way, %", "draws"), lines)


PARTS = {"coverage": coverage, "coverage with raters": coverage_raters, "coverage in hard cases": coverage_hard,
         "coverage of alternatives": alternatives, "coverage of other designs": designs, "nothing planted": nothing,
         "nothing planted, without families": without_families,
         "intervals where nothing is planted": nothing_covered, "half of the scales changed": half_changed, "known truth": stories,
         "recommendations": recommended, "recommendations of stories": called_stories}


def _grid(rows: pd.DataFrame, targets: Sequence[str]) -> str:
    """A row per cell, a column per target: per cent covered and its Monte Carlo error; bold where it lies outside its band."""
    targets = [target for target in targets if target in set(rows["target"])]
    shares = {(row.cell, row.target): _share(row) for row in rows.itertuples()}
    draws = rows.groupby("cell", sort=False)["draws"].max()
    return _lines(("design", *targets, "draws"),
                  [(cell, *(shares.get((cell, target), "-") for target in targets), str(count)) for cell, count in draws.items()])


def _families(rows: pd.DataFrame, what: str) -> str:
    """A row per family, a column per margin."""
    if rows.empty:
        return _lines((), ())
    split = rows["target"].str.rpartition(", ")
    rows = rows.assign(family=rows["cell"] + ": " + split[0].str.replace("_", " "), margin=split[2])
    margins = list(dict.fromkeys(rows["margin"]))
    shares = {(row.family, row.margin): _share(row) for row in rows.itertuples()}
    draws = rows.groupby("family", sort=False)["draws"].max()
    return _lines(("family", *(f"{what}, {margin}" for margin in margins), "programmes"),
                  [(family, *(shares.get((family, margin), "-") for margin in margins), str(count)) for family, count in draws.items()])


def _share(row) -> str:
    told = f"{100 * row.share:.1f} ({100 * row.error:.1f})"
    return told if row.holds else f"**{told}**"


def _lines(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return "Not run yet."
    return "\n".join(["| " + " | ".join(line) + " |" for line in (header, ["---"] * len(header), *rows)])
