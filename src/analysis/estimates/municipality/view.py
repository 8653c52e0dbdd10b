"""Rows of estimates as a table to read in the analysis notebook: labels for slugs, empty columns gone, small counts left out."""

from collections.abc import Collection

import pandas as pd

from analysis.estimates.sources import Sources
from analysis.estimates.tables import COUNTS, KINDS, NUMBERS, TEXT
from analysis.scales import item_statistics

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


def judged_table(table: pd.DataFrame, sources: Sources, language: str = "da") -> pd.DataFrame:
    """Comparability as one row a scale and comparison: the difference in points with all items, without those that differ, and between the
    two; which items those are; whether the scale may be compared."""
    rows = table[table["kind"] == "comparability"]
    tail = rows["contrast"].str.extract("^(.*):(with_all|without_flagged)$")
    whole = rows.assign(contrast=tail[0].fillna(rows["contrast"]), part=tail[1].fillna("difference"))
    key = ["role", "scale", "contrast"]
    wide = whole.pivot(index=key, columns="part", values="value").reindex(columns=["with_all", "without_flagged", "difference"])
    judged = whole[whole["part"] == "difference"].set_index(key)[["n", "low", "high", "flags"]]
    items = table[(table["kind"] == "item_difference") & table["flags"].str.contains("not_comparable")]
    named = items[~items["contrast"].str.endswith(":r2_change")].groupby(key)["item"].agg(", ".join).rename("items")
    found = judged[["n"]].join(wide).join(judged[["low", "high"]]).join(named)
    found = found.assign(items=found["items"].fillna(""), comparable=~judged["flags"].str.contains("not_comparable")).reset_index()
    return _labelled(found, sources, language)


def apart_table(table: pd.DataFrame, sources: Sources, language: str = "da") -> pd.DataFrame:
    """The items that were set aside, one row an item and comparison: log odds, what wave or group add to R2. The file has all items."""
    rows = table[(table["kind"] == "item_difference") & table["flags"].str.contains("not_comparable")]
    key = ["role", "scale", "item", "contrast"]
    added = rows["contrast"].str.endswith(":r2_change")
    explained = rows[added].assign(contrast=rows["contrast"].str.removesuffix(":r2_change")).set_index(key)["value"].rename("r2_change")
    found = explained.to_frame().join(rows[~added].set_index(key)[["n", "value", "se", "p", "q"]]).reset_index()
    return _labelled(found[[*key, "n", "value", "se", "p", "q", "r2_change"]], sources, language)


def item_table(sources: Sources, language: str = "da") -> pd.DataFrame:
    """Items of every scale this wave (``scales.item_statistics``), with their texts; those on fewer forms than the programme's internal
    minimum are left out."""
    rule, parts = sources.parameters.programme.disclosure.get("internal"), []
    for role, scale in sources.measured():
        instrument, asked = sources.instrument(role), scale.asked(sources.wave)
        ranges = {item.item: instrument.item_range(item, sources.wave) for item in asked}
        texts = {item.item: getattr(item.text, language, None) or item.item for item in asked}
        found = item_statistics(sources.items(role, scale), ranges)
        parts.append(found.assign(role=role, scale=scale.scale, item=found["item"].map(texts)))
    if not parts:
        return pd.DataFrame()
    items = pd.concat(parts, ignore_index=True)
    items = items[items["n"] >= (rule.min_forms if rule else 0)]
    return _labelled(items[["role", "scale", *(name for name in items if name not in ("role", "scale"))]], sources, language)


def fit_table(table: pd.DataFrame, sources: Sources, language: str = "da") -> pd.DataFrame:
    """The factor models as one row a scale, comparison and level, with the change of fit from the level before."""
    rows = table[table["kind"] == "invariance"]
    parts = rows["contrast"].str.extract("^(?P<contrast>.*):(?P<model>[a-z]+):(?P<measure>[a-z]+)$")
    key = ["role", "scale", "contrast", "model"]
    long = rows[["role", "scale", "value", "df"]].join(parts)
    wide = long.pivot(index=key, columns="measure", values="value").reindex(columns=["chisq", "cfi", "tli", "rmsea", "srmr"])
    order = pd.Categorical(wide.index.get_level_values("model"), ["configural", "metric", "scalar", "strict"], ordered=True)
    wide = wide.assign(at=order).sort_values([*key[:3], "at"]).drop(columns="at")
    wide.insert(1, "df", long[long["measure"] == "chisq"].set_index(key)["df"])
    change = wide.groupby(level=key[:3])[["cfi", "rmsea", "srmr"]].diff().add_suffix("_change")
    return _labelled(wide.join(change).reset_index(), sources, language)


def _labelled(frame: pd.DataFrame, sources: Sources, language: str) -> pd.DataFrame:
    scales = [scale_label(sources, *key, language) for key in zip(frame["role"], frame["scale"], strict=True)]
    return frame.assign(role=[role_label(sources, role, language) for role in frame["role"]], scale=scales)


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
