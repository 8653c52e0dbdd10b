"""No file breaks off in the middle of its last row.

A copy that was interrupted ends without a line end, on a row with fewer separators than the header, or inside a quoted field."""

from collections.abc import Iterator

from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "file"
SEVERITY = "fail"
GUIDANCE = "Fetch the file again: it was cut off on the way, and the forms after the cut are missing."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for content in wave.contents:
        lines = content.text.splitlines(keepends=True)
        if len(lines) > 1 and not lines[-1].endswith(("\n", "\r")) and _separators(lines[-1], lines[0]) < _separators(lines[0], lines[0]):
            yield Problem(content.name, f"row {len(lines)}", "a last row that breaks off", "a whole row, with a line end after it")


def _separators(line: str, header: str) -> int:
    return line.count(max(";,\t", key=header.count))
