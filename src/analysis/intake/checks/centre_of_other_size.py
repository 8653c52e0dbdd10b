"""A centre has about as many forms as in the wave before."""

from collections.abc import Iterator

import pandas as pd

from analysis.intake.counting import roles_of_both
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "last_wave"
SEVERITY = "warning"
GUIDANCE = "Ask whether the centre grew, was merged or split; a wrong centre on many forms looks the same."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    rule = wave.thresholds
    for export, forms in roles_of_both(wave):
        then, now = forms["centre"].value_counts(), export.used_forms["centre"].value_counts()
        both = pd.DataFrame({"then": then, "now": now}).dropna().sort_index().astype("int64")
        apart = (both["now"] - both["then"]).abs() >= rule.centre_size_difference
        for row in both[apart & (both.max(axis=1) >= rule.centre_size_ratio * both.min(axis=1))].itertuples():
            expected = f"about the {row.then} of {wave.earlier.wave}"
            yield Problem(export.raw.file, f"centre {row.Index}", f"{row.now} forms of {export.role}", expected)
