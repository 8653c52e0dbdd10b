"""Answers were given in the field period, or close to it."""

from collections.abc import Iterator

import pandas as pd

from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "plausibility"
SEVERITY = "warning"
GUIDANCE = (
    "Correct the field period in the municipality's parameters, or find out how the forms came in outside it. The margin is "
    "checks.days_outside_period."
)


def check(wave: WaveMaterial) -> Iterator[Problem]:
    period, margin = wave.wave.field_period, pd.Timedelta(days=wave.thresholds.days_outside_period)
    for export in wave.readable:
        days = export.used_forms["answered_on"]
        outside = days.index[(days < pd.Timestamp(period.start) - margin) | (days > pd.Timestamp(period.end) + margin)]
        if len(outside):
            expected = f"{period.start} to {period.end}, {margin.days} days about it"
            yield Problem(export.raw.file, f"answered, {export.rows(outside)}", "another time", expected)
