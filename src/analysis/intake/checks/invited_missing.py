"""The number invited is known for every centre and group that answered."""

from collections.abc import Iterator

from analysis.intake.counting import rates
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "cross_table"
SEVERITY = "warning"
GUIDANCE = "Add a row for the centre and group to the file of invited counts."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export, table in rates(wave):
        lacking = table.index[(table["answered"] > 0) & (table["invited"] == 0)]
        if len(lacking):
            yield Problem(
                wave.invited_file, f"role {export.role}", f"nobody invited in {', '.join(lacking)}", "how many were invited there"
            )
