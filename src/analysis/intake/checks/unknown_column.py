"""Every column of a file is in the codebook of the wave.

A column nobody knows is a new question, a new name for an old one, or something personal: each wants a decision.
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from analysis.intake.codebook import known_columns
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem, nearest

STAGE = "columns"
SEVERITY = "fail"
GUIDANCE = "Give the column to its item under 'columns' in the codebook, or put it under 'ignored' where it is not to be read."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        known = known_columns(export.instrument, [export.wave], export.background) | (export.elsewhere or frozenset())
        ignored = export.instrument.ignored
        for name in export.raw.header:
            # a name with brackets (``Q5[other]``) means itself before it means a pattern
            passed = name in known or name in export.raw.bookkeeping or name in ignored
            if not passed and not any(fnmatchcase(name, pattern) for pattern in ignored):
                yield Problem(
                    export.raw.file,
                    f"column {name}",
                    "a column the codebook does not know",
                    "a column of the wave, or a pattern under 'ignored'",
                    nearest(name, sorted(known)),
                )
