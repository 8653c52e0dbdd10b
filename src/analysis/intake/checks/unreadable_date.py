"""Every date is one: 2019-09-24 or 24-09-2019, day before month."""

from collections.abc import Iterator

from analysis.intake.dates import parse_dates
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "codes"
SEVERITY = "fail"
GUIDANCE = "Export dates as text in year-month-day; a spreadsheet that was opened in between may have turned day and month round."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        for key, example in (("answered", "2019-09-24 or 24-09-2019"), ("birth_date", "2014-09-24 or 24-09-2014")):
            if key in export.told:
                text = export.told[key]
                strange = text.notna() & parse_dates(text).isna()
                if strange.any():
                    yield Problem(export.raw.file, f"{key}, {export.raw.rows(strange)}", "something else", f"a date ({example})")
