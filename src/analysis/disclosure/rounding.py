"""Numbers are rounded here, once: text, figures, tables and files then agree to the digit."""

import numpy as np
import pandas as pd

from analysis.disclosure.tables import CENTRE_COUNTS, FORM_COUNTS, POINTS, SHARES
from analysis.parameters import DisclosureRule

SHARE_STEP = 0.01
"""Whole percent."""

FINE_STEP = 0.01
"""Correlations, coefficients and answer steps: two decimals."""

Q_DECIMALS = 4


def to_step(values: pd.Series, step: float) -> pd.Series:
    """Nearest multiple of ``step``, halves away from zero, so that a rise and a fall of one size round alike. Never minus zero."""
    scaled = values.astype("float64") / step
    whole = np.sign(scaled) * np.floor(np.abs(scaled) + 0.5 + 1e-9)
    return (whole * step).round(10) + 0.0


def round_rows(rows: pd.DataFrame, rule: DisclosureRule) -> pd.DataFrame:
    """Shown rows with every number rounded for the audience of ``rule``.

    Points to ``round_points_to``, shares and rates to whole percent, counts of forms, raters and invited people to ``round_forms_to``, the
    rest to two decimals. Value and interval ends share one step, so that low <= value <= high survives. q is rounded up, never into a
    finding.
    """
    rows = rows.copy()
    step = pd.Series(FINE_STEP, index=rows.index)
    step[rows["kind"].isin(POINTS)] = rule.round_points_to
    step[rows["kind"].isin(SHARES)] = SHARE_STEP
    step[rows["kind"].isin(FORM_COUNTS)] = rule.round_forms_to
    step[rows["kind"].isin(CENTRE_COUNTS)] = 1
    for column in ("value", "low", "high"):
        rows[column] = to_step(rows[column], step)
    forms = ~rows["kind"].isin(CENTRE_COUNTS)
    for column in ("n", "n_raters"):
        rows.loc[forms, column] = to_step(rows.loc[forms, column], rule.round_forms_to)
    people = rows["kind"].isin({"response", "no_consent"})
    rows.loc[people, "n_groups"] = to_step(rows.loc[people, "n_groups"], rule.round_forms_to)
    rows["q"] = np.ceil(rows["q"] * 10**Q_DECIMALS - 1e-9) / 10**Q_DECIMALS
    return rows
