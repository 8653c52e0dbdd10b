"""The shown table: one row per quantity one audience may hear of. Plain pandas, so that a report kernel loads it cheaply."""

import pandas as pd

KEY = ["kind", "role", "scale", "item", "level", "unit", "wave", "contrast"]
"""What a quantity is; a shown table holds each key once."""

COUNTS = ["n", "n_raters", "n_groups"]
NUMBERS = ["value", "low", "high", "q"]
NOTES = ["family", "method", "flags"]
SHOWN_COLUMNS = [*KEY, *COUNTS, *NUMBERS, *NOTES, "audience", "status"]

SHOWN, HIDDEN, NOT_MEASURED = "shown", "hidden", "not_measured"
STATUSES = (SHOWN, HIDDEN, NOT_MEASURED)

POINTS = frozenset({
    "level", "level_unadjusted", "comparison_level", "comparison", "centre_estimate", "centre_comparison", "spread", "spread_change",
    "change", "change_adjusted", "gap", "gap_adjusted", "gap_change", "leader_staff_gap", "leader_staff_gap_change", "initiative",
    "lasting_change", "network_comparison", "municipality_spread", "comparability",
})
"""Kinds in points of the 500-point scale."""

SHARES = frozenset({"answer_share", "response"})
"""Kinds that are shares 0-1."""

FORM_COUNTS = frozenset({"no_consent"})
"""Kinds whose value is itself a number of people."""

CENTRE_COUNTS = frozenset({"exposure"})
"""Kinds that count centres by what they took part in: nobody's answers stand behind them."""


OTHER = frozenset({"reliability", "points_in_answers", "agreement", "link", "link_range"})
"""Kinds that are coefficients, correlations or answer steps."""

KINDS = POINTS | SHARES | FORM_COUNTS | CENTRE_COUNTS | OTHER
"""All that any audience may hear of. A kind that is not named here stays in the method report: what is new is not shown by oversight."""


PROGRAMME_KINDS = frozenset({"municipality_spread", "comparability"})
"""Kinds of them that are about the programme as a whole and stand in its own report alone."""


class ShownError(ValueError):
    """A shown table that breaks its contract. Names columns and keys, never values."""


def flags_of(rows: pd.DataFrame, flag: str) -> pd.Series:
    """True where ``flag`` stands among the ``;``-joined flags."""
    having = [words for words in rows["flags"].unique() if flag in str(words).split(";")]
    return rows["flags"].isin(having)


def check_shown(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as they came, or ShownError with everything that is wrong with them."""
    if list(rows.columns) != SHOWN_COLUMNS:
        raise ShownError(f"shown: found columns {list(rows.columns)}, expected {SHOWN_COLUMNS}")
    wrong = []
    unknown = sorted(set(rows["status"]) - set(STATUSES))
    if unknown:
        wrong.append(f"status: found {unknown}, expected one of {list(STATUSES)}")
    twice = rows[rows.duplicated(KEY)]
    if len(twice):
        wrong.append(f"{len(twice)} keys stand twice, the first is {tuple(twice.iloc[0][KEY])}")
    absent = rows["status"] != SHOWN
    for column in [*COUNTS, *NUMBERS]:
        if rows.loc[absent, column].notna().any():
            wrong.append(f"{column}: stands in rows that are not shown")
    for column in NOTES:
        if (rows.loc[rows["status"] == HIDDEN, column] != "").any():
            wrong.append(f"{column}: stands in hidden rows; every hidden row must look alike")
    if rows.loc[rows["status"] == SHOWN, "value"].isna().any():
        wrong.append("value: missing in rows that are shown")
    if rows["audience"].nunique() > 1:
        wrong.append(f"audience: found {sorted(set(rows['audience']))}, expected one audience in a table")
    if wrong:
        raise ShownError("shown: " + "; ".join(wrong))
    return rows


def empty_shown() -> pd.DataFrame:
    """A shown table without rows, with the contract's column types."""
    return typed(pd.DataFrame(columns=SHOWN_COLUMNS))


def typed(rows: pd.DataFrame) -> pd.DataFrame:
    """``rows`` in the contract's column order and types: counts and numbers float, the rest text."""
    rows = rows[SHOWN_COLUMNS].reset_index(drop=True)
    for column in SHOWN_COLUMNS:
        rows[column] = rows[column].astype("float64" if column in (*COUNTS, *NUMBERS) else "str")
    return rows
