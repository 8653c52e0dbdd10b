"""Development goals: what people want to reach on scales about the learning environment, in a municipality or in one centre."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, model_validator

from analysis.parameters.base import Closed, Name, Slug, Text, WaveName
from analysis.parameters.problems import Problem, listed, nearest, unknown

if TYPE_CHECKING:
    from analysis.parameters.instrument import Instrument, Scale
    from analysis.parameters.load import Parameters

LEADER = "leader"
"""The role with one respondent a centre: one person, whatever the number of centres around it, and never shown by centre."""


class Goal(Closed):
    """A development goal, set by people in the wave ``set_in`` and followed up in the later ones.

    ``centre``: the centre that set it for itself; without one it is the municipality's. What is aimed at is ``rise`` points above
    ``set_in`` or ``level`` points; where neither is said, a rise of the programme's margin. On a scale of or about the children there is
    no aim: the municipality follows it (``followed``), and no centre sets one.
    """

    slug: Slug
    scale: Name
    role: Name
    text: Text
    set_in: WaveName
    centre: Slug | None = None
    rise: Annotated[float, Field(gt=0)] | None = None
    level: Annotated[float, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _one_aim(self) -> "Goal":
        if self.rise is not None and self.level is not None:
            raise ValueError("either rise (points above set_in) or level (points), not both")
        return self


def of_the_environment(instrument: "Instrument", scale: "Scale") -> bool:
    """Whether a goal may be set on the scale: what staff, leaders or parents say about the learning environment."""
    return instrument.form in ("person", "parent") and scale.kind == "practice"


def shown_by_centre(instrument: "Instrument", scale: "Scale") -> bool:
    """Whether a centre may see its own number of the scale at all."""
    return of_the_environment(instrument, scale) and scale.about != "person" and instrument.role != LEADER


def goals_are_about_the_learning_environment(parameters: "Parameters", instrument_files: set[str], folder: str) -> Iterator[Problem]:
    """The rule of the law since July 2018: goals are about the learning environment; what children answer is followed, and by the
    municipality only."""
    for slug, municipality in parameters.municipalities.items():
        file, seen = f"{folder}/municipalities/{slug}.yml", set()
        for goal in municipality.goals:
            if goal.slug in seen:
                yield Problem(file, f"goals.{goal.slug}", "several goals of this slug", "one")
            seen.add(goal.slug)
            if goal.centre is not None:
                yield from unknown(file, f"goals.{goal.slug}.centre", goal.centre, [centre.slug for centre in municipality.centres])
            instrument = parameters.instruments.get(goal.role)
            names = [scale.scale for scale in instrument.scales] if instrument else []
            if goal.scale not in names:  # a role that is not there is another rule's problem
                yield from unknown(file, f"goals.{goal.slug}.scale", goal.scale, names) if names else ()
                continue
            yield from _allowed(parameters, goal, instrument, instrument.scale(goal.scale), file)


def _allowed(parameters: "Parameters", goal: Goal, instrument: "Instrument", scale: "Scale", file: str) -> Iterator[Problem]:
    may = shown_by_centre if goal.centre else of_the_environment
    if may(instrument, scale) or not (goal.centre or goal.rise or goal.level):
        return
    valid = [one.scale for role, one in parameters.scales() if may(parameters.instruments[role], one)]
    key, found = f"goals.{goal.slug}.scale", f"{goal.scale!r} of {goal.role!r}"
    close = _linked(parameters, goal.scale, valid) or nearest(goal.scale, valid)
    if goal.centre:
        yield Problem(file, key, f"{found} for the centre {goal.centre!r}",
                      f"a scale of the learning environment that one centre may see its own number of: {listed(valid)}", close)
    else:
        aim = "rise" if goal.rise else "level"
        yield Problem(file, key, f"{found} with {aim!r}",
                      f"no {aim!r}: what is said by or about the children is followed, not aimed at; or a scale of the learning "
                      f"environment: {listed(valid)}", close)


def _linked(parameters: "Parameters", scale: str, valid: list[str]) -> str | None:
    """The practice that the programme joins to an outcome: what a goal could be set on instead."""
    return next((link.practice for link in parameters.programme.links if link.outcome == scale and link.practice in valid), None)
