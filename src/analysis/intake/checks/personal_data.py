"""No column, read or not, holds personal data that the programme refuses: CPR numbers anywhere, names and the like in what is read.

Found by what a cell looks like and what a column is called; rows are named, contents never. What is dropped instead is counted in the flow.
"""

from collections.abc import Iterator

from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "file"
SEVERITY = "fail"
GUIDANCE = (
    "Delete the file, tell whoever is responsible for the data, and have the export made again without the column (CPR numbers never "
    "belong in it). Where the column holds something else, name it under 'people: not_personal' in programme.yml with the reason; "
    "docs/data-protection.md, section 4."
)


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        yield from export.examined.problems
