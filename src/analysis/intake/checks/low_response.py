"""Enough of those invited answered."""

from collections.abc import Iterator

from analysis.intake.counting import percent, rates
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "plausibility"
SEVERITY = "warning"
GUIDANCE = "The report marks what rests on few answers. Ask for late answers while the survey is open. The share is checks.low_response."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    least = wave.thresholds.low_response
    for export, table in rates(wave):
        answered, invited = int(table["answered"].sum()), int(table["invited"].sum())
        if answered < least * invited:
            found = f"{answered} of {invited} invited ({percent(answered / invited)})"
            yield Problem(export.raw.file, f"response of {export.role}", found, f"at least {percent(least)}")
