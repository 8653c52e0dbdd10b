"""Most forms of a group can be used."""

from collections.abc import Iterator

from analysis.intake.counting import percent
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "plausibility"
SEVERITY = "warning"
GUIDANCE = (
    "See in the flow which reason takes so many: a wrong code for 'completed' or 'consent', ids that come twice, forms without a centre."
)


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        reasons = export.forms.forms["reason"]
        if len(reasons) >= wave.thresholds.min_forms and reasons.notna().mean() > wave.thresholds.dropped_share:
            most = reasons.value_counts()
            found = f"{reasons.notna().sum()} of {len(reasons)} forms not used, {most.iloc[0]} of them {most.index[0]}"
            yield Problem(export.raw.file, "forms", found, f"at most {percent(wave.thresholds.dropped_share)}")
