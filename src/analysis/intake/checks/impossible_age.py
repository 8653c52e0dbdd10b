"""Every age can be a person's: between birth and a hundred years on the field period's first day."""

from collections.abc import Iterator

from analysis.intake.forms import ages
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "codes"
SEVERITY = "fail"
GUIDANCE = "Look the birth dates up: a century or a day and month turned round is mended in the wave's corrections."
MONTHS = (0.0, 1200.0)


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        age = ages(export.told, wave.wave, export.raw.frame.index)
        outside = age.notna() & ~age.between(*MONTHS)
        if outside.any():
            yield Problem(export.raw.file, f"age, {export.raw.rows(outside)}", "an age below 0 or above 100 years", "an age in months")
