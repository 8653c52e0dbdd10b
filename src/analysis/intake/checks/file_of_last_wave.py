"""No file is one that the wave before was made from."""

from collections.abc import Iterator

from analysis.intake.counting import wave_before
from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "last_wave"
SEVERITY = "fail"
GUIDANCE = (
    "Fetch this wave's export; the old file was copied into the new folder. One file that truly serves both waves is named with one path."
)


def check(wave: WaveMaterial) -> Iterator[Problem]:
    before = wave_before(wave)
    known = {digest: name for name, digest in before.sources.items()}
    for name, digest in wave.sources.items():
        if digest in known and known[digest] != name:
            yield Problem(name, "file", f"the content of {known[digest]}", f"this wave's export, not that of {before.wave}")
