"""Earlier answers of a centre that was split since say by their site which part they belong to."""

from collections.abc import Iterator

from analysis.intake.material import NotApplicable, WaveMaterial
from analysis.parameters import Problem
from analysis.parameters.municipality import successor_on

STAGE = "last_wave"
SEVERITY = "warning"
GUIDANCE = "Nothing is wrong here: the centre cannot be followed over the split, so no change is told of its parts. Say so to them."


def check(wave: WaveMaterial) -> Iterator[Problem]:
    if wave.earlier is None:
        raise NotApplicable("there is no earlier wave that has been made")
    start, centres = wave.wave.field_period.start, wave.register.centres
    split = [centre for centre in centres.values() if centre.split_into and centre.closed < start]
    if not split:
        raise NotApplicable("no centre was split")
    forms = wave.earlier.forms
    for centre in split:
        own = forms[forms["centre"] == centre.slug]
        stay = sum(successor_on(centres, centre.slug, start, site) == centre.slug for site in own["site"].fillna(""))
        if stay:
            parts = " and ".join(part.centre for part in centre.split_into)
            yield Problem(
                f"parameters/{wave.parameters.programme.slug}/municipalities/{wave.municipality.slug}.yml",
                f"centres.{centre.slug}.split_into",
                f"{stay} of {len(own)} forms of {wave.earlier.wave} that name no site of {parts}",
                "a site on every form, for the parts to be followed over the split",
            )
