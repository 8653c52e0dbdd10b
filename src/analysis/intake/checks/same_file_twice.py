"""No file is delivered for two roles."""

from collections.abc import Iterator

from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "file"
SEVERITY = "fail"
GUIDANCE = "Fetch the export of the role that got another's file. One file that truly serves several roles is named with one path."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for name, digest in wave.sources.items():
        if digest in seen:
            yield Problem(name, "file", f"the same content as {seen[digest]}", "an export of its own")
        seen.setdefault(digest, name)
