"""Children have the same id in every file.

Where hardly a child of one file is found in another, the ids are different ones (leading zeros lost, a prefix added)
and nothing can be joined."""

from collections.abc import Iterator

from analysis.intake.counting import pairs_of, percent
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "cross_table"
SEVERITY = "fail"
GUIDANCE = "Compare the id columns of the two files by eye, and export both with the same id."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for one, other in pairs_of(wave):
        ids, others = set(one.told["child"].dropna()), set(other.told["child"].dropna())
        if ids and others:
            share = len(ids & others) / min(len(ids), len(others))
            if share < wave.thresholds.matching_share:
                yield Problem(
                    one.raw.file,
                    "child",
                    f"{percent(share)} of the ids that could be in {other.raw.file} too",
                    f"at least {percent(wave.thresholds.matching_share)}",
                )
