"""Every correction still meets the cell it was written for.

A source that was mended, or that came anew with other rows, must not be mended a second time.
"""

from collections.abc import Iterator

from analysis.intake.material import NotApplicable, WaveMaterial
from analysis.parameters import Problem

STAGE = "file"
SEVERITY = "fail"
GUIDANCE = "Delete the correction where the source is right by now; otherwise look at the row again and write the correction anew."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    outcomes = [outcome for export in wave.exports.values() for outcome in export.corrections]
    if not outcomes:
        raise NotApplicable("the wave has no corrections, or none of a file that could be read")
    for outcome in outcomes:
        if outcome.problem:
            yield outcome.problem
