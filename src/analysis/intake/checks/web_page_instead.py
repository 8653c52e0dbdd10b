"""No file is a web page that was saved in its place."""

from collections.abc import Iterator

from analysis.intake.material import WaveMaterial
from analysis.parameters import Problem

STAGE = "file"
SEVERITY = "fail"
GUIDANCE = "Log in to the platform and download again: what was saved is the page of a login or an error."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    for content in wave.contents:
        if content.text.lstrip("\ufeff \r\n\t")[:200].lower().startswith(("<!doctype html", "<html")):
            yield Problem(content.name, "file", "a web page (HTML)", "an export")
