"""A rater works in one centre, or in few."""

from collections.abc import Iterator

from analysis.intake.counting import counted
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "keys"
SEVERITY = "warning"
GUIDANCE = "Ask whose id that is: a shared tablet or a substitute pool is no rater. Raters told apart wrongly make intervals too narrow."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    most = wave.thresholds.centres_per_rater
    for export in wave.readable:
        if "rater" in export.told:
            forms = export.used_forms
            centres = forms.groupby("rater_id")["centre"].nunique()
            many = centres[centres > most]
            if len(many):
                where = export.rows(forms.index[forms["rater_id"].isin(many.index)])
                found = f"{counted(len(many), 'rater')} with forms in up to {many.max()} centres"
                yield Problem(export.raw.file, f"rater, {where}", found, f"at most {most}")
