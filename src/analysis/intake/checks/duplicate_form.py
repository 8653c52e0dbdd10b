"""One form stands for one child, one rating, one person: no id comes twice.

Of several the fullest is used, then the latest; the others are counted as duplicates in the flow."""

from collections.abc import Iterator

from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "keys"
SEVERITY = "warning"
GUIDANCE = "Ask how a form could be sent twice. Many duplicates mean that ids are not what the codebook takes them for."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        again = export.forms.forms.index[export.forms.forms["reason"] == "duplicate"]
        if len(again):
            yield Problem(export.raw.file, export.rows(again), "a form of somebody who has a fuller or later one", "one form each")
