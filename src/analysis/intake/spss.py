"""SPSS files (``.sav``, ``.zsav``): values as text codes, value labels, user-missing values as missing."""

from collections.abc import Collection
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.intake.raw import RawTable, read_bytes
from analysis.parameters import ParameterError, Problem


def read_spss(path: Path, name: str, columns: Collection[str]) -> RawTable:
    """``columns`` of the file at ``path``; whole numbers become codes without decimals. Raises ParameterError where it is no SPSS file."""
    import pyreadstat

    if not path.is_file():
        read_bytes(path, name)
    try:
        # user_missing=True hands declared missing codes over as values, so that they can be told from blanks and dropped by rule
        frame, about = pyreadstat.read_sav(path, user_missing=True)
    except pyreadstat._readstat_parser.ReadstatError as error:
        raise ParameterError([Problem(name, "file", f"no SPSS file ({error})", "an SPSS .sav or .zsav file")]) from None
    header, missing = list(about.column_names), about.missing_ranges
    wanted = [column for column in header if column in columns]
    text = pd.DataFrame({column: _codes(frame[column], missing.get(column, [])) for column in header}, index=frame.index)
    labels = {
        column: {
            _code(value): words.strip()
            for value, words in about.variable_value_labels.get(column, {}).items()
            if not _declared_missing(value, missing.get(column, []))
        }
        for column in wanted
    }
    told = {column: words for column, words in labels.items() if words}
    questions = {column: words.strip() for column, words in about.column_names_to_labels.items() if words}
    return RawTable(name, tuple(header), text[wanted], told, first_row=1, unread=text.drop(columns=wanted), questions=questions)


def _codes(values: pd.Series, missing: list[dict]) -> pd.Series:
    """Values as text; null where blank or declared missing."""
    codes = {value: None if _declared_missing(value, missing) else _code(value) for value in values.dropna().unique()}
    return values.map(codes).astype("str") if codes else pd.Series(np.nan, index=values.index, dtype="str")


def _code(value: object) -> str | None:
    if isinstance(value, int | float | np.number):
        return str(int(value)) if float(value).is_integer() else repr(float(value))
    text = str(value).strip()
    return text or None


def _declared_missing(value: object, ranges: list[dict]) -> bool:
    """Whether SPSS's declaration (single values and ranges alike come as low and high) names ``value``."""
    return any(
        (type(value) is not str and type(entry["lo"]) is not str and entry["lo"] <= value <= entry["hi"]) or value == entry["lo"]
        for entry in ranges
    )
