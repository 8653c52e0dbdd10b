"""Every centre of the wave before has forms in this one, unless it closed or was merged."""

from collections.abc import Iterator

import pandas as pd

from analysis.intake.counting import counted, roles_of_both
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "last_wave"
SEVERITY = "warning"
GUIDANCE = "Ask the municipality: write the closing date or the successor into the register, or find the centre's forms."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    start = pd.Timestamp(wave.wave.field_period.start)
    for export, forms in roles_of_both(wave):
        here = set(export.used_forms["centre"])
        for slug, number in forms["centre"].value_counts().sort_index().items():
            entry = wave.register.centres.get(slug)
            closed = entry is not None and entry.closed is not None and pd.Timestamp(entry.closed) < start
            if not closed and wave.register.successor(slug, wave.wave) not in here:
                found = f"no form of {export.role}"
                yield Problem(export.raw.file, f"centre {slug}", found, f"some: {counted(number, 'form')} in {wave.earlier.wave}")
