"""Every answer is a code of the codebook. Rows are named, answers never."""

from collections.abc import Iterator

from analysis.intake.codebook import in_order
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem, listed

STAGE = "codes"
SEVERITY = "fail"
GUIDANCE = (
    "Look the code up in the platform's questionnaire: a new answer category goes into the codebook (with 'value: null' where it is no "
    'answer, as "ved ikke"); a slip of the keyboard is mended in the wave\'s corrections.'
)


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        for use in export.uses:
            if use.codes is not None and use.column in export.raw.header:
                values = export.raw.frame[use.column]
                strange = values.notna() & ~values.isin(use.codes)
                if strange.any():
                    yield Problem(
                        export.raw.file,
                        f"column {use.column}, {export.raw.rows(strange)}",
                        "a code the codebook does not know",
                        f"{listed(in_order(use.codes))} ({export.role}: {use.key})",
                    )
