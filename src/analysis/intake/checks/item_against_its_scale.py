"""A question goes with the rest of its scale, once turned where the codebook says so.

One that goes against it is most often a reversed item the codebook does not call reversed, or codes the other way round."""

from collections.abc import Iterator

import numpy as np

from analysis.intake.counting import turned
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "plausibility"
SEVERITY = "warning"
GUIDANCE = (
    "Read the question: set or remove 'reversed' in the codebook, or give the wave its own option set. The limit is "
    "checks.item_rest_correlation."
)


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        for scale in export.instrument.scales:
            items = [item for item in scale.items if item in export.asked]
            if len(items) < 2:
                continue
            columns = [turned(export.answers[item.item], item, export.options(item)).to_numpy() for item in items]
            answered = [np.isfinite(column) for column in columns]
            sums = sum(np.where(there, column, 0.0) for column, there in zip(columns, answered, strict=True))
            numbers = sum(there.astype("int64") for there in answered)
            for item, column, there in zip(items, columns, answered, strict=True):
                both = there & (numbers > 1)
                one, rest = column[both], (sums[both] - column[both]) / (numbers[both] - 1)
                if both.sum() >= wave.thresholds.min_forms and one.std() and rest.std():
                    correlation = np.corrcoef(one, rest)[0, 1]
                    if correlation < wave.thresholds.item_rest_correlation:
                        found = f"a correlation of {correlation:.2f} with the rest of {scale.scale}"
                        expected = f"at least {wave.thresholds.item_rest_correlation:g}"
                        yield Problem(export.raw.file, f"column {item.column(export.wave)}", found, expected)
