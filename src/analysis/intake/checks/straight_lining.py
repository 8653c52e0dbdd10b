"""Few forms give one and the same answer to every question.

Looked for where a form has many answers; a turned question makes it plainer still."""

from collections.abc import Iterator

import numpy as np

from analysis.intake.counting import percent
from analysis.intake.material import NotApplicable, WaveMaterial
from analysis.parameters import Problem

STAGE = "plausibility"
SEVERITY = "warning"
GUIDANCE = "Look whether the forms come from few raters or centres and talk with them before the pages about that group are used."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    rule, long = wave.thresholds, [export for export in wave.readable if len(export.asked) >= wave.thresholds.straight_lining_items]
    if not long:
        raise NotApplicable(f"no group is asked {rule.straight_lining_items} questions")
    for export in long:
        answers = export.answers.to_numpy()
        enough = np.isfinite(answers).sum(axis=1) >= rule.straight_lining_items
        answers, index = answers[enough], export.answers.index[enough]
        straight = np.nanmin(answers, axis=1) == np.nanmax(answers, axis=1) if len(answers) else np.zeros(0, dtype=bool)
        if straight.sum() > rule.straight_lining_share * len(straight):
            found = f"{straight.sum()} of {len(straight)} forms with one answer throughout"
            yield Problem(export.raw.file, export.rows(index[straight]), found, f"at most {percent(rule.straight_lining_share)}")
