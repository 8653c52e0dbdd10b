"""Every centre that a form names is in the register, by code, slug or name."""

from collections.abc import Iterator

from analysis.intake.material import WaveMaterial
from analysis.intake.register import normal
from analysis.parameters import Problem, nearest

STAGE = "keys"
SEVERITY = "fail"
GUIDANCE = "Add the code or the former name to the centre in the register, or mend a misspelt one in the wave's corrections."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    if wave.register.open_to_any:
        return
    for export in wave.readable:
        centre, _ = export.places
        for told in sorted(centre.dropna().unique()):
            if wave.register.centre_of(told) is None:
                yield Problem(
                    export.raw.file,
                    f"centre, {export.raw.rows(centre == told)}",
                    repr(told),
                    "a centre of the register (code, slug or name)",
                    nearest(normal(told), wave.register.by_name),
                )
