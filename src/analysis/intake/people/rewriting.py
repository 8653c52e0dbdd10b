"""A raw file without some of its records, everything else as it was.

Text is cut line by line, so encoding, separators, quotes and line ends stay what they are, byte for byte. Workbooks and SPSS files are
written again. Every file is then read by its own reader and refused where anything but the records differs.
"""

import csv
import io
import shutil
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

import pandas as pd

from analysis.intake.formats.grid import delimiter
from analysis.intake.formats.read import read_raw
from analysis.intake.formats.spss import is_spss
from analysis.intake.formats.workbook import is_workbook
from analysis.intake.raw import MARKS, RawTable
from analysis.parameters import ParameterError, Problem
from analysis.parameters.municipality import RawFile

BY_HAND = (
    "a file that can be written again without these records and otherwise unchanged. This one cannot: delete the records on the platform, "
    "export again, put the new file in its place and run make forget once more; nothing has been changed"
)


def without(path: Path, source: RawFile, name: str, columns: Collection[str], gone: pd.Series) -> dict[Path, bytes]:
    """File -> its new content. ``gone`` marks the records of the export at ``path``, in its reader's order, that must go; ``columns`` are
    some that it has, by which a workbook's sheet is known.

    Raises ParameterError, before anything is written, where the file cannot be written again faithfully.
    """
    read = _read(path, source, name, columns)
    file = path / read.file.rpartition("/")[2].partition(", sheet ")[0] if path.is_dir() else path
    if not file.is_file():
        (file,) = [file for file in path.iterdir() if file.is_file() and not file.name.startswith(".")][:1]
    content = file.read_bytes()
    numbers = [read.numbers[place] if read.numbers else read.first_row + place for place in gone.to_numpy().nonzero()[0].tolist()]
    if is_spss(content):
        ways = _spss(file, numbers)
    else:
        ways = _workbook(content, set(numbers)) if is_workbook(content) else _text(content, set(numbers))
    for made in ways:
        if _same_but(read, path, source, name, file, made, gone):
            return {file: made}
    raise ParameterError([Problem(name, "file", f"{len(numbers)} record{'s' * (len(numbers) != 1)} to remove", BY_HAND)])


def _read(path: Path, source: RawFile, name: str, columns: Collection[str]) -> RawTable:
    return read_raw(path, name, columns, stated=source.format, sheet=source.sheet, missing=source.missing)


def _text(content: bytes, numbers: set[int]) -> Iterator[bytes]:
    """The text without its rows ``numbers``, with and without quotes honoured: which is right shows when it is read again."""
    wide = next((f"{encoding}-{end}" for mark, encoding in MARKS for end in _ends(mark) if content.startswith(mark)), None)
    # otherwise each byte a sign: what is no valid text comes out as it went in
    encoding = wide or "latin-1"
    text = content.decode(encoding)
    lines, separator = list(io.StringIO(text, newline="")), delimiter(text.lstrip("\ufeff"))
    for quoting in (csv.QUOTE_NONE, csv.QUOTE_MINIMAL):
        kept, start = [], 0
        reader = csv.reader(iter(lines), delimiter=separator, quoting=quoting)
        for number, _ in enumerate(reader, start=1):
            if number not in numbers:
                kept += lines[start : reader.line_num]
            start = reader.line_num
        yield "".join(kept).encode(encoding)


def _ends(mark: bytes) -> tuple[str, ...]:
    """Which end of a sign of two bytes comes first, by the byte order mark."""
    return {b"\xff\xfe": ("le",), b"\xfe\xff": ("be",)}.get(mark, ())


def _workbook(content: bytes, numbers: set[int]) -> Iterator[bytes]:
    """The workbook without the rows ``numbers``: of all its datasets, where it is SurveyXact's, else of one sheet after another."""
    import openpyxl

    titles = openpyxl.load_workbook(io.BytesIO(content), read_only=True).sheetnames
    datasets = [title for title in titles if title.casefold().startswith("dataset")]
    for chosen in ([datasets] if datasets else []) + [[title] for title in titles]:
        book = openpyxl.load_workbook(io.BytesIO(content))
        for title in chosen:
            for number in sorted(numbers, reverse=True):
                book[title].delete_rows(number)
        made = io.BytesIO()
        book.save(made)
        yield made.getvalue()


def _spss(file: Path, numbers: list[int]) -> Iterator[bytes]:
    """The SPSS file without the cases ``numbers``, if all it says of its variables can be written again."""
    import pyreadstat

    frame, about = pyreadstat.read_sav(file, user_missing=True, disable_datetime_conversion=True)
    with tempfile.TemporaryDirectory(prefix="lr-forget-") as folder:
        made = Path(folder) / file.name
        pyreadstat.write_sav(
            frame.drop(index=[number - 1 for number in numbers]),
            made,
            file_label=about.file_label or "",
            column_labels=about.column_names_to_labels,
            compress=file.suffix.lower() == ".zsav",
            variable_value_labels=about.variable_value_labels,
            missing_ranges=about.missing_ranges,
            variable_display_width=about.variable_display_width,
            variable_measure=about.variable_measure,
            variable_format=about.original_variable_types,
        )
        _, again = pyreadstat.read_sav(made, user_missing=True, disable_datetime_conversion=True)
        told = ("column_names_to_labels", "variable_value_labels", "missing_ranges", "variable_measure", "original_variable_types")
        if all(getattr(again, name) == getattr(about, name) for name in told):
            yield made.read_bytes()


def _same_but(read: RawTable, path: Path, source: RawFile, name: str, file: Path, made: bytes, gone: pd.Series) -> bool:
    """Whether the new content, read as the old one was, is the old one without the records ``gone``."""
    with tempfile.TemporaryDirectory(prefix="lr-forget-") as folder:
        # an export may need what lies beside it: labels, a dictionary
        for beside in file.parent.iterdir():
            if beside.is_file():
                shutil.copyfile(beside, Path(folder) / beside.name)
        (Path(folder) / file.name).write_bytes(made)
        try:
            again = _read(Path(folder) if path.is_dir() else Path(folder) / file.name, source, name, list(read.frame))
        except ParameterError:
            return False
    stays = ~gone.to_numpy()
    same = (part.equals(was[stays].reset_index(drop=True)) for part, was in ((again.frame, read.frame), (again.unread, read.unread)))
    return again.header == read.header and again.labels == read.labels and all(same)
