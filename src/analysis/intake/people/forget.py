"""``make forget``: what must change so that withdrawn persons are gone and stay gone. Plans it; ``people.transaction`` does it.

Their records leave the raw files, everything row by row that was made from them leaves ``data/processed/`` (and is made again by the next
run), and a keyed code of each of their ids goes into ``parameters/<programme>/withdrawn.yml``. There, because a code must outlive
``make clean`` and a new copy of the raw files, and travel to every machine on which the programme is run; keyed, because who withdrew is
nobody's business who has not both the key and the id.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd

from analysis.intake.people.rewriting import without
from analysis.intake.people.withdrawal import WHO, Person, Place, persons, raw_places, read_ids
from analysis.intake.pseudonyms import Pseudonyms, pseudonyms
from analysis.parameters import Layout, ParameterError, Parameters, Problem

HEAD = (
    "# Codes of persons who are withdrawn, by the fingerprint of the key they are made with. Written by `make forget`; commit it, and\n"
    "# never take a line out: to one who holds the key and an export a code says that somebody is to be left out of it, and to anybody\n"
    "# else nothing.\n"
)


@dataclass(frozen=True)
class Forgetting:
    """``files`` are written, ``removed`` is taken away; ``waves`` are the rounds whose raw files lost records (municipality, wave)."""

    files: dict[Path, bytes]
    removed: tuple[Path, ...]
    waves: tuple[tuple[str, str], ...]
    later: tuple[tuple[str, str], ...]
    """The rounds whose reports rest on those waves: they themselves and the municipality's later ones."""
    receipt: dict
    notes: tuple[str, ...] = field(default=())


def plan_forgetting(parameters: Parameters, layout: Layout, ids: Path, only: Iterable[str], today: date) -> Forgetting:
    """What forgetting the persons of the file ``ids`` takes; changes nothing. Raises ParameterError with all that stands in the way."""
    names = pseudonyms(parameters.programme)
    places = raw_places(parameters, layout, only)
    people = persons(read_ids(ids, ids.name), places, only, parameters, names, ids.name)
    rows = [(place, place.rows_of(people)) for place in places if place.raw is not None]
    hit = [(place, mask) for place, mask in rows if mask.any()]
    files = _raw_files(rows, hit)
    waves = sorted({(place.municipality, place.wave) for place, _ in hit})
    later = _later(parameters, waves)
    codes = _codes(parameters, people, names)
    files[layout.withdrawn] = _withdrawn_file(codes)
    receipt = _receipt(parameters, people, hit, waves, len(codes[names.fingerprint]), today)
    path = _receipt_path(layout, today)
    return Forgetting(files, tuple(_made_from(layout, waves, later)), tuple(waves), tuple(later), receipt | {"receipt": path.stem})


def receipt_path(layout: Layout, told: dict) -> Path:
    return layout.parameters / "withdrawals" / f"{told['receipt']}.yml"


def receipt_file(told: dict) -> bytes:
    """The receipt as it is kept: counts, no identifier, in the order they were put in."""
    import yaml

    head = "# A receipt of `make forget`: what was removed, in counts. It names nobody.\n"
    return (head + yaml.safe_dump(told, allow_unicode=True, sort_keys=False)).encode()


def _receipt_path(layout: Layout, today: date) -> Path:
    folder, number = layout.parameters / "withdrawals", 1
    while (path := folder / f"{today}-{number}.yml").exists():
        number += 1
    return path


def _raw_files(rows: list[tuple[Place, pd.Series]], hit: list[tuple[Place, pd.Series]]) -> dict[Path, bytes]:
    """Every raw file that holds somebody to be forgotten, without the records."""
    files, problems = {}, []
    for path in dict.fromkeys(place.path for place, _ in hit):
        users = [(place, mask) for place, mask in rows if place.path == path]
        gone = pd.concat([mask for _, mask in users], axis=1).any(axis=1)
        place = users[0][0]
        for other, mask in users:
            left = gone & ~mask
            if left.any() and other.raw.frame.loc[left, other.asked].notna().any(axis=None):
                found = f"records that also hold answers of {other.municipality}-{other.wave} ({other.role}), which stay"
                expected = "a record of nobody else: empty this person's columns in the file by hand, then run make forget again"
                problems.append(Problem(place.source.path, place.raw.rows(left), found, expected))
        try:
            files |= without(path, place.source, place.source.path, list(place.raw.frame), gone)
        except ParameterError as error:
            problems.extend(error.problems)
    if problems:
        raise ParameterError(problems)
    return files


def _later(parameters: Parameters, waves: list[tuple[str, str]]) -> list[tuple[str, str]]:
    found = set(waves)
    for municipality, wave in waves:
        unit = parameters.municipality(municipality)
        start = unit.wave(wave).field_period.start
        found |= {(municipality, entry.wave) for entry in unit.waves if entry.field_period.start >= start}
    return sorted(found)


def _made_from(layout: Layout, waves: list[tuple[str, str]], later: list[tuple[str, str]]) -> Iterable[Path]:
    """Everything in ``data/processed/`` that holds rows or figures of the waves, and rows handed out for work elsewhere."""
    for municipality, wave in waves:
        yield layout.forms(municipality, wave).parent
        yield from (layout.scores(municipality, wave), layout.free_text(municipality, wave), layout.facts(wave))
    for municipality, wave in later:
        estimates = layout.estimates(municipality, wave)
        yield from (estimates, estimates.with_suffix(".ipynb"))
        yield from sorted((layout.processed / "shown").glob(f"*/*/{municipality}/{wave}*"))
        yield layout.reports / "internal" / "export" / municipality / wave
    for name in sorted({municipality for municipality, _ in later} | {wave for _, wave in waves}):
        yield from sorted((layout.processed / "shown").glob(f"*/*/{name}.parquet"))


def _codes(parameters: Parameters, people: list[Person], names: Pseudonyms) -> dict[str, list[str]]:
    codes = {key: set(told) for key, told in parameters.withdrawn.codes.items()}
    for person in people:
        made = names.tombstones(pd.Series([person.id], dtype="str"), names.fingerprint, *person.scope)
        codes.setdefault(names.fingerprint, set()).add(made.iloc[0])
    return {key: sorted(told) for key, told in sorted(codes.items())}


def _withdrawn_file(codes: dict[str, list[str]]) -> bytes:
    lines = [HEAD, "codes:\n"]
    for key, told in codes.items():
        lines += [f'  "{key}":\n', *(f'    - "{code}"\n' for code in told)]
    return "".join(lines).encode()


def _receipt(
    parameters: Parameters, people: list[Person], hit: list[tuple[Place, pd.Series]], waves: list[tuple[str, str]], codes: int, today: date
) -> dict:
    ids = {(WHO[person.kind], person.id, person.scope[1]) for person in people}
    return {
        "date": today.isoformat(),
        "programme": parameters.programme.slug,
        "persons": {who: sum(entry[0] == who for entry in ids) for who in ("child", "adult", "form") if any(e[0] == who for e in ids)},
        "records_removed": {f"{place.municipality}-{place.wave} {place.role}": int(mask.sum()) for place, mask in hit},
        "waves_made_again": [f"{municipality}-{wave}" for municipality, wave in waves],
        "codes_in_withdrawn_yml": codes,
    }
