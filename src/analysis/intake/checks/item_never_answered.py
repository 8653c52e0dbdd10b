"""Every question that was asked has an answer."""

from collections.abc import Iterator

from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "plausibility"
SEVERITY = "warning"
GUIDANCE = (
    "See whether the question was asked in this wave (else write 'null' for it in the codebook), and whether its column is the right one."
)


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        if len(export.used_forms):
            codes = export.forms.codes.loc[export.used]
            for item in export.asked:
                if codes[item.item].isna().all():
                    yield Problem(export.raw.file, f"column {item.column(export.wave)}", f"no answer to {item.item}", "answers")
