"""No id was turned into a number by a spreadsheet (1,23E+12)."""

from collections.abc import Iterator

from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "codes"
SEVERITY = "fail"
GUIDANCE = "Export again and do not open the file in a spreadsheet: ids of many digits lose their last ones there, and children become one."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for export in wave.readable:
        for key in ("form", "child", "rater", "person", "centre", "site"):
            if key in export.told:
                mangled = export.told[key].str.fullmatch(r"\d(?:[.,]\d+)?[Ee]\+\d+").eq(True)
                if mangled.any():
                    yield Problem(
                        export.raw.file, f"{key}, {export.raw.rows(mangled)}", "a number in powers of ten", "the id, digit by digit"
                    )
