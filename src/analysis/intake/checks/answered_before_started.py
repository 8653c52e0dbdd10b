"""No form was sent in before it was opened."""

from collections.abc import Iterator

from analysis.intake.dates import parse_moments
from analysis.intake.material import NotApplicable, WaveMaterial
from analysis.parameters import Problem

STAGE = "plausibility"
SEVERITY = "warning"
GUIDANCE = "Ask the platform which clock the two times are from. The rows named are used all the same."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    timed = [export for export in wave.readable if {"started", "answered"} <= set(export.told)]
    if not timed:
        raise NotApplicable("no file tells when a form was opened ('started' in the codebook)")
    for export in timed:
        before = parse_moments(export.told["answered"]) < parse_moments(export.told["started"])
        if before.any():
            yield Problem(export.raw.file, f"answered, {export.raw.rows(before)}", "a time before the form was opened", "a later one")
