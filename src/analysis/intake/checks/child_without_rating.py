"""A child that answered has a form of its contact pedagogue."""

from collections.abc import Iterator

from analysis.intake.counting import pairs_of, percent
from analysis.intake.material import NotApplicable, WaveMaterial
from analysis.parameters import Problem

STAGE = "cross_table"
SEVERITY = "warning"
GUIDANCE = "Ask the centres named which forms are missing; a child without one is left out wherever two views of a child are compared."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    found = [pair for pair in pairs_of(wave) if {export.instrument.form for export in pair} == {"child", "rating"}]
    if not found:
        raise NotApplicable("no two files hold children's own forms and ratings of them")
    for pair in found:
        one, other = sorted(pair, key=lambda export: export.instrument.form != "child")
        children = one.used_forms.dropna(subset=["child_id"])
        alone = children[~children["child_id"].isin(other.used_forms["child_id"])]
        if len(alone) > wave.thresholds.unmatched_share * len(children):
            centres = alone["centre"].value_counts().sort_index()
            yield Problem(
                one.raw.file,
                "child",
                f"{len(alone)} of {len(children)} children without a form of {other.role} "
                f"({', '.join(f'{centre} {number}' for centre, number in centres.items())})",
                f"at most {percent(wave.thresholds.unmatched_share)}",
            )
