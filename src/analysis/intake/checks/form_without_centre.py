"""Every form names its centre."""

from collections.abc import Iterator

from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "keys"
SEVERITY = "warning"
GUIDANCE = (
    "Find the centre by the child's other forms or by asking, and write it into the wave's corrections; without one the form is not used."
)


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        centre, site = export.places
        none = centre.isna() & site.isna()
        if none.any():
            yield Problem(export.raw.file, f"centre, {export.raw.rows(none)}", "nothing", "a centre of the register")
