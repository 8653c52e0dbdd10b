"""Every centre that a form names was open in the field period, or has a successor in the register."""

from collections.abc import Iterator

import pandas as pd

from analysis.intake.material import WaveMaterial
from analysis.intake.register import places
from analysis.parameters import Problem

STAGE = "keys"
SEVERITY = "fail"
GUIDANCE = "Write the centre's successor (or what it was split into) or its true closing date into the register."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    start = wave.wave.field_period.start
    for export in wave.readable:
        centre, site = export.places
        became = pd.DataFrame({"told": centre, "now": places(centre, site, wave.register, wave.wave)["centre"]})
        for told, now in became.dropna().drop_duplicates().sort_values(["told", "now"]).itertuples(index=False, name=None):
            entry = wave.register.centres.get(now)
            if entry and entry.closed and entry.closed < start:
                parts = " or ".join(part.centre for part in entry.split_into)
                yield Problem(
                    export.raw.file,
                    f"centre, {export.raw.rows((became['told'] == told) & (became['now'] == now))}",
                    f"{told!r}, {'split' if parts else 'closed'} {entry.closed} in the register",
                    f"{parts}, or one of their sites" if parts else f"a centre open on {start}, or a successor in the register",
                )
