"""Rows of estimates as a table to read in the analysis notebook: labels for slugs, empty columns gone, small counts left out."""

import sys
from collections.abc import Collection
from importlib.metadata import version

import pandas as pd

from analysis.estimates.municipality.words import worded
from analysis.estimates.sources import Sources
from analysis.estimates.tables import COUNTS, KINDS, NUMBERS, TEXT
from analysis.scales import item_statistics

MADE_WITH = ("laeringsrapport", "numpy", "pandas", "pingouin", "scipy")
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
    rows = worded(rows[["kind", *SHOWN]], sources, language)
    single = [name for name in ("kind", "level", "unit", "wave", "contrast", "item") if rows[name].nunique() <= 1]
    empty = [name for name in rows if name not in single and (rows[name].isna() | (rows[name].astype(str) == "")).all()]
    nothing = list(LONG) if level == "centre" else [name for name in ("n_raters",) if (rows[name] == 0).all()]
    return rows.drop(columns=list({*single, *empty, *nothing})).reset_index(drop=True)


def centres_table(table: pd.DataFrame, sources: Sources, language: str = "da") -> pd.DataFrame:
    """Everything about a centre and scale on one row: the estimate, the difference from the other centres, the change since last time."""
    rule = sources.parameters.programme.disclosure.get("internal")
    rows = table[(table["level"] == "centre") & (table["n"] >= (rule.min_forms if rule else 0))]
    key = ["role", "scale", "unit"]

    def part(kind: str, name: str) -> pd.DataFrame:
        own = rows[rows["kind"] == kind].set_index(key)[["value", "low", "high", "q"]]
        return own.rename(columns={"value": name, "low": f"{name}_low", "high": f"{name}_high", "q": f"{name}_q"})

    first = rows[rows["kind"] == "centre_estimate"].set_index(key)[["n", "value", "low", "high"]]
    found = first.join(part("centre_comparison", "from_others")).join(part("change", "change")).reset_index()
    return worded(found.dropna(axis="columns", how="all"), sources, language)


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
    told = worded(items[["role", "item"]], sources, language)["item"]
    named = items[~items["contrast"].str.endswith(":r2_change")].assign(item=told).groupby(key)["item"].agg(" · ".join).rename("items")
    found = judged[["n"]].join(wide).join(judged[["low", "high"]]).join(named)
    found = found.assign(items=found["items"].fillna(""), comparable=~judged["flags"].str.contains("not_comparable")).reset_index()
    return worded(found, sources, language)


def apart_table(table: pd.DataFrame, sources: Sources, language: str = "da") -> pd.DataFrame:
    """The items that were set aside, one row an item and comparison: log odds, what wave or group add to R2. The file has all items."""
    rows = table[(table["kind"] == "item_difference") & table["flags"].str.contains("not_comparable")]
    key = ["role", "scale", "item", "contrast"]
    added = rows["contrast"].str.endswith(":r2_change")
    explained = rows[added].assign(contrast=rows["contrast"].str.removesuffix(":r2_change")).set_index(key)["value"].rename("r2_change")
    found = explained.to_frame().join(rows[~added].set_index(key)[["n", "value", "se", "p", "q"]]).reset_index()
    return worded(found[[*key, "n", "value", "se", "p", "q", "r2_change"]], sources, language)


def item_table(sources: Sources, language: str = "da") -> pd.DataFrame:
    """Items of every scale this wave (``scales.item_statistics``), with their texts; those on fewer forms than the programme's internal
    minimum are left out."""
    rule, parts = sources.parameters.programme.disclosure.get("internal"), []
    for role, scale in sources.measured():
        instrument, asked = sources.instrument(role), scale.asked(sources.wave)
        ranges = {item.item: instrument.item_range(item, sources.wave) for item in asked}
        found = item_statistics(sources.items(role, scale), ranges)
        parts.append(found.assign(role=role, scale=scale.scale))
    if not parts:
        return pd.DataFrame()
    items = pd.concat(parts, ignore_index=True)
    items = items[items["n"] >= (rule.min_forms if rule else 0)]
    return worded(items[["role", "scale", *(name for name in items if name not in ("role", "scale"))]], sources, language)


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
    return worded(wide.join(change).reset_index(), sources, language)


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


def norm_table(sources: Sources, language: str = "da") -> pd.DataFrame:
    """The norms this wave's points rest on, one row a scale: mean and SD of its norm wave, and what the gate decided there."""
    norms = sources.norms.set_index(["role", "scale", "basis"])
    keys = [(role, scale.scale, basis) for role, scale in sources.measured() for basis in (f"full:{sources.wave}", "full")]
    used = norms.loc[[key for key in keys if key in norms.index]].reset_index().drop_duplicates(["role", "scale"])
    return worded(used[["role", "scale", "wave", "n", "mean", "sd", "alpha", "gate", "centre_gate", "age_slope"]], sources, language)


def versions_table() -> pd.DataFrame:
    """What the numbers were made with, ``name, version``; the passport beside each report has every package and the files' hashes."""
    found = {"Python": ".".join(map(str, sys.version_info[:3]))} | {name: version(name) for name in MADE_WITH}
    return pd.DataFrame({"name": list(found), "version": list(found.values())})
