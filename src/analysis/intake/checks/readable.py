"""Every delivered file can be read in its format: the right number of fields in each row, every column name once.

What the reader of the format says is told as it stands.
"""

from collections.abc import Iterator

from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "file"
SEVERITY = "fail"
GUIDANCE = "Export the file again from the platform and do not open and save it in a spreadsheet in between."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.exports.values():
        yield from export.unreadable
