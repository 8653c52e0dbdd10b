"""The table of estimates and of facts: one row per quantity (docs/architecture.md, section 3).

``n`` and ``n_raters`` are those of the thinnest side of a difference (the smaller wave, the smaller group), so that a rule on minimum
counts holds for both sides. ``value``, ``se``, ``low``, ``high`` are in the unit of the kind; NaN where there is none.
"""

from collections.abc import Iterable, Mapping

import pandas as pd

from analysis.estimates.results import Estimate

TEXT = ("kind", "role", "scale", "item", "level", "unit", "wave", "contrast")
COUNTS = ("n", "n_raters", "n_groups")
NUMBERS = ("value", "se", "df", "low", "high", "p", "q")
NOTES = ("family", "method", "flags")
ESTIMATE_COLUMNS = (*TEXT, *COUNTS, *NUMBERS, *NOTES)
KEY = list(TEXT)
"""A table holds each key once."""

KINDS = frozenset({
    "answer_share", "level", "level_unadjusted", "comparison_level", "comparison", "centre_estimate", "centre_comparison", "spread",
    "spread_change", "change", "change_adjusted", "gap", "gap_adjusted", "gap_change", "response", "no_consent", "reliability",
    "points_in_answers", "comparability", "item_difference", "invariance", "age_slope", "agreement", "leader_staff_gap", "link",
    "link_range", "initiative", "initiative_dose", "lasting_change", "programme_change", "effect_size", "detectable_change",
    "critical_difference", "variance_explained", "background_known", "response_background", "level_raked", "network_comparison",
    "municipality_spread", "leader_staff_gap_change", "exposure",
})
LEVELS = frozenset({"programme", "municipality", "network", "centre"})
FLAGS = frozenset({
    "caution_reliability", "hidden_reliability", "few_raters", "common_items", "no_comparison", "singular", "same_respondents",
    "not_detectable", "uncertain_response", "not_interpreted", "as_counts", "not_comparable",
    "lasting_progress", "faded", "late", "stable", "decline", "cannot_tell",
})


def rows(entries: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Rows of the table from mappings; what is not given is "" (text), 0 (counts) or NaN (numbers)."""
    frame = pd.DataFrame(list(entries))
    unknown = set(frame.columns) - set(ESTIMATE_COLUMNS)
    if unknown:
        raise KeyError(f"estimates have no columns {sorted(unknown)}")
    return typed(frame)


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with every column of the table, in order and of its type."""
    out = {}
    for column in ESTIMATE_COLUMNS:
        if column in (*TEXT, *NOTES):
            out[column] = (frame[column].fillna("") if column in frame else pd.Series("", index=frame.index)).astype("str")
        elif column in COUNTS:
            out[column] = (frame[column].fillna(0) if column in frame else pd.Series(0, index=frame.index)).astype("int64")
        else:
            out[column] = (frame[column] if column in frame else pd.Series(float("nan"), index=frame.index)).astype("float64")
    return pd.DataFrame(out).reset_index(drop=True)


def row(kind: str, estimate: Estimate, **key: str) -> dict[str, object]:
    """One entry for ``rows`` from an Estimate and its key (``role=, scale=, level=, unit=, wave=, contrast=, family=, flags=``)."""
    return {"kind": kind, **key, "value": estimate.estimate, "se": estimate.se, "df": estimate.df, "low": estimate.low,
            "high": estimate.high, "p": estimate.p, "n": estimate.n, "n_raters": estimate.n_raters, "n_groups": estimate.n_groups,
            "method": estimate.method}


def from_frame(kind: str, frame: pd.DataFrame, names: Mapping[str, str] | None = None, **key: str) -> pd.DataFrame:
    """Rows for ``combine`` from a tidy frame of estimates; ``names`` says which of its columns are keys (``{"code": "contrast"}``)."""
    called = {"estimate": "value", **(names or {})}
    columns = {called.get(name, name): column for name, column in frame.items()} | {"kind": kind, **key}
    return pd.DataFrame({name: column for name, column in columns.items() if name in ESTIMATE_COLUMNS}, index=frame.index)


def combine(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """All parts as one table, sorted by key; empty parts are welcome."""
    filled = [part for part in parts if len(part)]
    if not filled:
        return rows([])
    return typed(pd.concat(filled, ignore_index=True)).sort_values(KEY, kind="stable", ignore_index=True)


def validate(table: pd.DataFrame) -> pd.DataFrame:
    """The table as its contract wants it; raises pandera's SchemaErrors with every breach. For the edges of a stage."""
    import pandera.pandas as pa

    def words(allowed: frozenset[str]) -> pa.Check:
        return pa.Check(lambda column: column.isin(sorted(allowed)), error=f"one of {sorted(allowed)}")

    def flags(column: pd.Series) -> pd.Series:
        return column.map(lambda text: set(filter(None, text.split(";"))) <= FLAGS)

    text = {name: pa.Column("str") for name in (*TEXT, *NOTES)}
    text["kind"] = pa.Column("str", words(KINDS))
    text["level"] = pa.Column("str", words(LEVELS))
    text["flags"] = pa.Column("str", pa.Check(flags, error=f"of {sorted(FLAGS)}, joined by ;"))
    counts = {name: pa.Column("int64", pa.Check.ge(0)) for name in COUNTS}
    numbers = {name: pa.Column("float64", nullable=True) for name in NUMBERS}
    for name in ("p", "q"):
        numbers[name] = pa.Column("float64", pa.Check.between(0, 1), nullable=True)
    ordered = {name: {**text, **counts, **numbers}[name] for name in ESTIMATE_COLUMNS}
    in_order = pa.Check(lambda frame: ~(frame["low"] > frame["high"]), error="low <= high")
    return pa.DataFrameSchema(ordered, strict=True, ordered=True, unique=KEY, checks=in_order).validate(table, lazy=True)


def with_flags(table: pd.DataFrame, where: pd.Series, flag: str) -> pd.DataFrame:
    """``table`` with ``flag`` added where ``where`` holds; flags stay sorted and single."""
    if not where.any():
        return table
    table = table.copy()
    table.loc[where, "flags"] = table.loc[where, "flags"].map(lambda text: ";".join(sorted({*filter(None, text.split(";")), flag})))
    return table
