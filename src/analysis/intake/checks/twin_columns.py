"""No two questions have the same answers on every form."""

from collections.abc import Iterator

import numpy as np

from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "plausibility"
SEVERITY = "warning"
GUIDANCE = "See in the export whether one column was copied over the other, and in the codebook whether two items share a question."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        answers = export.answers
        if len(answers) >= wave.thresholds.min_forms:
            seen: dict[bytes, str] = {}
            for item in export.asked:
                values = answers[item.item].to_numpy()
                if np.isfinite(values).any() and np.nanmin(values) < np.nanmax(values):
                    first = seen.setdefault(values.tobytes(), item.column(export.wave))
                    if first != item.column(export.wave):
                        yield Problem(export.raw.file, f"column {item.column(export.wave)}", f"the answers of column {first}", "its own")
