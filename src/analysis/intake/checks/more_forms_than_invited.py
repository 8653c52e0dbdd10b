"""No group has more forms than were invited."""

from collections.abc import Iterator

from analysis.intake.counting import rates
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "cross_table"
SEVERITY = "fail"
GUIDANCE = "Ask for the true number invited: with a wrong one every response rate is wrong, and with it what the report warns of."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export, table in rates(wave):
        # where nobody is said to be invited another check speaks up
        table = table[table["invited"] > 0]
        answered, invited = int(table["answered"].sum()), int(table["invited"].sum())
        if answered > invited:
            yield Problem(wave.invited_file, f"role {export.role}", f"{invited} invited", f"at least the {answered} who answered")
