"""Response did not fall much since the wave before."""

from collections.abc import Iterator

from analysis.intake.counting import answered_by_centre, percent, rates, wave_before
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "last_wave"
SEVERITY = "warning"
GUIDANCE = "Ask what was done otherwise this time; who did not answer may differ from who did. The drop is checks.response_drop."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    before = wave_before(wave)
    for export, table in rates(wave):
        invited = before.flow[(before.flow["role"] == export.role) & (before.flow["step"] == "invited")]["forms"].sum()
        forms = before.forms[before.forms["role"] == export.role]
        if invited and len(forms):
            then = answered_by_centre(forms, export.instrument).sum() / invited
            now = table["answered"].sum() / table["invited"].sum()
            if then - now > wave.thresholds.response_drop:
                expected = f"about the {percent(then)} of {before.wave}"
                yield Problem(export.raw.file, f"response of {export.role}", percent(now), expected)
