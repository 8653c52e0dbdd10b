"""No child has more parents' forms than parents."""

from collections.abc import Iterator

from analysis.intake.material import NotApplicable, WaveMaterial
from analysis.parameters import Problem

STAGE = "plausibility"
SEVERITY = "warning"
GUIDANCE = "See whether the id is the child's: a centre's or a group's id in its place makes many forms into one child's."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    parents = [export for export in wave.readable if export.instrument.form == "parent" and "child" in export.told]
    if not parents:
        raise NotApplicable("no file holds parents' forms about a child")
    for export in parents:
        forms = export.used_forms
        number = forms["child_id"].value_counts()
        many = number[number > wave.thresholds.forms_per_child]
        if len(many):
            where = export.rows(forms.index[forms["child_id"].isin(many.index)])
            found = f"{len(many)} {'child' if len(many) == 1 else 'children'} with up to {many.max()} forms"
            yield Problem(export.raw.file, f"child, {where}", found, f"at most {wave.thresholds.forms_per_child}")
