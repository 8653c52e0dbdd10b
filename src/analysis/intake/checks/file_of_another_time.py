"""Most forms of a file were answered in this wave's field period.

Otherwise the file is another wave's, or day and month are the other way round."""

from collections.abc import Iterator

import pandas as pd

from analysis.intake.counting import percent
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "plausibility"
SEVERITY = "fail"
GUIDANCE = "Fetch this wave's export. Where the dates are right, correct the field period in the municipality's parameters."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    period, margin = wave.wave.field_period, pd.Timedelta(days=wave.thresholds.days_outside_period)
    for export in wave.readable:
        days = export.used_forms["answered_on"].dropna()
        outside = (days < pd.Timestamp(period.start) - margin) | (days > pd.Timestamp(period.end) + margin)
        if len(days) and outside.mean() > wave.thresholds.share_outside_period:
            found = f"{percent(outside.mean())} of the forms from {days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}"
            yield Problem(export.raw.file, "answered", found, f"most of them from {period.start} to {period.end}")
