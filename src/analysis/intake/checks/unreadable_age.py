"""Every stated age is a number of months."""

from collections.abc import Iterator

from analysis.intake.dates import parse_numbers
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "codes"
SEVERITY = "fail"
GUIDANCE = "Export the age as a number of months, or give the codebook the column of the birth date instead."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        if "age_months" in export.told:
            text = export.told["age_months"]
            strange = text.notna() & parse_numbers(text).isna()
            if strange.any():
                yield Problem(export.raw.file, f"age_months, {export.raw.rows(strange)}", "something else", "a number of months")
