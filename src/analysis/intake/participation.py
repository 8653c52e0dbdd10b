"""Who finished which module of an initiative, as a course provider lists it, counted by centre at once: no person leaves this module."""

from pathlib import Path

import pandas as pd

from analysis.intake.dates import parse_dates
from analysis.intake.formats.read import read_raw
from analysis.intake.raw import RawTable
from analysis.intake.register import Register, normal
from analysis.intake.tables import PARTICIPATION
from analysis.parameters import Problem, listed, nearest
from analysis.parameters.municipality import Initiative, MunicipalityWave

HEADINGS = {
    "centre": {"centre", "center", "dagtilbud", "institution", "enhed", "afdeling", "site", "matrikel"},
    "module": {"module", "modul", "kursus", "course", "forløb"},
    "finished": {"finished", "afsluttet", "gennemført", "dato", "date", "completed"},
    "person": {"person", "medarbejder", "deltager", "participant", "navn", "name", "id"},
}
"""What a column of the file may be headed by, in small letters. ``person`` may be left out: a row is then one person."""
EXPECTED = "columns centre;module;finished, and person where persons are listed"


def no_participation() -> pd.DataFrame:
    """The table where no initiative names a file."""
    return _typed(pd.DataFrame({name: [] for name in PARTICIPATION}))


def read_participation(
    path: Path, name: str, initiative: Initiative, found: Register, wave: MunicipalityWave
) -> tuple[pd.DataFrame, list[Problem]]:
    """``initiative, centre, module, finished, persons``: what was finished before the field period of ``wave`` began, and everything wrong
    in the file. Modules are those of the initiative, by their name in any language; without modules in the register, as the file has them.
    A person who stands twice with a module counts once, on the first day."""
    raw = read_raw(path, name)
    headed = {normal(heading): heading for heading in raw.header if heading}
    place = {key: next((headed[told] for told in headed if told in words), None) for key, words in HEADINGS.items()}
    if None in (place["centre"], place["module"], place["finished"]):
        return no_participation(), [Problem(name, "row 1", repr(";".join(raw.header)), EXPECTED)]
    told = pd.DataFrame({key: raw.frame[column] for key, column in place.items() if column})
    day = parse_dates(told["finished"])
    modules = {normal(words): module.name.words()[0] for module in initiative.modules for words in module.name.words()}
    module = told["module"].map(lambda words: (modules.get(normal(words)) if modules else words) if isinstance(words, str) else None)
    centre = told["centre"].map(lambda words: found.centre_of(words) if isinstance(words, str) else None)
    problems = [
        *_unknown(raw, "centre", told["centre"], centre, "a centre of the register (code, slug or name)", list(found.by_name)),
        *_unknown(
            raw, "module", told["module"], module, f"{listed(sorted(set(modules.values())))} (modules of {initiative.slug})", list(modules)
        ),
    ]
    for where, said in (
        (day.isna(), "a date (2019-09-24 or 24-09-2019)"),
        (
            day.notna() & ~day.between(pd.Timestamp(initiative.start), pd.Timestamp(initiative.end)),
            f"a day of the initiative, {initiative.start} to {initiative.end}",
        ),
    ):
        if where.any():
            problems.append(Problem(name, f"finished, {raw.rows(where)}", "something else", said))
    if problems:
        return no_participation(), problems
    start = pd.Timestamp(wave.field_period.start)
    person = told["person"].fillna("") if "person" in told else pd.Series([str(row) for row in range(len(told))], index=told.index)
    rows = pd.DataFrame({"centre": centre, "module": module, "finished": day, "person": person})
    rows["centre"] = rows["centre"].map(lambda slug: found.successor(slug, wave))
    rows = rows.sort_values("finished", kind="stable").drop_duplicates(["centre", "module", "person"])
    rows = rows[rows["finished"] < start]
    counted = rows.groupby(["centre", "module", "finished"], as_index=False).size().rename(columns={"size": "persons"})
    return _typed(counted.assign(initiative=initiative.slug)), []


def _unknown(raw: RawTable, key: str, told: pd.Series, known: pd.Series, expected: str, valid: list[str]) -> list[Problem]:
    empty = told.isna()
    found = [Problem(raw.file, f"{key}, {raw.rows(empty)}", "nothing", expected)] if empty.any() else []
    for words in sorted(set(told[known.isna() & ~empty])):
        found.append(Problem(raw.file, f"{key}, {raw.rows(told == words)}", repr(words), expected, nearest(normal(words), valid)))
    return found


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    text = dict.fromkeys(("initiative", "centre", "module"), "str")
    return table[list(PARTICIPATION)].astype({**text, "finished": "datetime64[us]", "persons": "int64"})
