"""The background of those asked about is much as in the wave before."""

from collections.abc import Iterator

import pandas as pd

from analysis.intake.counting import background_uses, percent, roles_of_both, wave_before
from analysis.intake.material import NotApplicable, WaveMaterial
from analysis.parameters import Problem

STAGE = "last_wave"
SEVERITY = "warning"
GUIDANCE = "See whether the codes of the background changed between the two exports. The jump is checks.background_jump."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    before = wave_before(wave)
    found = False
    for export, forms in roles_of_both(wave):
        for name, use in background_uses(export.uses):
            then, now = forms.get(name, pd.Series(dtype="str")).dropna(), export.used_forms[name].dropna()
            if min(len(then), len(now)) >= wave.thresholds.min_forms:
                found = True
                shares = pd.DataFrame({"then": then.value_counts(normalize=True), "now": now.value_counts(normalize=True)}).fillna(0)
                for row in shares[(shares["now"] - shares["then"]).abs() > wave.thresholds.background_jump].sort_index().itertuples():
                    expected = f"about the {percent(row.then)} of {before.wave}"
                    yield Problem(export.raw.file, f"column {use.column}", f"{percent(row.now)} {row.Index} ({name})", expected)
    if not found:
        raise NotApplicable("no background variable is told of enough forms in both waves")
