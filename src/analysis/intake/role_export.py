"""One role's export read with the codebook: the columns as this file calls them, the answers as codes."""

from collections.abc import Callable, Iterable
from pathlib import Path

from analysis.intake.answers import coded, question_texts
from analysis.intake.codebook import uses
from analysis.intake.formats.read import read_raw
from analysis.intake.raw import RawTable
from analysis.parameters import Instrument
from analysis.parameters.instrument import Flag
from analysis.parameters.municipality import RawFile
from analysis.parameters.programme import BackgroundVariable


def file_codebook(instrument: Instrument, source: RawFile) -> Instrument:
    """``instrument`` with the columns as ``source`` calls them, and its way of telling completed forms."""
    told = source.completed
    return instrument.in_file(source.columns, told and Flag(columns={"all": told.column}, codes=told.codes))


def read_role(
    path: Path,
    name: str,
    source: RawFile,
    instrument: Instrument,
    wave: str,
    background: Iterable[BackgroundVariable],
    mend: Callable[[RawTable], RawTable] = lambda raw: raw,
) -> RawTable:
    """The columns of ``wave`` from the export at ``path``, answers as codes; ``instrument`` is the file's (``file_codebook``).

    ``mend`` is done to the cells as they stand in the file, before anything is made of them.
    Raises ParameterError with what is wrong in the file.
    """
    background = list(background)
    columns = {use.column for use in uses(instrument, wave, background)}
    raw = read_raw(
        path,
        name,
        columns,
        stated=source.format,
        texts=question_texts(instrument, wave, background),
        sheet=source.sheet,
        missing=source.missing,
    )
    return coded(mend(raw), instrument, wave, background)
