"""From a caller's frame to the rows an estimator uses: columns that exist, values that are numbers, waves that can be told apart."""

import difflib
from collections.abc import Sequence

import numpy as np
import pandas as pd


def check_columns(frame: pd.DataFrame, names: Sequence[str | None]) -> None:
    """KeyError for the first of ``names`` that ``frame`` has not, with the nearest it has; None stands for a column not asked for."""
    for name in names:
        if name is not None and name not in frame.columns:
            there = [str(column) for column in frame.columns]
            near = difflib.get_close_matches(str(name), there, n=1, cutoff=0.0)
            raise KeyError(f"no column {name!r}; the nearest is {near[0]!r}, of {there}" if near else
            f"no column {name!r}: the frame has none")


def usable(frame: pd.DataFrame, *, numbers: Sequence[str] = (), keys: Sequence[str | None] = (), covariates: Sequence[str] = (),
           weights: str | None = None, optional: Sequence[str | None] = ()) -> pd.DataFrame:
    """The rows (and columns) an estimator can use: finite ``numbers``, no missing ``keys`` or ``covariates``, positive ``weights``.

    ``optional`` columns must exist and may be missing in a row. Rows are left out, never filled in; ``n`` tells how many were used.
    KeyError for an unknown column, ValueError for a negative weight.
    """
    keys = [key for key in keys if key is not None]
    needed = list(dict.fromkeys(name for name in [*numbers, *keys, *covariates, weights, *optional] if name is not None))
    check_columns(frame, needed)
    keep = np.ones(len(frame), dtype=bool)
    for name in dict.fromkeys(numbers):
        keep &= np.isfinite(frame[name].to_numpy(float, na_value=np.nan))
    for name in dict.fromkeys([*keys, *covariates]):
        keep &= frame[name].notna().to_numpy()
    for name in covariates:
        if pd.api.types.is_float_dtype(frame[name]):
            keep &= np.isfinite(frame[name].to_numpy(float))
    if weights is not None:
        weight = frame[weights].to_numpy(float, na_value=np.nan)
        if (weight < 0).any():
            raise ValueError(f"weights in {weights!r} must not be negative; found {np.nanmin(weight)}")
        keep &= np.isfinite(weight) & (weight > 0)
    narrow = frame[needed]                                                      # few columns: rows of wide frames are dear to copy
    return narrow if keep.all() else narrow[keep]


def two_waves(frame: pd.DataFrame, wave: str, earlier: object = None, later: object = None) -> tuple[object, object]:
    """The two waves to compare: those named, else the two there are, in order.

    ValueError where more than two leave it open or where both names are the same. A wave that is not there is given as None: there is then
    nothing to compare, which is an answer and no misuse.
    """
    check_columns(frame, [wave])
    if earlier is not None and earlier == later:
        raise ValueError(f"a change is between two waves; both are {earlier!r}")
    if earlier is None or later is None:
        there = sorted(frame[wave].dropna().unique())
        rest = [name for name in there if name not in (earlier, later)]
        missing = (earlier is None) + (later is None)
        if len(rest) > missing:
            raise ValueError(f"say which of the waves {there} to compare: earlier= and later=")
        earlier = earlier if earlier is not None else (rest.pop(0) if rest else None)
        later = later if later is not None else (rest.pop(0) if rest else None)
    return tuple(name if name is not None and (frame[wave] == name).any() else None for name in (earlier, later))
