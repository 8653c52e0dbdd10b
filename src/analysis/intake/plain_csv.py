"""The project's own plain format: one CSV file per role and wave (docs/plain-csv.md).

A header row of column names, one row per form, codes as they were answered, empty where nothing was. UTF-8 (with or without mark), UTF-16
with mark, or CP1252; comma, semicolon or tab; told by the content.
"""

from collections.abc import Collection
from pathlib import Path

from analysis.intake.raw import RawTable, decode, read_bytes, records, table_of


def read_plain_csv(path: Path, name: str, columns: Collection[str]) -> RawTable:
    """``columns`` of the file at ``path``; ``name`` is how messages call it. Raises ParameterError where it is missing or ragged."""
    return table_of(records(decode(read_bytes(path, name))), name, columns)
