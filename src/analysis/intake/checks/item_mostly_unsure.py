"""A question is not answered by 'don't know' by many."""

from collections.abc import Iterator

from analysis.intake.counting import percent
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "plausibility"
SEVERITY = "warning"
GUIDANCE = "Read the question again; and see that the code is 'don't know' in this export. The share is checks.unsure_share."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        codes = export.forms.codes.loc[export.used]
        for item in export.asked:
            ticked = codes[item.item].dropna()
            unsure = ticked.isin([option.code for option in export.options(item).options if option.value is None])
            if len(ticked) >= wave.thresholds.min_forms and unsure.mean() > wave.thresholds.unsure_share:
                found = f"{percent(unsure.mean())} with an answer that counts nothing"
                expected = f"at most {percent(wave.thresholds.unsure_share)}"
                yield Problem(export.raw.file, f"column {item.column(export.wave)}", found, expected)
