"""Every site that a form names is in the register, by code, slug or name."""

from collections.abc import Iterator

from analysis.intake.material import WaveMaterial
from analysis.intake.register import normal
from analysis.parameters import Problem, nearest

STAGE = "keys"
SEVERITY = "fail"
GUIDANCE = "Add the code to the site under its centre in the register, or mend a misspelt one in the wave's corrections."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    if wave.register.open_to_any:
        return
    for export in wave.readable:
        _, site = export.places
        for told in sorted(site.dropna().unique()):
            if wave.register.site_of(told) is None:
                yield Problem(
                    export.raw.file,
                    f"site, {export.raw.rows(site == told)}",
                    repr(told),
                    "a site of the register (code, slug or name)",
                    nearest(normal(told), wave.register.sites),
                )
