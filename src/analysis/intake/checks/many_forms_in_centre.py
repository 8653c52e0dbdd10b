"""A centre has no more leaders than it can have."""

from collections.abc import Iterator

from analysis.intake.material import NotApplicable, WaveMaterial
from analysis.parameters import Problem

STAGE = "plausibility"
SEVERITY = "warning"
GUIDANCE = "Ask who answered: deputies and the staff's link sent to leaders are no leaders. The most is checks.forms_per_centre."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    limited = [export for export in wave.readable if export.role in wave.thresholds.forms_per_centre]
    if not limited:
        raise NotApplicable("no group with a limit (checks.forms_per_centre) could be read")
    for export in limited:
        most = wave.thresholds.forms_per_centre[export.role]
        number = export.used_forms["centre"].value_counts().sort_index()
        for centre, forms in number[number > most].items():
            yield Problem(export.raw.file, f"centre {centre}", f"{forms} forms of {export.role}", f"at most {most}")
