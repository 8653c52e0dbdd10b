"""One raw file by the reader of its format."""

from collections.abc import Collection
from pathlib import Path

from analysis.intake.plain_csv import read_plain_csv
from analysis.intake.raw import RawTable
from analysis.intake.spss import read_spss
from analysis.intake.surveyxact import read_surveyxact

READERS = {"surveyxact": read_surveyxact, "csv": read_plain_csv, "spss": read_spss}


def read_export(path: Path, name: str, columns: Collection[str], format: str | None = None) -> RawTable:
    """``columns`` of the export at ``path``; the format is told by its kind where none is named."""
    if format is None:
        format = "surveyxact" if path.is_dir() else "spss" if path.suffix.lower() in (".sav", ".zsav") else "csv"
    return READERS[format](path, name, columns)
