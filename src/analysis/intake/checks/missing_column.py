"""Every column that the codebook reads in the wave is in the file."""

from collections.abc import Iterator

from analysis.intake.codebook import known_columns
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem, nearest

STAGE = "columns"
SEVERITY = "fail"
GUIDANCE = (
    "Export the file with all its columns. Where a question was not asked in this wave, write 'null' for the wave under the item's "
    "'columns' in the codebook."
)


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        known = known_columns(export.instrument, [export.wave], export.background) | (export.elsewhere or frozenset())
        spare = [name for name in export.raw.header if name not in known]
        for use in export.uses:
            if use.column not in export.raw.header:
                yield Problem(
                    export.raw.file,
                    f"column {use.column}",
                    "nothing",
                    f"the column of {use.key} in the codebook",
                    nearest(use.column, spare),
                )
