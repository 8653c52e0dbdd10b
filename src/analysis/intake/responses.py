"""Answers in long form: one row per form used and item asked."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.intake.forms import RoleForms
from analysis.intake.tables import RESPONSES
from analysis.parameters import Instrument


def role_responses(found: RoleForms, instrument: Instrument, wave: str) -> pd.DataFrame:
    """``form_id, item, value, code`` of the forms used, by form, items in the codebook's order. Values are not turned; an answer that
    counts nothing (\"ved ikke\") keeps its code and has no value."""
    used = found.forms["reason"].isna()
    form_ids, codes = found.forms.loc[used, "form_id"], found.codes.loc[used]
    asked = [item for item in instrument.items() if item.item in codes]
    if not asked:
        return pd.DataFrame({name: pd.Series(dtype="float64" if name == "value" else "str") for name in RESPONSES})
    # a grid of small numbers, put in order once: millions of strings are made when everything stands where it belongs
    order = np.asarray(form_ids.argsort())
    words: dict[str, int] = {}
    places = np.empty((len(order), len(asked)), dtype="int32")
    values = np.empty(places.shape)
    for column, item in enumerate(asked):
        place, told = pd.factorize(codes[item.item])
        known = np.array([words.setdefault(word, len(words)) for word in told] + [-1], dtype="int32")
        places[:, column] = known[place][order]
        counts = {option.code: option.value for option in instrument.options(item, wave).options}
        values[:, column] = counted(place, told, counts)[order]
    rows, repeated = len(order), len(asked)
    return pd.DataFrame(
        {
            "form_id": form_ids.array.take(np.repeat(order, repeated)),
            "item": pd.array([item.item for item in asked], dtype="str").take(np.tile(np.arange(repeated), rows)),
            "value": values.ravel(),
            "code": pd.array(list(words), dtype="str").take(places.ravel(), allow_fill=True),
        }
    )


def counted(place: np.ndarray, told: pd.Index, values: Mapping[str, float | None]) -> np.ndarray:
    """What answers count: ``place`` of each among the words ``told`` (as pandas.factorize gives both; -1: none). NaN where they count
    nothing."""
    by_word = [values.get(word) for word in told]
    return np.array([np.nan if value is None else value for value in [*by_word, None]], dtype="float64")[place]
