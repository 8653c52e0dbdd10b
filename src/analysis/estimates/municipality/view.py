"""Rows of estimates as a table to read in the analysis notebook: labels for slugs, empty columns gone, small counts left out."""

from collections.abc import Collection

import pandas as pd

from analysis.estimates.sources import Sources
from analysis.estimates.tables import COUNTS, KINDS, NUMBERS, TEXT

SHOWN = (*TEXT[1:], *COUNTS, *NUMBERS, "flags")
LONG = ("n_raters", "n_groups", "se", "df", "p", "flags")
"""Left out of the tables of centres, which are long; the estimates' file has them."""


def view(table: pd.DataFrame, sources: Sources, kinds: Collection[str], level: str | None = None, language: str = "da") -> pd.DataFrame:
    """The rows of ``kinds`` (at ``level``) with the labels of roles and scales; columns that say nothing or one thing only are left out.

    Rows on fewer forms than the programme's internal minimum are left out: the method report is read by people too.
    """
    rule = sources.parameters.programme.disclosure.get("internal")
    rows = table[table["kind"].isin(list(kinds)) & ((table["level"] == level) if level else True)]
    if rule is not None:
        rows = rows[(rows["n"] == 0) | (rows["n"] >= rule.min_forms)]
    roles = [role_label(sources, role, language) for role in rows["role"]]
    scales = [scale_label(sources, *key, language) for key in zip(rows["role"], rows["scale"], strict=True)]
    rows = rows[["kind", *SHOWN]].assign(role=roles, scale=scales)
    single = [name for name in ("kind", "level", "unit", "wave", "contrast", "item") if rows[name].nunique() <= 1]
    empty = [name for name in rows if name not in single and (rows[name].isna() | (rows[name].astype(str) == "")).all()]
    nothing = list(LONG) if level == "centre" else [name for name in ("n_raters",) if (rows[name] == 0).all()]
    return rows.drop(columns=list({*single, *empty, *nothing})).reset_index(drop=True)


def role_label(sources: Sources, role: str, language: str) -> str:
    """The respondents' label in ``language``; the name itself where the programme has not written one."""
    instrument = sources.parameters.instruments.get(role)
    return getattr(instrument.label, language, None) or role if instrument else role


def scale_label(sources: Sources, role: str, scale: str, language: str) -> str:
    """The label of a scale, or of a perspective (``scale`` names it there)."""
    labels = {entry.scale: entry.label for entry in sources.parameters.instruments[role].scales} if role else {}
    labels |= {entry.name: entry.label for entry in sources.parameters.programme.perspectives}
    return getattr(labels.get(scale), language, None) or scale


def thresholds_table(sources: Sources) -> pd.DataFrame:
    """The programme's conventions, one a row: ``name, value``."""
    programme = sources.parameters.programme
    comparison = {f"comparison.{name}": value for name, value in programme.comparison.model_dump().items()}
    found = {**programme.thresholds.model_dump(), **comparison}
    return pd.DataFrame({"name": list(found), "value": [float(value) for value in found.values()]})


def kinds_table(table: pd.DataFrame) -> pd.DataFrame:
    """How many rows each kind of quantity has; a kind with none could not be estimated here (no such role, level or earlier wave)."""
    counts = table["kind"].value_counts().reindex(sorted(KINDS), fill_value=0)
    return counts.rename_axis("kind").rename("rows").reset_index()
