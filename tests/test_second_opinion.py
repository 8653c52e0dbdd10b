"""The registry: every public estimator has an expected value that was made outside Python (METHODS, section 12).

How to enter a function. Its numbers lie in ``tests/golden/<name>.json``, made by an R script or copied from a printed table:

- ``producer``: what made them, with versions (``R 4.2.2: psych::alpha; psych 2.2.9``) or where they are printed (author, year, table);
- ``script``: the R script beside it (``scripts/<name>.R``), for numbers that R made;
- ``proves``: the public names they hold to account (``["analysis.scales.cronbach_alpha"]``).

A module of tests must use both: it names the function and the file's stem. Nothing else is to be registered anywhere: a name that joins
``__all__`` of a room below fails here until a file proves it. ``NOT_ESTIMATES`` and ``FROM_PARTS`` are the only ways out, each with its
reason.
"""

import importlib
import json
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
GOLDEN = TESTS / "golden"

ROOMS = ("analysis.scales", "analysis.estimates")
"""Rooms whose every public name is held to account."""

NOT_ESTIMATES: dict[str, str] = {
    **{f"analysis.estimates.{name}": "a type" for name in (
        "CentrePosterior", "Estimate", "LastingChange", "Link", "Raked", "RandomIntercept", "SpreadChange")},
    "analysis.estimates.ESTIMATE_COLUMNS": "the contract of the table",
    "analysis.estimates.rows": "rows of the table",
    "analysis.estimates.validate": "the contract of the table",
    "analysis.estimates.composition": "covariates, no numbers",
    "analysis.estimates.adjust_families": "adjust_p_values family by family",
    "analysis.estimates.centre_posterior": "the grid that centre_estimates and centre_comparisons are summed over",
    "analysis.estimates.posterior_means": "centre_estimates from a posterior at hand",
    "analysis.estimates.posterior_comparisons": "centre_comparisons from a posterior at hand",
}
"""Public name -> what it is instead of an estimator: a type, a contract, a helper without numbers of its own."""

FROM_PARTS = {
    "analysis.estimates.lasting_change": "classifies three intervals of wave_change; coverage study",
    "analysis.estimates.critical_difference": "a quantile times a standard error of between_centre_sd's model; coverage study",
}
"""Composites that METHODS 12 allows to be proved from their parts and by coverage."""

OF_R = re.compile(r"^(.*; )?R \d+\.\d+")
PRINTED = re.compile(r"\b(1[89]|20)\d\d\b.*\b(tables?|page|pp|example|section)\b", re.IGNORECASE)
NO_OPINION = re.compile(r"python|numpy|scipy|pandas|pingouin|statsmodels|scikit|sklearn|semopy|jax|torch|\.py\b", re.IGNORECASE)


def objections(content: dict, folder: Path) -> list[str]:
    """What keeps a golden file from being a second opinion."""
    producer = content.get("producer", "")
    found = []
    if NO_OPINION.search(producer):
        found.append("its producer is Python: that is the first opinion once more")
    elif OF_R.search(producer):
        if not (folder / content.get("script", "-")).is_file():
            found.append("the R script that made it does not lie beside it")
    elif not PRINTED.search(producer):
        found.append(f"its producer is neither R with its version nor a printed table: {producer!r}")
    return found


def proofs(folder: Path) -> dict[str, list[Path]]:
    """Public name -> the files that say they prove it."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("*.json")):
        for name in json.loads(path.read_text(encoding="utf-8")).get("proves", []):
            found.setdefault(name, []).append(path)
    return found


def used_together(name: str, stem: str, sources: list[str]) -> bool:
    """Whether one module of tests names both the function and the file."""
    return any(re.search(rf"\b{name.rpartition('.')[2]}\b", source) and re.search(rf"\b{stem}\b", source) for source in sources)


def unproved(name: str, folder: Path, sources: list[str]) -> str | None:
    """Why ``name`` has no second opinion, or None where it has."""
    reasons = []
    for path in proofs(folder).get(name, []):
        here = objections(json.loads(path.read_text(encoding="utf-8")), folder)
        if not here and not used_together(name, path.stem, sources):
            here = ["no module of tests names both"]
        if not here:
            return None
        reasons.append(f"{path.name}: {'; '.join(here)}")
    return f"{name}: " + (" | ".join(reasons) or "no file in tests/golden proves it")


@pytest.fixture(scope="module")
def sources():
    return [path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py") if path != Path(__file__).resolve()]


@pytest.mark.parametrize("room", ROOMS)
def test_every_public_estimator_has_a_second_opinion(room, sources):
    names = [f"{room}.{name}" for name in importlib.import_module(room).__all__]
    assert names
    wanting = [name for name in names if name not in NOT_ESTIMATES and name not in FROM_PARTS]
    assert [reason for name in wanting if (reason := unproved(name, GOLDEN, sources))] == []


def test_files_prove_only_what_there_is():
    for name in proofs(GOLDEN):
        room, _, function = name.rpartition(".")
        assert callable(getattr(importlib.import_module(room), function)), name


def test_every_golden_file_says_who_made_it():
    for path in GOLDEN.glob("*.json"):
        assert not NO_OPINION.search(json.loads(path.read_text(encoding="utf-8"))["producer"]), path.name


@pytest.mark.parametrize(("content", "objection"), [
    ({"producer": "scipy 1.17 stats.f"}, "its producer is Python"),
    ({"producer": "R 4.2.2 and numpy"}, "its producer is Python"),
    ({"producer": "R 4.2.2: stats::aov"}, "does not lie beside it"),
    ({"producer": "R 4.2.2: stats::aov", "script": "scripts/gone.R"}, "does not lie beside it"),
    ({"producer": "my own reckoning"}, "neither R with its version nor a printed table"),
    ({}, "neither R with its version nor a printed table"),
])
def test_what_is_no_second_opinion_is_refused(content, objection, tmp_path):
    assert objection in objections(content, tmp_path)[0]


def test_a_printed_table_and_an_r_script_are_second_opinions(tmp_path):
    (tmp_path / "made.R").touch()
    assert objections({"producer": "R 4.2.2: stats::aov", "script": "made.R"}, tmp_path) == []
    assert objections({"producer": "Shrout & Fleiss (1979), Psychological Bulletin 86, tables 2 and 4"}, tmp_path) == []


def test_a_name_without_a_file_or_a_test_is_told(tmp_path):
    (tmp_path / "made.R").touch()
    (tmp_path / "numbers.json").write_text(json.dumps({"producer": "R 4.2.2: stats::sd", "script": "made.R", "proves": ["room.sd"]}))
    assert unproved("room.sd", tmp_path, ['sd(golden("numbers"))']) is None
    assert unproved("room.sd", tmp_path, ["sd(1)", 'golden("numbers")']) == "room.sd: numbers.json: no module of tests names both"
    assert unproved("room.mean", tmp_path, []) == "room.mean: no file in tests/golden proves it"
