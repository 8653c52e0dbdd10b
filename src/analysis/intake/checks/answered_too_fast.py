"""Nobody answered faster than questions can be read."""

from collections.abc import Iterator

from analysis.intake.dates import parse_moments
from analysis.intake.material import NotApplicable, WaveMaterial
from analysis.parameters import Problem

STAGE = "plausibility"
SEVERITY = "warning"
GUIDANCE = "Look at the rows: clicking through, or a form typed in from paper. The time a question takes is checks.seconds_per_item."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    timed = [export for export in wave.readable if {"started", "answered"} <= set(export.told)]
    if not timed:
        raise NotApplicable("no file tells when a form was opened ('started' in the codebook)")
    for export in timed:
        took = (parse_moments(export.told["answered"]) - parse_moments(export.told["started"])).dt.total_seconds()
        least = export.forms.codes.notna().sum(axis=1) * wave.thresholds.seconds_per_item
        fast = export.used_forms.index[(took.loc[least.index].between(0, least, inclusive="left"))[export.used]]
        if len(fast):
            expected = f"at least {wave.thresholds.seconds_per_item:g} s a question"
            yield Problem(export.raw.file, export.rows(fast), "a form answered faster", expected)
