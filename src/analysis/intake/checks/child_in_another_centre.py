"""The forms about a child name the same centre."""

from collections.abc import Iterator

from analysis.intake.counting import pairs_of
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "cross_table"
SEVERITY = "warning"
GUIDANCE = "Ask which centre the child was in during the field period, and mend the other form in the wave's corrections."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for one, other in pairs_of(wave):
        home = one.used_forms.dropna(subset=["child_id"]).drop_duplicates("child_id").set_index("child_id")["centre"]
        forms = other.used_forms
        elsewhere = forms.index[forms["child_id"].map(home).notna() & (forms["child_id"].map(home) != forms["centre"])]
        if len(elsewhere):
            yield Problem(
                other.raw.file, f"centre, {other.rows(elsewhere)}", f"another centre than in {one.raw.file}", "one centre a child"
            )
