"""No question mark stands where a letter of a place's name was (S?lh?j)."""

import re
from collections.abc import Iterator

from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "file"
SEVERITY = "fail"
GUIDANCE = "Fetch the export again in UTF-8: the letters were lost when it was saved in an encoding without them."
LOST = re.compile(r"[^\W\d]\?|^\?[^\W\d]")


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        for key in ("centre", "site"):
            if key in export.told:
                values = export.told[key]
                lost = values.isin([value for value in values.dropna().unique() if LOST.search(value)])
                if lost.any():
                    yield Problem(export.raw.file, f"{key}, {export.raw.rows(lost)}", "a question mark inside a name", "the letter it was")
