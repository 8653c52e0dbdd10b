"""A raw file without some of its records, byte for byte as it was in all the others.

Text is cut line by line, so encoding, separators, quotes and line ends stay what they are. Workbooks and SPSS files are written again; each
file, of whatever format, is then read by its own reader and refused where anything but the records differs.
"""

import csv
import io
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from analysis.intake.raw import RawTable, delimiter, records
from analysis.intake.reading import read_export
from analysis.parameters import ParameterError, Problem
from analysis.parameters.municipality import RawFile

WORKBOOK, SPSS = b"PK\x03\x04", (b"$FL2", b"$FL3")
BY_HAND = (
    "a file that can be written again without these records and otherwise unchanged. This one cannot: delete the records on the platform, "
    "export again, put the new file in its place and run make forget once more; nothing has been changed"
)
Cells = Mapping[str, frozenset[str]]
"""column -> what stands in it on the records to leave out."""


def without(path: Path, source: RawFile, name: str, cells: Cells, read: RawTable, gone: int) -> dict[Path, bytes]:
    """File -> its new content. ``read`` is the export at ``path`` as its reader has it, ``gone`` how many records must go.

    Raises ParameterError, before anything is written, where the file cannot be written again faithfully.
    """
    file = path / "dataset.csv" if path.is_dir() else path
    content = file.read_bytes()
    try:
        if content.startswith(WORKBOOK):
            made = _workbook(content, cells)
        elif content.startswith(SPSS):
            made = _spss(file, cells)
        else:
            made = _text(content, cells)
        faithful = made is not None and _same_but(read, path, source, file.name, made, cells, gone)
    except ParameterError:
        faithful = False
    if not faithful:
        raise ParameterError([Problem(name, "file", f"{gone} record{'s' if gone != 1 else ''} to remove", BY_HAND)])
    return {file: made}


def _text(content: bytes, cells: Cells) -> bytes | None:
    wide = next((name for mark, name in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")) if content.startswith(mark)), None)
    if wide:
        text, told = content.decode(wide), lambda words: words
    else:
        # each byte a sign: what is no valid text comes out as it went in, and words are looked for as their bytes
        encoding = "utf-8" if _is_utf8(content) else "cp1252"
        text, told = content.decode("latin-1"), lambda words: words.encode(encoding).decode("latin-1")
    kept, header = [], None
    lines, rows = _rows(text)
    wanted = {told(column): {told(value) for value in values} for column, values in cells.items()}
    for row, start, end in rows:
        row = [field.strip() for field in row]
        if header is None and set(wanted) <= {field.lstrip("\ufeff\u00ef\u00bb\u00bf").strip('"') for field in row}:
            names = [field.lstrip("\ufeff\u00ef\u00bb\u00bf").strip('"') for field in row]
            header = {column: names.index(column) for column in wanted}
        elif header is not None and any(place < len(row) and row[place] in wanted[column] for column, place in header.items()):
            continue
        kept += lines[start:end]
    return "".join(kept).encode(wide or "latin-1")


def _rows(text: str) -> tuple[list[str], list[tuple[list[str], int, int]]]:
    """The text's lines with their ends, and its records as fields with the lines they take; quoted as ``raw.records`` has it."""
    lines = list(io.StringIO(text, newline=""))
    separator, as_read = delimiter(text.partition("\n")[0]), records(text)
    for quoting in (csv.QUOTE_NONE, csv.QUOTE_MINIMAL):
        found, start = [], 0
        reader = csv.reader(iter(lines), delimiter=separator, quoting=quoting)
        for row in reader:
            found.append((row, start, reader.line_num))
            start = reader.line_num
        if [[field.strip() for field in row] for row, _, _ in found if any(field.strip() for field in row)] == as_read:
            break
    return lines, found


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _workbook(content: bytes, cells: Cells) -> bytes | None:
    """The rows go from the sheet that has the columns and, by place, from the sheets its wide data are split over."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content))
    gone: list[int] = []
    for sheet in book:
        header = None
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            words = [_cell(value) for value in row]
            if header is None:
                header = {column: words.index(column) for column in cells} if set(cells) <= set(words) else None
            elif any(words[place] in cells[column] for column, place in header.items()):
                gone.append(number)
        if gone:
            stem, height = re.sub(r"[\d _-]+$", "", sheet.title), sheet.max_row
            for other in book:
                if re.sub(r"[\d _-]+$", "", other.title) == stem and other.max_row == height:
                    for number in reversed(gone):
                        other.delete_rows(number)
            break
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _cell(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else "" if value is None else str(value).strip()


def _spss(file: Path, cells: Cells) -> bytes | None:
    import pyreadstat

    frame, about = pyreadstat.read_sav(file, user_missing=True, disable_datetime_conversion=True)
    gone = frame.index.isin([])
    for column, values in cells.items():
        gone = gone | frame[column].map(_cell).isin(values).to_numpy()
    with tempfile.TemporaryDirectory(prefix="lr-forget-") as folder:
        made = Path(folder) / file.name
        pyreadstat.write_sav(
            frame[~gone],
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
        return made.read_bytes() if all(getattr(again, name) == getattr(about, name) for name in told) else None


def _same_but(read: RawTable, path: Path, source: RawFile, file: str, made: bytes, cells: Cells, gone: int) -> bool:
    """Whether the new content, read as the old one was, is the old one without ``gone`` records that hold ``cells``."""
    with tempfile.TemporaryDirectory(prefix="lr-forget-") as folder:
        copy = Path(folder) / path.name
        if path.is_dir():
            shutil.copytree(path, copy)
            (copy / file).write_bytes(made)
        else:
            copy.write_bytes(made)
        again = read_export(copy, read.file, read.header, source.format)
    out = read.frame.iloc[:, :0].assign(gone=False)["gone"]
    for column, values in cells.items():
        out = out | read.frame[column].isin(values)
    left = read.frame[~out].reset_index(drop=True)
    return int(out.sum()) == gone and again.header == read.header and again.labels == read.labels and again.frame.equals(left)
