"""No text was saved in the wrong encoding: Ã¦ for æ, or a character that is no character.

Looked for in the header, in the export's labels and in the columns of ids, places and dates."""

import re
from collections.abc import Iterator

from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "file"
SEVERITY = "fail"
GUIDANCE = "Fetch the export again and do not open and save it in between: once saved, the letters are lost."
DAMAGE = re.compile("\u00c3[\u0080-\u00bf\u0152-\u0178\u02c6-\u02dc\u2013-\u203a\u20ac\u2122]|\ufffd|\u00c2[\u00a0-\u00bf]")
FOUND = "letters in the wrong encoding (as Ã¦ for æ)"
EXPECTED = "æ, ø, å as they are written"


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        for name in export.raw.header:
            if DAMAGE.search(name):
                yield Problem(export.raw.file, f"column {name}", FOUND, EXPECTED)
        for column in sorted(export.raw.labels):
            if any(DAMAGE.search(words) for words in export.raw.labels[column].values()):
                yield Problem(export.raw.file, f"labels of column {column}", FOUND, EXPECTED)
        for use in (use for use in export.uses if use.codes is None):
            values = export.raw.frame[use.column]
            damaged = values.isin([value for value in values.dropna().unique() if DAMAGE.search(value)])
            if damaged.any():
                yield Problem(export.raw.file, f"column {use.column}, {export.raw.rows(damaged)}", FOUND, EXPECTED)
