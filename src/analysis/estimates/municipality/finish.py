"""The last step: all rows together, gates as flags, q within families, checked."""

from collections.abc import Iterable

import pandas as pd

from analysis.estimates.multiplicity import adjust_families
from analysis.estimates.municipality.levels import flag_no_comparison
from analysis.estimates.municipality.trust import flag_not_comparable, flag_reliability_drop
from analysis.estimates.sources import Sources
from analysis.estimates.tables import combine, with_flags
from analysis.scales.basis import FULL

WHATEVER_RELIABILITY = frozenset({
    "answer_share", "response", "no_consent", "reliability", "points_in_answers", "comparability", "item_difference", "invariance",
    "background_known", "response_background", "exposure",
})
"""Kinds that say nothing with the scale's points."""


def finish(sources: Sources, parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Every part as one table: what a reader must know of each row as flags, Benjamini-Hochberg q within each family."""
    table = combine(parts)
    table = table[table["value"].notna() | (table["flags"] != "")].reset_index(drop=True)  # no number, and no reason that a reader may know
    table = gate_flags(table, sources.norms)
    table = flag_reliability_drop(table, sources, WHATEVER_RELIABILITY)
    table = flag_not_comparable(table, sources)
    return adjust_families(flag_no_comparison(table, sources))


def gate_flags(table: pd.DataFrame, norms: pd.DataFrame) -> pd.DataFrame:
    """``caution_reliability`` and ``hidden_reliability`` from the gates frozen with the norms; a centre's rows also by the centre gate."""
    full = norms[norms["basis"] == FULL]
    keys = pd.Series(list(zip(table["role"], table["scale"], strict=True)), index=table.index, dtype=object)
    bound = ~table["kind"].isin(WHATEVER_RELIABILITY)
    for column, rows in (("gate", bound), ("centre_gate", bound & (table["level"] == "centre"))):
        gate = keys.map(dict(zip(zip(full["role"], full["scale"], strict=True), full[column], strict=True)))
        for name in ("caution", "hidden"):
            table = with_flags(table, rows & (gate == name), f"{name}_reliability")
    return table
