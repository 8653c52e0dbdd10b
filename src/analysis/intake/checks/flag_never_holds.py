"""The column that says a form is completed, or that consent was given, holds its code at least once."""

from collections.abc import Iterator

from analysis.intake.codebook import fails
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem, listed, nearest

STAGE = "codes"
SEVERITY = "fail"
GUIDANCE = "Write the code as the export has it under 'completed' or 'consent' in the codebook; as it stands every form would be left out."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        for key, flag in (("completed", export.instrument.completed), ("consent", export.instrument.consent)):
            column = flag.column(export.wave) if flag else None
            if column in export.raw.header:
                values = export.raw.frame[column]
                if values.notna().any() and fails(values, flag).all():
                    told = {code.casefold(): code for code in values.dropna().unique()}
                    like = nearest(flag.codes[0].casefold(), told)
                    yield Problem(
                        export.raw.file,
                        f"column {column}",
                        "no form with the code of the codebook",
                        f"{listed(flag.codes)} ({key})",
                        told.get(like),
                    )
