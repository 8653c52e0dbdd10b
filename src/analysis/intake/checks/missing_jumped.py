"""A question is not passed over much more often than in the wave before."""

from collections.abc import Iterator

from analysis.intake.counting import percent, roles_of_both
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "last_wave"
SEVERITY = "warning"
GUIDANCE = "See whether the question was shown to all this time. The jump is checks.missing_jump."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export, forms in roles_of_both(wave):
        responses = wave.earlier.responses
        own = responses[responses["form_id"].isin(forms["form_id"])]
        then = own["code"].isna().groupby(own["item"]).mean()
        codes = export.forms.codes.loc[export.used]
        for item in export.asked if len(codes) >= wave.thresholds.min_forms else []:
            now = codes[item.item].isna().mean()
            if item.item in then.index and now - then[item.item] > wave.thresholds.missing_jump:
                expected = f"about the {percent(then[item.item])} of {wave.earlier.wave}"
                yield Problem(export.raw.file, f"column {item.column(export.wave)}", f"{percent(now)} without an answer", expected)
