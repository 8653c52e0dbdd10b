"""No centre has more forms of a group than were invited there."""

from collections.abc import Iterator

from analysis.intake.counting import rates
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "cross_table"
SEVERITY = "warning"
GUIDANCE = "Ask the centre: a child that moved, a wrong centre on a form, or an old list of those invited."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export, table in rates(wave):
        for row in table[table["answered"] > table["invited"]].itertuples():
            if row.invited:
                yield Problem(
                    wave.invited_file, f"{row.Index}, {export.role}", f"{row.invited} invited", f"at least the {row.answered} who answered"
                )
