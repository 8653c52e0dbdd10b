"""An export searched for personal data, and what the programme says is done with what is found: refused, or dropped and counted."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase

import pandas as pd

from analysis.intake.people import traces
from analysis.intake.people.detect import KINDS, personal
from analysis.intake.raw import RawTable
from analysis.intake.tables import PEOPLE
from analysis.parameters import Problem
from analysis.parameters.people import People

WORDS = {
    "cpr": "CPR numbers",
    "name": "names of persons",
    "email": "e-mail addresses",
    "phone": "phone numbers",
    "address": "postal addresses",
    "ip": "IP addresses",
}


@dataclass(frozen=True)
class Examined:
    """An export looked through. ``raw`` is without the cells in which something was found, and without
    the unread columns but those kept as open answers; ``found`` has the columns of ``tables.PEOPLE``."""

    raw: RawTable
    found: pd.DataFrame
    problems: list[Problem]
    names: frozenset[str] = frozenset()
    """Every word, case-folded, of the columns named as names of persons; only where open answers are kept and searched for them."""


@dataclass(frozen=True)
class Hit:
    """One kind of personal data in one column; ``where`` marks its cells."""

    column: str
    kind: str
    read: bool
    where: pd.Series


def examine(
    raw: RawTable,
    role: str,
    people: People,
    latest: date,
    places: Collection[str],
    place_columns: Collection[str],
    spared: Collection[str] = (),
) -> Examined:
    """Look through every cell of ``raw``, read or not.

    ``latest`` is the last day anybody in it can be born; ``places`` the register's names (case-folded) and ``place_columns`` the columns
    that hold them: places are neither names nor addresses. ``spared`` are unread columns that are kept as open answers, whose passages
    are dropped one by one (``people.free_text``); only CPR numbers are looked for there.
    """
    found, problems, frame = [], [], raw.frame
    for hit in hits(raw, people, latest, places, place_columns, spared):
        treatment = getattr(people.read if hit.read else people.unread, hit.kind)
        found.append((role, hit.column, hit.kind, treatment, int(hit.where.sum())))
        if treatment == "refuse":
            problems.append(_refused(raw, hit))
        if hit.read:
            # refused or dropped, no later step and no message may repeat it
            frame = frame.assign(**{hit.column: frame[hit.column].where(~hit.where)})
    for column, words in raw.labels.items():
        for kind, cells in personal(column, pd.Series(list(words.values()), dtype="str"), latest, places, declared=True).items():
            if kind in ("cpr", "email", "phone"):
                found.append((role, f"labels of {column}", kind, "refuse", len(cells)))
                problems.append(Problem(raw.file, f"labels of column {column}", WORDS[kind], "labels of answers, without personal data"))
    table = pd.DataFrame(found, columns=list(PEOPLE)).astype({"cells": "int64"} | {name: "str" for name in PEOPLE if name != "cells"})
    kept = raw.unread[[name for name in raw.unread if name in set(spared)]]
    return Examined(replace(raw, frame=frame, unread=kept), table, problems, _names(raw) if spared else frozenset())


def hits(
    raw: RawTable, people: People, latest: date, places: Collection[str], place_columns: Collection[str], spared: Collection[str]
) -> Iterator[Hit]:
    """Everything found, column by column as the file has them."""
    for frame, read in ((raw.frame, True), (raw.unread, False)):
        for column in frame:
            kinds = personal(str(column), frame[column], latest, places, declared=read)
            if column in place_columns:
                kinds = {kind: cells for kind, cells in kinds.items() if kind not in ("name", "address")}
            if column in spared:
                kinds = {kind: cells for kind, cells in kinds.items() if kind == "cpr"}
            for kind in KINDS:
                if kind in kinds and not _excused(column, kind, people):
                    yield Hit(column, kind, read, frame[column].isin(kinds[kind]))


def _names(raw: RawTable) -> frozenset[str]:
    columns = [frame[name] for frame in (raw.frame, raw.unread) for name in frame if "name" in traces.named_kinds(str(name))]
    return frozenset(word.casefold() for column in columns for text in column.dropna().unique() for word in traces.WORD.findall(text))


def _excused(column: str, kind: str, people: People) -> bool:
    return any(fnmatchcase(column, entry.column) and kind in entry.kinds for entry in people.not_personal)


def _refused(raw: RawTable, hit: Hit) -> Problem:
    part = "read" if hit.read else "unread"
    return Problem(
        raw.file,
        f"column {hit.column}, {raw.rows(hit.where)}",
        WORDS[hit.kind],
        f"none: have the export made again without them. Where they are something else, say so under 'people: not_personal' in "
        f"programme.yml; 'people: {part}: {{{hit.kind}: drop}}' passes them over",
    )
