"""Every centre that was open stands somewhere in the delivery."""

from collections.abc import Iterator

from analysis.intake.material import NotApplicable, WaveMaterial
from analysis.parameters import Problem

STAGE = "cross_table"
SEVERITY = "warning"
GUIDANCE = "Write the closing date or the successor into the register, or ask where the centre's forms are."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    centres = wave.parameters.open_centres(wave.municipality.slug, wave.wave.wave)
    if not centres:
        raise NotApplicable("the municipality has no register of centres")
    if not wave.readable:
        raise NotApplicable("no file could be read")
    there = set(wave.received["centre"].dropna()) | set(wave.invited["centre"])
    for centre in centres:
        if centre.slug not in there:
            yield Problem(wave.name, f"centre {centre.slug}", "neither a form nor anybody invited", "every open centre to take part")
