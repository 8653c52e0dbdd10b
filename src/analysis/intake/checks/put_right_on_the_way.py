"""Nothing had to be left out or put right to read a file: no title rows, no totals row, no merged headers."""

from collections.abc import Iterator

from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "file"
SEVERITY = "warning"
GUIDANCE = "See that what was left out is no form. The platform's own export needs no putting right."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        yield from export.raw.notes
