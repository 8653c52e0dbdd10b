"""The forms about a child give it the same age."""

from collections.abc import Iterator

from analysis.intake.counting import pairs_of
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "cross_table"
SEVERITY = "warning"
GUIDANCE = "Look the birth dates up; the birth date of the file that is right goes into the wave's corrections."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    most = wave.thresholds.age_difference_months
    for one, other in pairs_of(wave):
        known = one.used_forms.dropna(subset=["child_id", "age_months"]).drop_duplicates("child_id").set_index("child_id")["age_months"]
        forms = other.used_forms
        apart = forms.index[(forms["age_months"] - forms["child_id"].map(known).astype("float64")).abs() > most]
        if len(apart):
            found = f"more than {most:g} months from the age in {one.raw.file}"
            yield Problem(other.raw.file, f"age, {other.rows(apart)}", found, "one age a child")
