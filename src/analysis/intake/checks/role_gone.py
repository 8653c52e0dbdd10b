"""Every group that answered in the wave before is in this one."""

from collections.abc import Iterator

from analysis.intake.counting import counted, wave_before
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "last_wave"
SEVERITY = "warning"
GUIDANCE = "Name the group's file under 'raw', or know that its pages end here."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    before = wave_before(wave)
    for role in wave.parameters.programme.roles:
        forms = int((before.forms["role"] == role).sum())
        if forms and role not in wave.exports:
            yield Problem(wave.name, "raw", f"no file for {role}", f"one: {counted(forms, 'form')} in {before.wave}")
