"""The children are about as old as in the wave before, where other children are asked each time."""

from collections.abc import Iterator

from analysis.intake.counting import roles_of_both, wave_before
from analysis.intake.material import NotApplicable, WaveMaterial
from analysis.parameters import Problem

STAGE = "last_wave"
SEVERITY = "warning"
GUIDANCE = "See whether the age is counted in months in both, and whether the same years took part. The jump is checks.age_jump_months."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    before = wave_before(wave)
    if wave.parameters.programme.design == "cohort":
        raise NotApplicable("the programme follows the same children: they are older")
    for export, forms in roles_of_both(wave):
        then, now = forms["age_months"].dropna(), export.used_forms["age_months"].dropna()
        if min(len(then), len(now)) >= wave.thresholds.min_forms and abs(now.mean() - then.mean()) > wave.thresholds.age_jump_months:
            found = f"a mean age of {now.mean():.0f} months"
            yield Problem(export.raw.file, "age", found, f"about the {then.mean():.0f} of {before.wave}")
