"""Every group of respondents of the programme has a file."""

from collections.abc import Iterator

from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem, listed

STAGE = "cross_table"
SEVERITY = "warning"
GUIDANCE = "Name the file under 'raw' in the municipality's wave. A group that was not asked has no pages in the report."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for role in wave.parameters.programme.roles:
        if role not in wave.exports:
            yield Problem(wave.name, "raw", f"no file for {role}", listed(wave.parameters.programme.roles))
