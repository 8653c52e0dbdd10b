"""Not everybody gives the same answer to a question."""

from collections.abc import Iterator

from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "plausibility"
SEVERITY = "warning"
GUIDANCE = "See whether the column was filled by the platform; a question all agree on tells nothing, and could be left out next time."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        for item in export.asked:
            answers = export.answers[item.item].dropna()
            if len(answers) >= wave.thresholds.min_forms and answers.nunique() == 1:
                found = f"one answer for all {len(answers)} to {item.item}"
                yield Problem(export.raw.file, f"column {item.column(export.wave)}", found, "answers that differ")
