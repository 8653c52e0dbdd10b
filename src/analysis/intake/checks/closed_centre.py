"""Every centre that a form names was open in the field period, or has a successor in the register."""

from collections.abc import Iterator

from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "keys"
SEVERITY = "fail"
GUIDANCE = "Write the centre's successor or its true closing date into the register."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    start = wave.wave.field_period.start
    for export in wave.readable:
        centre, _ = export.places
        for told in sorted(set(centre.dropna())):
            slug = wave.register.centre_of(told)
            entry = wave.register.centres.get(wave.register.successor(slug, wave.wave)) if slug else None
            if entry and entry.closed and entry.closed < start:
                yield Problem(
                    export.raw.file,
                    f"centre, {export.raw.rows(centre == told)}",
                    f"{told!r}, closed {entry.closed} in the register",
                    f"a centre open on {start}, or a successor in the register",
                )
