"""Design matrices and group codes: the step from named columns to arrays."""

from collections.abc import Sequence

import numpy as np
import pandas as pd


def codes_of(*keys: pd.Series) -> tuple[np.ndarray, int]:
    """Integer codes 0..G-1 of the groups that ``keys`` make together, in sorted order, and G. Missing keys are an error of the caller."""
    codes = np.zeros(len(keys[0]), dtype=np.int64)
    for key in keys:
        if isinstance(key.dtype, pd.CategoricalDtype):                          # has its codes already
            own, labels = key.cat.codes.to_numpy(), key.cat.categories
        else:
            own, labels = pd.factorize(key, sort=True)
        codes = codes * max(len(labels), 1) + own
    labels, codes = np.unique(codes, return_inverse=True)
    return codes, len(labels)


def rater_key(rater: pd.Series) -> pd.Series:
    """``rater`` as text (or categories of it); a form without a rater is a rater of its own."""
    if rater.notna().all() and is_categorical(rater):
        return rater
    unknown = pd.Series([f"form {number}" for number in range(len(rater))], index=rater.index, dtype=object)
    return rater.astype(object).where(rater.notna(), unknown).astype(str)


def is_categorical(column: pd.Series) -> bool:
    return not (pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column))


def design_matrix(frame: pd.DataFrame, covariates: Sequence[str], references: dict[str, str] | None = None
                  ) -> tuple[np.ndarray, list[str]]:
    """Intercept and covariates as an (n, p) array of full rank, with the terms' names.

    Numbers enter as they are; text enters as dummies ``name:category`` against ``references[name]`` (default: its first category in order).
    A column that the ones before it already span is left out.
    """
    columns, names = [np.ones(len(frame))], ["(intercept)"]
    for name in covariates:
        column = frame[name]
        if is_categorical(column):
            categories = sorted(column.dropna().unique())
            reference = (references or {}).get(name, categories[0] if categories else None)
            for category in categories:
                if category != reference:
                    columns.append((column == category).to_numpy(float))
                    names.append(f"{name}:{category}")
        else:
            columns.append(column.to_numpy(float))
            names.append(name)
    return independent(np.column_stack(columns), names)


def independent(x: np.ndarray, names: Sequence[str]) -> tuple[np.ndarray, list[str]]:
    """``x`` without the columns that earlier columns span (Gram-Schmidt on unit columns, tolerance 1e-8 of the column's length)."""
    basis, kept = np.empty((len(x), 0)), []
    for index in range(x.shape[1]):
        length = np.linalg.norm(x[:, index])
        if length == 0:
            continue
        rest = x[:, index] / length
        for _ in range(2):                                                      # twice is enough (Kahan)
            rest = rest - basis @ (basis.T @ rest)
        size = np.linalg.norm(rest)
        if size > 1e-8:
            basis, kept = np.column_stack([basis, rest / size]), [*kept, index]
    return x[:, kept], [names[index] for index in kept]


def composition(frame: pd.DataFrame, background: Sequence[str], age: str | None = "age_months", wave: str | None = None,
                min_known: float = 0.5) -> tuple[pd.DataFrame, list[str]]:
    """Covariates of a composition adjustment, with nobody left out: the frame with columns added, and their names.

    A background variable becomes text with the category ``unknown`` of its own; age becomes its deviation from the mean, 0 where unknown,
    with an indicator. A variable known for fewer than ``min_known`` of the forms of any ``wave`` is left out: adjusting for it would adjust
    for who told.
    """
    out, names = frame.copy(), []

    def known(column: str) -> bool:
        if column not in frame:
            return False
        told = frame[column].notna()
        return all(share >= min_known for share in (told.groupby(frame[wave]).mean() if wave else [told.mean()]))

    for name in background:
        if known(name):
            out[f"{name}_"] = frame[name].astype(object).where(frame[name].notna(), "unknown").astype(str)
            names.append(f"{name}_")
    if age is not None and known(age):
        out["age_"] = (frame[age] - frame[age].mean()).fillna(0.0)
        names.append("age_")
        if frame[age].isna().any():
            out["age_unknown_"] = frame[age].isna().astype(float)
            names.append("age_unknown_")
    return out, names
