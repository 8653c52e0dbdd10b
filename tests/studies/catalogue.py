"""Every cell of the study."""

from studies import nothing, recommending, sides, stories, waves
from studies.tally import Cell


def every_cell() -> list[Cell]:
    return [*waves.cells(), *sides.cells(), *nothing.cells(), *stories.cells(), *recommending.cells()]
