"""Every cell of the study, the cheap ones first."""

from studies import waves
from studies.tally import Cell


def every_cell() -> list[Cell]:
    return [*waves.cells()]
