"""No test of the questionnaire was left among the answers."""

from collections.abc import Iterator

import pandas as pd

from analysis.intake.counting import any_word
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "codes"
SEVERITY = "warning"
GUIDANCE = "Delete the tests on the platform and export again. The words by which a test is known are checks.test_words in programme.yml."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    test = any_word(wave.thresholds.test_words)
    for export in wave.readable:
        found = pd.Series(False, index=export.raw.frame.index)
        for key in ("form", "child", "rater", "person", "centre"):
            if key in export.told:
                found |= export.told[key].map(lambda told: bool(test.search(told)), na_action="ignore").eq(True)
        if found.any():
            yield Problem(export.raw.file, export.raw.rows(found), "an id that looks like a test", "answers of real respondents")
