"""A background variable in use is told of somebody."""

from collections.abc import Iterator

from analysis.intake.counting import background_uses
from analysis.intake.material import NotApplicable, WaveMaterial
from analysis.parameters import Problem

STAGE = "plausibility"
SEVERITY = "warning"
GUIDANCE = "Export with the background filled, or take the variable's purpose away in programme.yml: it is then not loaded."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    found = False
    for export in wave.readable:
        for name, use in background_uses(export.uses):
            found = True
            if use.column in export.raw.header and len(export.used_forms) and export.used_forms[name].isna().all():
                yield Problem(export.raw.file, f"column {use.column}", f"nothing told of {name}", "a category on some forms")
    if not found:
        raise NotApplicable("no file tells a background variable in use")
