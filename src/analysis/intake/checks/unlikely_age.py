"""The children are of the age the survey is about."""

from collections.abc import Iterator

from analysis.intake.forms import ages
from analysis.intake.material import NotApplicable, WaveMaterial
from analysis.parameters import Problem

STAGE = "plausibility"
SEVERITY = "warning"
GUIDANCE = "Look the birth dates up; where other ages take part, set checks.age_months in programme.yml."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    youngest, oldest = wave.thresholds.age_months
    told = [export for export in wave.readable if {"age_months", "birth_date"} & set(export.told)]
    if not told:
        raise NotApplicable("no file tells the children's age")
    for export in told:
        age = ages(export.told, wave.wave, export.raw.frame.index)
        unlikely = export.used_forms.index[(age.notna() & ~age.between(youngest, oldest)).loc[export.used_forms.index]]
        if len(unlikely):
            found = "an age outside what the survey is about"
            yield Problem(export.raw.file, f"age, {export.rows(unlikely)}", found, f"{youngest:g} to {oldest:g} months")
