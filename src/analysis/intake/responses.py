"""Answers in long form: one row per form used and item asked."""

import pandas as pd

from analysis.intake.forms import RoleForms
from analysis.intake.tables import RESPONSES
from analysis.parameters import Instrument


def role_responses(found: RoleForms, instrument: Instrument, wave: str) -> pd.DataFrame:
    """``form_id, item, value, code`` of the forms used, items in the codebook's order. Values are not turned; an answer that counts nothing
    (\"ved ikke\") keeps its code and has no value."""
    used = found.forms["reason"].isna()
    form_ids, codes = found.forms.loc[used, "form_id"], found.codes[used]
    parts = []
    for item in instrument.items():
        if item.item in codes:
            values = {option.code: option.value for option in instrument.options(item, wave).options}
            parts.append(
                pd.DataFrame(
                    {
                        "form_id": form_ids,
                        "item": item.item,
                        "value": codes[item.item].map(values).astype("float64"),
                        "code": codes[item.item],
                    }
                )
            )
    if not parts:
        return pd.DataFrame({name: pd.Series(dtype="float64" if name == "value" else "str") for name in RESPONSES})
    return pd.concat(parts, ignore_index=True).sort_values("form_id", kind="stable", ignore_index=True)
