"""Enough of those invited answered in each centre."""

from collections.abc import Iterator

from analysis.intake.counting import percent, rates
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "plausibility"
SEVERITY = "warning"
GUIDANCE = "Call the centre while the survey is open. The share is checks.low_response_in_centre; very small centres are passed over."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    least = wave.thresholds.low_response_in_centre
    for export, table in rates(wave):
        judged = table[(table["answered"] > 0) & (table["invited"] >= wave.thresholds.min_invited_in_centre)]
        low = judged[judged["answered"] < least * judged["invited"]]
        if len(low):
            found = ", ".join(f"{row.Index} {row.answered} of {row.invited}" for row in low.itertuples())
            yield Problem(export.raw.file, f"response of {export.role} by centre", found, f"at least {percent(least)}")
