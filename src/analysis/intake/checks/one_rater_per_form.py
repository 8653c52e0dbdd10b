"""A rater has more forms than one, here and there.

Where every form has a rater of its own, the column holds something else (the form's number), and the dependence between a
rater's forms is lost."""

from collections.abc import Iterator

from analysis.intake.material import NotApplicable, WaveMaterial
from analysis.parameters import Problem

STAGE = "plausibility"
SEVERITY = "warning"
GUIDANCE = "Give the codebook the column that names the person; where it does not exist, leave 'rater' out so that the report says so."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    rated = [export for export in wave.readable if "rater" in export.told]
    if not rated:
        raise NotApplicable("no file tells the rater")
    for export in rated:
        raters = export.used_forms["rater_id"].dropna()
        if len(raters) >= wave.thresholds.min_forms and not raters.duplicated().any():
            yield Problem(export.raw.file, "rater", f"{len(raters)} forms of {len(raters)} raters", "raters with several forms")
