"""Who answered: rates per group of respondents."""

import numpy as np
import pandas as pd


def response_rates(answered: pd.Series, invited: pd.Series) -> pd.DataFrame:
    """Answered / invited, index by index (role, or role and centre). One row per index of ``invited``; a role nobody answered has rate 0.

    Columns ``estimate`` (0-1), ``n`` answered, ``n_groups`` invited. A rate above 1 (more answers than the denominator knows) is kept, not
    cut: it says that the denominator is wrong. There is no interval: the rate is a count of the whole.
    """
    invited = invited[invited > 0].astype(int)
    answered = answered.reindex(invited.index, fill_value=0).astype(int)
    return pd.DataFrame({"estimate": answered / invited, "n": answered, "n_groups": invited, "se": np.nan, "df": np.nan, "low": np.nan,
                         "high": np.nan, "p": np.nan, "n_raters": 0, "method": "count"}, index=invited.index)
