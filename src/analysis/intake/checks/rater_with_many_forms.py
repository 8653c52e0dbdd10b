"""A rater filled in no more forms than one person can."""

from collections.abc import Iterator

from analysis.intake.counting import counted
from analysis.intake.material import NotApplicable, WaveMaterial
from analysis.parameters import Problem

STAGE = "plausibility"
SEVERITY = "warning"
GUIDANCE = "Ask whose id that is; a shared log-in is no rater, and with one the pages about that group claim too much."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    rated = [export for export in wave.readable if "rater" in export.told]
    if not rated:
        raise NotApplicable("no file tells the rater")
    for export in rated:
        number = export.used_forms["rater_id"].value_counts()
        many = number[number > wave.thresholds.forms_per_rater]
        if len(many):
            found = f"{counted(len(many), 'rater')} with up to {many.max()} forms"
            yield Problem(export.raw.file, "rater", found, f"at most {wave.thresholds.forms_per_rater}")
