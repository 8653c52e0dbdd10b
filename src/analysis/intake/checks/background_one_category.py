"""Not everybody has the same background."""

from collections.abc import Iterator

from analysis.intake.counting import background_uses
from analysis.intake.material import NotApplicable, WaveMaterial
from analysis.parameters import Problem

STAGE = "plausibility"
SEVERITY = "warning"
GUIDANCE = "See whether the column holds what the codebook says; a background all share can be compared with nothing."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    found = False
    for export in wave.readable:
        for name, use in background_uses(export.uses):
            found = True
            told = export.used_forms[name].dropna()
            if len(told) >= wave.thresholds.min_forms and told.nunique() == 1:
                yield Problem(export.raw.file, f"column {use.column}", f"one category of {name} on all {len(told)} forms", "several")
    if not found:
        raise NotApplicable("no file tells a background variable in use")
