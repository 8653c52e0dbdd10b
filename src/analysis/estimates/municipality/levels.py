"""Levels in points, and the level beside the other municipalities of the programme."""

import pandas as pd

from analysis.estimates.cluster_robust import cluster_robust_means_by
from analysis.estimates.results import from_t, welch_satterthwaite
from analysis.estimates.sources import Sources
from analysis.estimates.tables import combine, from_frame, row, rows, with_flags

COMPARISON_METHOD = "difference of CR2 means, Welch-Satterthwaite"


def level_rows(sources: Sources) -> pd.DataFrame:
    """``level`` of the municipality, its networks and centres, this wave and earlier ones; ``level_unadjusted`` beside age-adjusted levels.

    Child-weighted means. Clusters are centres; inside a centre raters (ratings), children (parents' forms) or the forms themselves.
    """
    parts = []
    for role in sources.roles:
        frame = sources.scores[sources.scores["role"] == role]
        for level, by, cluster in _scopes(sources, role):
            found = _means(sources, role, frame, "y", by, cluster)
            parts.append(_rows("level", found, role, level, sources.slug))
        related = [scale.scale for scale in sources.scales(role) if scale.age_related]
        unadjusted = _means(sources, role, frame[frame["scale"].isin(related)], "points", [], "centre")
        parts.append(_rows("level_unadjusted", unadjusted, role, "municipality", sources.slug))
    return combine(parts)


def _scopes(sources: Sources, role: str) -> list[tuple[str, list[str], str]]:
    scopes = [("municipality", [], "centre"), ("network", ["network"], "centre"), ("centre", ["centre"], sources.inside(role))]
    return scopes if sources.centres_allowed(role) else scopes[:1]


def _means(sources: Sources, role: str, frame: pd.DataFrame, y: str, by: list[str], cluster: str) -> pd.DataFrame:
    if cluster == "rater_id":                                                    # a form without a rater stands for itself
        frame = frame.assign(rater_or_form=frame["rater_id"].astype("str").fillna(frame["form_id"].astype("str")))
        cluster = "rater_or_form"
    return cluster_robust_means_by(frame, y=y, by=["scale", "wave", *by], cluster=cluster, weights="weight", rater=sources.rater(role),
                                   confidence=sources.parameters.programme.thresholds.confidence)


def _rows(kind: str, found: pd.DataFrame, role: str, level: str, slug: str) -> pd.DataFrame:
    if found.empty:
        return rows([])
    unit = slug if level == "municipality" else found[level]
    return from_frame(kind, found, role=role, level=level, unit=unit)


def comparison_rows(sources: Sources, levels: pd.DataFrame) -> pd.DataFrame:
    """``comparison_level`` from the wave's facts and ``comparison``, the municipality's level minus it, where the facts have a
    comparison."""
    facts = sources.facts
    pooled = facts[(facts["kind"] == "comparison_level") & (facts["unit"] == sources.slug) & (facts["wave"] == sources.wave)]
    own = levels[(levels["kind"] == "level") & (levels["level"] == "municipality") & (levels["wave"] == sources.wave)]
    both = own.merge(pooled, on=["role", "scale"], suffixes=("", "_others"))
    entries = []
    for pair in both.itertuples():
        variances, dfs = [pair.se**2, pair.se_others**2], [pair.df, pair.df_others]
        difference = from_t(pair.value - pair.value_others, sum(variances) ** 0.5, welch_satterthwaite(variances, dfs), n=pair.n,
                            n_groups=pair.n_groups_others, method=COMPARISON_METHOD, n_raters=pair.n_raters,
                            confidence=sources.parameters.programme.thresholds.confidence)
        entries.append(row("comparison", difference, role=pair.role, scale=pair.scale, level="municipality", unit=sources.slug,
                           wave=sources.wave, contrast="programme", family=f"comparison:{pair.role}"))
    here = pd.MultiIndex.from_frame(pooled[["role", "scale"]]).isin(list(zip(own["role"], own["scale"], strict=True)))
    return combine([pooled[here], rows(entries)])


def flag_no_comparison(table: pd.DataFrame, sources: Sources) -> pd.DataFrame:
    """``no_comparison`` on this wave's municipality levels that are compared with nothing."""
    compared = table[table["kind"] == "comparison"]
    keys = set(zip(compared["role"], compared["scale"], strict=True))
    level = (table["kind"] == "level") & (table["level"] == "municipality") & (table["wave"] == sources.wave)
    alone = pd.Series([key not in keys for key in zip(table["role"], table["scale"], strict=True)], index=table.index, dtype=bool)
    return with_flags(table, level & alone, "no_comparison")
