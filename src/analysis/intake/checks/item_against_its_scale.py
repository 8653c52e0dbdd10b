"""A question goes with the rest of its scale, once turned where the codebook says so.

One that goes against it is most often a reversed item the codebook does not call reversed, or codes the other way round."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

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
            values = pd.DataFrame({item.item: turned(export.answers[item.item], item, export.options(item)) for item in items})
            for item in items if len(items) > 1 else []:
                rest = values.drop(columns=item.item).mean(axis=1)
                both = values[item.item].notna() & rest.notna()
                one, other = values.loc[both, item.item], rest[both]
                if both.sum() >= wave.thresholds.min_forms and one.nunique() > 1 and other.nunique() > 1:
                    correlation = np.corrcoef(one, other)[0, 1]
                    if correlation < wave.thresholds.item_rest_correlation:
                        found = f"a correlation of {correlation:.2f} with the rest of {scale.scale}"
                        expected = f"at least {wave.thresholds.item_rest_correlation:g}"
                        yield Problem(export.raw.file, f"column {item.column(export.wave)}", found, expected)
