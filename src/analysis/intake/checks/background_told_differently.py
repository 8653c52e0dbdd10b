"""The forms about a child tell the same background."""

from collections.abc import Iterator

import pandas as pd

from analysis.intake.counting import pairs_of, percent
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "cross_table"
SEVERITY = "warning"
GUIDANCE = "Look at a few children: codes that are the other way round in one file make most of them differ, slips of a finger a few."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for one, other in pairs_of(wave):
        for variable in (entry.name for entry in wave.parameters.programme.background if entry.used):
            told = [_told(export.used_forms, variable) for export in (one, other)]
            both = told[0].to_frame("one").join(told[1].rename("other"), how="inner").dropna()
            different = int((both["one"] != both["other"]).sum())
            if different > wave.thresholds.told_differently_share * len(both):
                yield Problem(
                    other.raw.file,
                    f"background.{variable}",
                    f"{different} of {len(both)} children told differently than in {one.raw.file}",
                    f"at most {percent(wave.thresholds.told_differently_share)}",
                )


def _told(forms: pd.DataFrame, variable: str) -> pd.Series:
    return forms.dropna(subset=["child_id", variable]).drop_duplicates("child_id").set_index("child_id")[variable]
