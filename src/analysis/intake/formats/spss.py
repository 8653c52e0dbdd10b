"""SPSS files (``.sav``, ``.zsav``): values as text codes, value labels, user-missing values as missing."""

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.intake.formats.export import Export, Wanted
from analysis.parameters import ParameterError, Problem

MARKS = (b"$FL2", b"$FL3")

MOST_CELLS = 500_000_000
"""Cells beyond which a file is refused: a packed file of a few kilobytes can claim any number."""


def is_spss(content: bytes) -> bool:
    return content.startswith(MARKS)


def read_spss(path: Path, name: str, wanted: Wanted) -> Export:
    """The file at ``path``; whole numbers become codes without decimals, text is decoded as the file declares.

    Raises ParameterError where it is no SPSS file.
    """
    import pyreadstat

    try:
        _, about = pyreadstat.read_sav(path, metadataonly=True)
        if (about.number_rows or 0) * len(about.column_names) > MOST_CELLS:
            raise ParameterError([Problem(name, "file", f"{about.number_rows:,} rows", f"at most {MOST_CELLS:,} cells")])
        # user_missing=True hands declared missing codes over as values, so that they can be told from blanks and dropped by rule
        frame, about = pyreadstat.read_sav(path, user_missing=True)
    except pyreadstat._readstat_parser.ReadstatError as error:
        raise ParameterError([Problem(name, "file", f"no SPSS file ({error})", "an SPSS .sav or .zsav file")]) from None
    except UnicodeDecodeError:
        raise ParameterError(
            [Problem(name, "file", "text in another encoding than the file declares", "a file saved anew by SPSS, in Unicode")]
        ) from None
    header, missing = tuple(about.column_names), about.missing_ranges
    labels = {
        column: {
            _code(value): words.strip()
            for value, words in about.variable_value_labels.get(column, {}).items()
            if not _declared_missing(value, missing.get(column, []))
        }
        for column in header
    }
    return Export(
        file=name,
        header=header,
        columns=tuple(pd.array(_codes(frame[column], missing.get(column, [])), dtype="str") for column in header),
        numbers=range(1, len(frame) + 1),
        labels={column: words for column, words in labels.items() if words},
        questions={column: words.strip() for column, words in about.column_names_to_labels.items() if words},
    )


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
