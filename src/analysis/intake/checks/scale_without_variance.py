"""The scores of a scale differ between forms."""

from collections.abc import Iterator

import pandas as pd

from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "plausibility"
SEVERITY = "warning"
GUIDANCE = "Look at the scale's columns: a scale without variance can tell no centre from another, and no wave from the next."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        for scale in export.instrument.scales:
            items = [item.item for item in scale.items if item in export.asked]
            scores = export.answers[items].mean(axis=1).dropna() if items else pd.Series(dtype="float64")
            if len(scores) >= wave.thresholds.min_forms and scores.nunique() == 1:
                yield Problem(export.raw.file, f"scale {scale.scale}", f"one score on all {len(scores)} forms", "scores that differ")
