"""Every centre where somebody was invited has a form."""

from collections.abc import Iterator

from analysis.intake.counting import rates
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "cross_table"
SEVERITY = "warning"
GUIDANCE = "Ask the centre whether the invitations arrived; where nobody answered the report says that there are no answers."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export, table in rates(wave):
        silent = table.index[(table["answered"] == 0) & (table["invited"] > 0)]
        if len(silent):
            yield Problem(export.raw.file, "centre", f"no form from {', '.join(silent)}", "a form from each centre that was invited")
