"""No raw file and no key is there after the day by which the programme has promised to delete it."""

from collections.abc import Iterator

from analysis.intake.material import NotApplicable, WaveMaterial
from analysis.intake.people.retention import kept_too_long
from analysis.intake.pseudonyms import PUBLIC_KEYS
from analysis.parameters import Problem

STAGE = "file"
SEVERITY = "fail"
GUIDANCE = (
    "Delete the wave's raw files, or the key, and every copy of them; the reports stand. A later date is the controller's to agree to, and "
    "stands in retention.yml with its reason (docs/data-protection.md, section 6)."
)


def check(wave: WaveMaterial) -> Iterator[Problem]:
    plan = wave.parameters.retention
    entry = plan.of(wave.municipality.slug, wave.wave.wave) if plan else None
    if entry is None or entry.no_dates_because:
        raise NotApplicable("no deletion dates: " + (entry.no_dates_because if entry else "a synthetic programme without retention.yml"))
    # whatever key the wave was opened with is there
    key = wave.parameters.programme.pseudonym_key not in PUBLIC_KEYS
    yield from kept_too_long(wave.parameters, entry, wave.municipality.slug, len(wave.contents), key, wave.today)
