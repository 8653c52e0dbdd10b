"""The file of invited counts says for known centres and roles how many were invited, in whole numbers."""

from collections.abc import Iterator

from analysis.intake.material import NotApplicable, WaveMaterial
from analysis.parameters import Problem

STAGE = "keys"
SEVERITY = "fail"
GUIDANCE = "Mend the rows named here: a centre of the register by code, slug or name; a role of the programme; whole numbers."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    if not wave.invited_file:
        raise NotApplicable("no file of invited counts is named for the wave")
    yield from wave.invited_problems
