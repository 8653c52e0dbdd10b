"""A file holds at least one form below its header."""

from collections.abc import Iterator

from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "file"
SEVERITY = "fail"
GUIDANCE = "Export again with the answers: the platform's filter may have left everybody out."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        if export.raw.frame.empty:
            yield Problem(export.raw.file, "file", "a header and no forms", "at least one form")
