"""Lists of who finished which module of an initiative name known centres, modules of the initiative, and days within it."""

from collections.abc import Iterator

from analysis.intake.material import NotApplicable, WaveMaterial
from analysis.parameters import Problem

STAGE = "keys"
SEVERITY = "fail"
GUIDANCE = "Mend the rows named here, or the initiative's modules and dates in the municipality's file, with whoever ran the course."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    if not any(initiative.participation for initiative in wave.municipality.initiatives):
        raise NotApplicable("no initiative names a list of participants")
    yield from wave.participation_problems
