"""A shown file by contract, made up for these tests: invented scales, invented numbers, every kind of row and every status."""

from display.example.meta import CENTRES, administration, both, make_meta, recommendation
from display.example.rows import hide, make_rows, row

__all__ = ["CENTRES", "administration", "both", "hide", "make_meta", "make_rows", "recommendation", "row"]
