"""The one way from a raw file to a RawTable: recognised by content, its columns found by name or by question, its answers as text."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from analysis.intake.formats.export import Export, Wanted
from analysis.intake.formats.recognise import recognise
from analysis.intake.raw import RawTable
from analysis.intake.register import normal
from analysis.parameters import ParameterError, Problem

PLAIN = {"csv": {"csv"}, "excel": {"excel"}, "enalyzer": {"csv", "excel"}}
"""What may be stated of a table that no platform has marked."""

CHOSEN = frozenset({"1", "y", "yes", "ja", "checked", "valgt", "true", "x"})
NOT_CHOSEN = frozenset({"0", "n", "no", "nej", "unchecked", "ikke valgt", "false"})
"""How platforms write that one of several choices was taken, or was not."""


def read_raw(
    path: Path,
    name: str,
    columns: Collection[str] | None = None,
    stated: str | None = None,
    texts: Mapping[str, Collection[str]] | None = None,
    sheet: str | None = None,
    missing: Collection[str] = (),
) -> RawTable:
    """``columns`` (None: all) of the export at ``path``, a file or the folder of one export; ``name`` is how messages call it.

    ``stated`` is the format people say it has. ``texts`` has the words of the questions behind columns, for exports headed by words;
    ``missing`` codes by which the file says that nothing was answered. A column ``b_sprog_*`` is read from all those that fit it, one a
    choice: the part at the ``*`` of the one that was chosen. Raises ParameterError with what is wrong in the file.
    """
    found = recognise(path, name)
    if stated is not None and found.format not in PLAIN.get(stated, {stated}):
        expected = f"{stated}, as `format:` states; it may be left out"
        raise ParameterError([Problem(name, "file", f"{found.words} ({found.format})", expected)])
    export = found.read(Wanted(columns, texts or {}, sheet))
    export = _by_text(export, columns, texts or {})
    for pattern in sorted(column for column in columns or () if "*" in column):
        export = _one_of_several(export, pattern)
    table = export.table(columns)
    absent = export.missing | set(missing)
    return replace(table, missing=absent) if absent else table


def _by_text(export: Export, columns: Collection[str] | None, texts: Mapping[str, Collection[str]]) -> Export:
    """Columns headed by their question in words, called by their name. Only where one heading fits one column and no other."""
    absent = {column for column in columns or () if column not in export.header and column in texts}
    fits = {
        column: [
            place
            for place, heading in enumerate(export.header)
            if heading not in (columns or ()) and not _words(heading).isdisjoint(map(normal, texts[column]))
        ]
        for column in sorted(absent)
    }
    taken = [places[0] for places in fits.values() if len(places) == 1]
    names = {places[0]: column for column, places in fits.items() if len(places) == 1 and taken.count(places[0]) == 1}
    if not names:
        return export
    return replace(
        export,
        header=tuple(names.get(place, heading) for place, heading in enumerate(export.header)),
        questions=export.questions | {column: export.header[place] for place, column in names.items()},
        labels=export.labels
        | {column: export.labels[export.header[place]] for place, column in names.items() if export.header[place] in export.labels},
    )


def _words(heading: str) -> set[str]:
    """What a heading may say: the whole, and the part in brackets at its end (``Question [Statement]``)."""
    part = re.search(r"\[([^\[\]]+)\]$", heading)
    return {normal(heading), normal(part[1])} if part else {normal(heading)}


def _one_of_several(export: Export, pattern: str) -> Export:
    """The column ``pattern`` from those that fit it, one a choice. Two chosen, or an unknown sign, stand there as no code can."""
    before, _, after = pattern.partition("*")
    places = [
        place
        for place, column in enumerate(export.header)
        if len(column) > len(pattern) - 1 and column.startswith(before) and column.endswith(after)
    ]
    if not places:
        return export
    chosen = pd.Series("", index=range(len(export.numbers)), dtype="str")
    for place in places:
        code = export.header[place][len(before) : len(export.header[place]) - len(after)]
        values = pd.Series(export.columns[place]).fillna("0")
        folded = values.str.casefold()
        words = pd.Series("", index=chosen.index, dtype="str").mask(folded.isin(CHOSEN), code)
        words = words.mask(~folded.isin(CHOSEN | NOT_CHOSEN), f"{code}: " + values)
        joined = (chosen != "") & (words != "")
        chosen = chosen.where(~joined, chosen + " + ") + words
    column = pd.array(chosen.mask(chosen == ""), dtype="str")
    return replace(
        export,
        header=(*export.header, pattern),
        columns=(*export.columns, column),
        bookkeeping=export.bookkeeping | {export.header[place] for place in places},
    )
