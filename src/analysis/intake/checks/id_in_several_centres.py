"""An id belongs to one centre.

Where numbers are handed out anew in each centre (M1, M2 ...), people of different centres would be taken for one and
dropped as duplicates."""

from collections.abc import Iterator

import pandas as pd

from analysis.intake.counting import percent
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "keys"
SEVERITY = "fail"
GUIDANCE = (
    "Make ids unique: put the centre's code before the number on the platform. A few who work in two centres are let pass "
    "(checks.reused_id_share)."
)


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        for key in ("person", "child"):
            if key in export.told:
                pairs = pd.DataFrame({"id": export.told[key], "centre": export.forms.forms["centre"]}).dropna().drop_duplicates()
                several = pairs["id"].duplicated(keep=False)
                reused, everyone = pairs.loc[several, "id"].nunique(), pairs["id"].nunique()
                if reused > wave.thresholds.reused_id_share * everyone:
                    yield Problem(
                        export.raw.file,
                        f"{key}, {export.raw.rows(export.told[key].isin(set(pairs.loc[several, 'id'])))}",
                        f"{reused} of {everyone} ids in more than one centre",
                        f"at most {percent(wave.thresholds.reused_id_share)}: ids that are unique in the municipality",
                    )
