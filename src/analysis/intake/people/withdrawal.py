"""Who is to be forgotten, and where they stand in the raw files: the ids of a file, told apart by the codebooks.

An id file has one id a line as the export has it, or ``role,id`` (also ``;``) with a role, or one of ``child``, ``rater``, ``person``,
``form``, where an id alone could be several people. Messages name its rows, never its ids.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from analysis.intake.codebook import plain_columns
from analysis.intake.formats.grid import records
from analysis.intake.people.admission import KINDS
from analysis.intake.pseudonyms import Pseudonyms, scopes
from analysis.intake.raw import RawTable, decode, read_bytes
from analysis.intake.raw_folder import inside
from analysis.intake.role_export import file_codebook, read_role
from analysis.parameters import Instrument, Layout, ParameterError, Parameters, Problem, listed
from analysis.parameters.municipality import RawFile

WHO = {"child": "child", "rater": "adult", "person": "adult", "form": "form"}
"""Kind of id -> whose it is: an adult's ids are the same person's in every role and wave."""


@dataclass(frozen=True)
class Line:
    """One row of the id file; ``word`` is a role, a kind of id or ""."""

    number: int
    word: str
    id: str


@dataclass(frozen=True)
class Person:
    """An id and within what it means somebody (``pseudonyms.scopes``)."""

    kind: str
    scope: tuple[str, ...]
    id: str


@dataclass(frozen=True)
class Place:
    """One role of a municipality's wave, and its raw file as it is read; ``raw`` is None where no file lies there."""

    municipality: str
    wave: str
    role: str
    instrument: Instrument
    source: RawFile
    path: Path
    raw: RawTable | None
    scope: dict[str, tuple[str, ...]]

    @cached_property
    def ids(self) -> dict[str, pd.Series]:
        """Kind -> the ids in the file."""
        if self.raw is None:
            return {}
        columns = plain_columns(self.instrument, self.wave)
        return {kind: self.raw.frame[columns[kind]] for kind in KINDS if columns.get(kind) in self.raw.frame}

    @cached_property
    def asked(self) -> list[str]:
        """Columns of answers of this role and wave in the file."""
        return [item.column(self.wave) for item in self.instrument.items() if item.column(self.wave) in self.raw.frame]

    def rows_of(self, people: Iterable[Person]) -> pd.Series:
        """Which records are about, or by, one of ``people``."""
        found = pd.Series(False, index=self.raw.frame.index)
        for kind, ids in self.ids.items():
            own = {person.id for person in people if (person.kind, person.scope) == (kind, self.scope[kind])}
            found = found | ids.isin(own)
        return found


def read_ids(path: Path, name: str) -> list[Line]:
    """The rows of an id file; ParameterError where it is missing, empty, or a row is neither an id nor a word and an id."""
    rows = records(decode(read_bytes(path, name)))
    problems, lines = [], []
    for number, row in enumerate(rows, start=1):
        fields = [field for field in row if field]
        if number == 1 and [field.casefold() for field in fields] in (["id"], ["role", "id"]):
            continue
        if len(fields) not in (1, 2):
            problems.append(Problem(name, f"row {number}", f"{len(fields)} fields", "an id, or a role and an id"))
            continue
        lines.append(Line(number, fields[0] if len(fields) == 2 else "", fields[-1]))
    if not problems and not lines:
        problems.append(Problem(name, "file", "no ids", "one id a line, or role,id"))
    if problems:
        raise ParameterError(problems)
    return lines


def raw_places(parameters: Parameters, layout: Layout, only: Iterable[str] = ()) -> list[Place]:
    """Every role of every wave, with its raw file where one lies there; of the municipalities of ``only`` alone, where handles are named.

    Raises ParameterError with every file that cannot be read.
    """
    only = set(only)
    found, problems = [], []
    for unit in parameters.municipalities.values():
        # an adult withdraws from all waves of the municipality, so they are read where one is named
        named = not only or only & {unit.slug, *(f"{unit.slug}-{wave.wave}" for wave in unit.waves)}
        for wave in unit.waves if named else ():
            for role, source in wave.raw.items():
                path, instrument, raw = layout.raw / source.path, file_codebook(parameters.instruments[role], source), None
                if path.exists():
                    try:
                        inside(layout, source.path)
                        raw = read_role(path, source.path, source, instrument, wave.wave, parameters.programme.background)
                    except ParameterError as error:
                        problems.extend(error.problems)
                scope = scopes(parameters.programme, unit.slug, wave.wave, role)
                found.append(Place(unit.slug, wave.wave, role, instrument, source, path, raw, scope))
    if problems:
        raise ParameterError(problems)
    return found


def persons(
    lines: Iterable[Line], places: list[Place], only: Iterable[str], parameters: Parameters, names: Pseudonyms, file: str
) -> list[Person]:
    """Whom the lines mean, in every scope in which they stand; ParameterError with every line that means nobody or several.

    ``only`` narrows to handles (``billund``, ``billund-2019``). Somebody who stands in no file is known where role and wave say who it is,
    or from an earlier withdrawal.
    """
    only, found, problems = set(only), [], []
    for line in lines:
        if line.word and line.word not in KINDS and line.word not in parameters.programme.roles:
            words = [*parameters.programme.roles, *(kind for kind in KINDS if kind not in parameters.programme.roles)]
            problems.append(Problem(file, f"row {line.number}", repr(line.word), listed(words)))
            continue
        near = [
            (place, kind)
            for place in places
            for kind in KINDS
            if (not only or only & {place.municipality, f"{place.municipality}-{place.wave}"}) and _means(line.word, place, kind)
        ]
        here = {(kind, place.scope[kind]) for place, kind in near if kind in place.ids and (place.ids[kind] == line.id).any()}
        here = (
            here
            or {(kind, place.scope[kind]) for place, kind in near if _known(line.id, place.scope[kind], parameters, names)}
            or _told_apart(line, near, only)
        )
        whose = {WHO[kind] for kind, _ in here}
        if not here:
            expected = "an id as the export has it; for somebody in no file here, role,id and ONLY=<municipality>-<wave>"
            problems.append(Problem(file, f"row {line.number}", "an id that stands in no raw file", expected))
        elif len(whose) > 1:
            expected = f"whose id it is: role,id with {listed(sorted({kind for kind, _ in here}))}"
            problems.append(Problem(file, f"row {line.number}", f"an id of {len(whose)} kinds", expected))
        elif len({scope if whose != {"adult"} else scope[1] for _, scope in here}) > 1:
            expected = "where it is meant: ONLY=<municipality>-<wave>, one run for each"
            problems.append(Problem(file, f"row {line.number}", "an id that stands for several people in different waves", expected))
        else:
            found += [Person(kind, scope, line.id) for kind, scope in sorted(here)]
    if problems:
        raise ParameterError(problems)
    return list(dict.fromkeys(found))


def _means(word: str, place: Place, kind: str) -> bool:
    """Whether a line's word, a role or a kind of id, can mean this kind of id of this role."""
    return word in ("", place.role, kind)


def _known(value: str, scope: tuple[str, ...], parameters: Parameters, names: Pseudonyms) -> bool:
    """Whether somebody was withdrawn already."""
    told = pd.Series([value], dtype="str")
    return any(
        names.tombstones(told, key, *scope).isin(codes).any()
        for key, codes in parameters.withdrawn.codes.items()
        if key == names.fingerprint or key in names.retired
    )


def _told_apart(line: Line, near: list[tuple[Place, str]], only: set[str]) -> set[tuple[str, tuple[str, ...]]]:
    """The one meaning of an id that stands in no file yet, where a word and a wave leave one."""
    wave = [(place, kind) for place, kind in near if line.word and f"{place.municipality}-{place.wave}" in only]
    if line.word in KINDS:
        return {(kind, place.scope[kind]) for place, kind in wave if kind == line.word}
    kinds = {"child": "child", "rating": "child", "parent": "child", "person": "person"}
    return {(kind, place.scope[kind]) for place, kind in wave if kind == kinds[place.instrument.form]}
