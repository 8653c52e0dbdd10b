"""The mean of a question did not jump since the wave before.

Half a standard deviation in two years is rare; codes that were shifted or turned round do it at once."""

import math
from collections.abc import Iterator

from analysis.intake.counting import roles_of_both
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "last_wave"
SEVERITY = "warning"
GUIDANCE = "Hold the answer categories of the two questionnaires side by side. The jump is checks.mean_jump, in standard deviations."
ERRORS = 2.0
"""Standard errors of the difference that chance is allowed: a dozen leaders move a mean by half a standard deviation on their own."""


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export, forms in roles_of_both(wave):
        responses = wave.earlier.responses
        then = responses[responses["form_id"].isin(forms["form_id"])].groupby("item")["value"]
        means, spreads, numbers = then.mean(), then.std(), then.count()
        for item in export.asked:
            now = export.answers[item.item].dropna()
            same = export.instrument.same_options(item, wave.wave.wave, wave.earlier.wave) if item.item in means.index else False
            if same and min(len(now), numbers[item.item]) >= wave.thresholds.min_forms and spreads[item.item] > 0:
                jump = (now.mean() - means[item.item]) / spreads[item.item]
                chance = ERRORS * math.sqrt(1 / len(now) + 1 / numbers[item.item])
                if abs(jump) > wave.thresholds.mean_jump + chance:
                    found = f"a mean {abs(jump):.1f} standard deviations {'above' if jump > 0 else 'below'} that of {wave.earlier.wave}"
                    expected = f"at most {wave.thresholds.mean_jump:g}, and {chance:.1f} for chance"
                    yield Problem(export.raw.file, f"column {item.column(export.wave)}", found, expected)
