"""A form that names a centre and a site names a site of that centre."""

from collections.abc import Iterator

import pandas as pd

from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "keys"
SEVERITY = "fail"
GUIDANCE = "Ask the municipality where the site belonged during the field period, and mend the register or the form's centre."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    if wave.register.open_to_any:
        return
    register = wave.register
    for export in wave.readable:
        centre, site = export.places
        pairs = pd.DataFrame({"centre": centre, "site": site}).dropna().drop_duplicates().sort_values(["centre", "site"])
        for first, second in pairs.itertuples(index=False, name=None):
            at, of = register.site_of(second), register.centre_of(first)
            if at and of and register.successor(at[1], wave.wave, at[0]) != register.successor(of, wave.wave, at[0]):
                yield Problem(
                    export.raw.file,
                    f"site, {export.raw.rows((centre == first) & (site == second))}",
                    f"{second!r} with the centre {first!r}",
                    f"a site of that centre: the register has {second!r} under {at[1]!r}",
                )
