"""No two forms of a centre have the same answers to every question and the same minute.

A form sent twice under two ids is in the data twice."""

from collections.abc import Iterator

from analysis.intake.material import NotApplicable, WaveMaterial
from analysis.parameters import Problem

STAGE = "plausibility"
SEVERITY = "warning"
GUIDANCE = "Look at the pairs of rows on the platform; where it is one form sent twice, delete one there and export again."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    found = False
    for export in wave.readable:
        if len(export.asked) >= wave.thresholds.near_duplicate_items and "answered" in export.told:
            found = True
            codes = export.forms.codes.loc[export.used]
            keys = codes.assign(centre_=export.used_forms["centre"], minute_=export.told["answered"].loc[codes.index].str.slice(0, 16))
            full = codes.notna().sum(axis=1) >= wave.thresholds.near_duplicate_items
            again = full & keys["minute_"].notna() & keys.duplicated(keep=False)
            if again.any():
                yield Problem(
                    export.raw.file,
                    export.rows(again.index[again]),
                    "the same answers from one centre in the same minute",
                    "forms that differ in something",
                )
    if not found:
        raise NotApplicable(f"no file has {wave.thresholds.near_duplicate_items} questions and the time of each form")
