"""A municipality's own questions to its surveys, and which estimates answer them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from analysis.parameters.base import Closed, Name, Slug, Text, WaveName
from analysis.parameters.problems import Problem, unknown

if TYPE_CHECKING:
    from analysis.parameters.load import Parameters
    from analysis.parameters.municipality import Municipality

Quantity = Literal["change", "lasting_change", "initiative", "spread_change", "gap_change", "leader_staff_gap_change"]
SINCE_LAST = ("initiative", "spread_change", "gap_change", "leader_staff_gap_change")
"""Quantities that are estimated since the wave before, and since no earlier one."""


class Part(Closed):
    """One thing a question asks, and the estimates that answer it: one ``quantity`` on some ``scales``.

    ``wave``: the wave looked at (default: the last one), ``since``: the wave it is held against (default: the one before; ``change`` knows
    every earlier one). ``initiative`` names whose follow-up is meant, ``background`` two groups of children (``gender:girl-boy``).
    """

    asks: Text
    quantity: Quantity
    scales: tuple[Name, ...] = Field(min_length=1)
    wave: WaveName | None = None
    since: WaveName | None = None
    initiative: Slug | None = None
    background: str | None = None


MOST_PARTS, MOST_QUESTIONS = 4, 3
"""What a development report has room for."""


class Question(Closed):
    """A question of the municipality's own, put before the numbers were seen; ``initiatives`` are those it is about."""

    slug: Slug
    text: Text
    parts: tuple[Part, ...] = Field(min_length=1, max_length=MOST_PARTS)
    initiatives: tuple[Slug, ...] = ()
    source: str = ""


def questions_can_be_answered(parameters: "Parameters", instrument_files: set[str], folder: str) -> Iterator[Problem]:
    """Every part names scales, waves, an initiative and groups of children that there are, and that its quantity knows."""
    for slug, place in parameters.municipalities.items():
        file = f"{folder}/municipalities/{slug}.yml"
        for question in place.questions:
            key = f"questions.{question.slug}"
            for name in question.initiatives:
                yield from unknown(file, f"{key}.initiatives", name, [entry.slug for entry in place.initiatives])
            for number, part in enumerate(question.parts):
                yield from _part(parameters, place, part, file, f"{key}.parts.{number}")


def _part(parameters: "Parameters", place: "Municipality", part: Part, file: str, key: str) -> Iterator[Problem]:
    scales = {scale.scale: scale for _, scale in parameters.scales()}
    for name in part.scales:
        yield from unknown(file, f"{key}.scales", name, scales)
    if part.quantity == "leader_staff_gap_change":
        apart = [name for name, scale in scales.items() if scale.parallel]
        for name in part.scales:
            if name in scales:
                yield from unknown(file, f"{key}.scales", name, apart)
    yield from _initiative(place, part, file, key)
    yield from _groups(parameters, part, file, key)
    yield from _waves(place, part, file, key)


def _initiative(place: "Municipality", part: Part, file: str, key: str) -> Iterator[Problem]:
    if (part.quantity == "initiative") != (part.initiative is not None):
        yield Problem(file, f"{key}.initiative", repr(part.initiative),
                      "the initiative that the quantity 'initiative' is of, and only with it")
        return
    known = {entry.slug: entry for entry in place.initiatives}
    if part.initiative is not None:
        yield from unknown(file, f"{key}.initiative", part.initiative, known)
        if part.initiative in known:
            for name in part.scales:
                yield from unknown(file, f"{key}.scales", name, known[part.initiative].scales)


def _groups(parameters: "Parameters", part: Part, file: str, key: str) -> Iterator[Problem]:
    if (part.quantity == "gap_change") != (part.background is not None):
        yield Problem(file, f"{key}.background", repr(part.background),
                      "two groups of children with the quantity 'gap_change', only with it")
    elif part.background is not None:
        valid = [f"{variable.name}:{one.category}-{variable.reference}" for variable in parameters.programme.background if variable.used
                 for one in variable.categories if one.category != variable.reference]
        yield from unknown(file, f"{key}.background", part.background, valid)


def _waves(place: "Municipality", part: Part, file: str, key: str) -> Iterator[Problem]:
    order = [wave.wave for wave in sorted(place.waves, key=lambda wave: wave.field_period.start)]
    for name, wave in (("wave", part.wave), ("since", part.since)):
        if wave is not None and wave not in order:
            yield from unknown(file, f"{key}.{name}", wave, order)
            return
    later = part.wave or order[-1]
    before = order[: order.index(later)]
    if part.quantity == "lasting_change":
        if part.wave or part.since or len(order) < 3:
            yield Problem(file, f"{key}.quantity", "'lasting_change'",
                          "three waves, and neither 'wave' nor 'since': it is about the last three")
    elif not before:
        yield Problem(file, f"{key}.wave", repr(later), "a wave with an earlier one")
    elif part.since is not None:
        yield from unknown(file, f"{key}.since", part.since, before[-1:] if part.quantity in SINCE_LAST else before)
