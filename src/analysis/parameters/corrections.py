"""``municipalities/<slug>/corrections/<wave>.yml``: cells of a raw file that are known to be wrong, mended without touching the file."""

from datetime import date
from typing import Annotated

from pydantic import Field

from analysis.parameters.base import Closed, Code, Name

Words = Annotated[str, Field(min_length=1)]


class Correction(Closed):
    """One mended cell, or the same cell of several rows.

    ``where`` finds the rows: ``row`` (the number a reader of the file counts) or columns with what stands in them. ``expect`` is what the
    source says now (null: nothing): once it says something else the correction has had its day, and holds the
    wave back until it is deleted.
    """

    role: Name
    where: Annotated[dict[str, Code], Field(min_length=1)]
    column: Words
    expect: Code | None
    to: Code | None
    reason: Words
    reporter: Words
    date: date


class Corrections(Closed):
    corrections: tuple[Correction, ...]
