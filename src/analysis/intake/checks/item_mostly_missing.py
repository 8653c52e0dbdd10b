"""A question is not passed over by many."""

from collections.abc import Iterator

from analysis.intake.counting import percent
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "plausibility"
SEVERITY = "warning"
GUIDANCE = "See whether the question was shown to all, and whether it is understood. The share is checks.missing_share."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        codes = export.forms.codes.loc[export.used]
        if len(codes) >= wave.thresholds.min_forms:
            for item in export.asked:
                share = codes[item.item].isna().mean()
                if wave.thresholds.missing_share < share < 1:
                    expected = f"at most {percent(wave.thresholds.missing_share)}"
                    yield Problem(export.raw.file, f"column {item.column(export.wave)}", f"{percent(share)} without an answer", expected)
