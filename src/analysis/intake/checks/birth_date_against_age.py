"""A form's birth date and its stated age agree."""

from collections.abc import Iterator

from analysis.intake.dates import months_between, parse_dates, parse_numbers
from analysis.intake.material import NotApplicable, WaveMaterial
from analysis.parameters import Problem

STAGE = "cross_table"
SEVERITY = "warning"
GUIDANCE = "See which of the two is right; the birth date is used."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    both = [export for export in wave.readable if {"birth_date", "age_months"} <= set(export.told)]
    if not both:
        raise NotApplicable("no file has both a birth date and an age")
    most = wave.thresholds.age_difference_months
    for export in both:
        born = months_between(parse_dates(export.told["birth_date"]), wave.wave.field_period.start)
        apart = (born - parse_numbers(export.told["age_months"])).abs() > most
        if apart.any():
            found = f"an age more than {most:g} months from the birth date"
            yield Problem(export.raw.file, f"age_months, {export.raw.rows(apart)}", found, "the age on the field period's first day")
