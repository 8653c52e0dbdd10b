"""A group's file has a form that can be used."""

from collections.abc import Iterator

from analysis.intake.counting import counted
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "plausibility"
SEVERITY = "fail"
GUIDANCE = "See in the flow why every form is left out; most often the code for 'completed' or 'consent', or the centre's column."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        reasons = export.forms.forms["reason"]
        if len(reasons) and reasons.notna().all():
            most = reasons.value_counts()
            found = f"none of {counted(len(reasons), 'form')} used, {most.iloc[0]} of them {most.index[0]}"
            yield Problem(export.raw.file, "forms", found, "a form that can be used")
