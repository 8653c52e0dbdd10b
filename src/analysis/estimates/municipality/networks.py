"""Networks of centres: beside the municipality's other centres, and since the wave before."""

import pandas as pd

from analysis.estimates.cluster_robust import cluster_robust_means_by
from analysis.estimates.municipality.changes import municipality_change, not_detectable
from analysis.estimates.municipality.levels import COMPARISON_METHOD
from analysis.estimates.results import from_t, welch_satterthwaite
from analysis.estimates.sources import Sources
from analysis.estimates.tables import combine, row, rows


def network_rows(sources: Sources) -> pd.DataFrame:
    """``network_comparison`` (a network minus the municipality's centres outside it) and ``change`` of each network since the wave before.

    A network of which the uncertainty cannot be told (one centre) has no row.
    """
    networks = sorted(sources.scores.loc[sources.scores["wave"] == sources.wave, "network"].dropna().unique())
    roles = [role for role in sources.roles if sources.centres_allowed(role)]
    return combine([_comparisons(sources, roles, networks), not_detectable(_changes(sources, roles, networks), sources)])


def _comparisons(sources: Sources, roles: list[str], networks: list[str]) -> pd.DataFrame:
    """The two sides share no centre, so their CR2 means are independent; ``n`` and ``n_raters`` are those of the smaller one, ``n_groups``
    the centres of the network."""
    entries = []
    confidence = sources.parameters.programme.thresholds.confidence
    for role in roles:
        here = (sources.scores["role"] == role) & (sources.scores["wave"] == sources.wave)
        frame = sources.scores.loc[here, ["scale", "network", "centre", "rater_id", "y", "weight"]]
        for network in networks:
            inside = frame["network"] == network
            own, others = (_means(sources, role, frame[side]) for side in (inside, ~inside))
            for one in own.merge(others, on="scale", suffixes=("", "_others")).itertuples():
                variances, dfs = [one.se**2, one.se_others**2], [one.df, one.df_others]
                found = from_t(one.estimate - one.estimate_others, sum(variances) ** 0.5, welch_satterthwaite(variances, dfs),
                               n=min(one.n, one.n_others), n_groups=one.n_groups, method=COMPARISON_METHOD,
                               n_raters=min(one.n_raters, one.n_raters_others), confidence=confidence)
                if pd.notna(found.low):
                    entries.append(row("network_comparison", found, role=role, scale=one.scale, level="network", unit=network,
                                       wave=sources.wave, contrast="other_centres", family=f"network:{network}:{role}"))
    return rows(entries)


def _means(sources: Sources, role: str, frame: pd.DataFrame) -> pd.DataFrame:
    return cluster_robust_means_by(frame, y="y", by=["scale"], cluster="centre", weights="weight", rater=sources.rater(role),
                                   confidence=sources.parameters.programme.thresholds.confidence)


def _changes(sources: Sources, roles: list[str], networks: list[str]) -> pd.DataFrame:
    if sources.previous is None or not networks:
        return rows([])
    entries = []
    for role, scale in sources.measured():
        if role not in roles:
            continue
        both, common = sources.pair(role, scale.scale, sources.previous)
        for network, own in both.groupby("network"):
            if network in networks and own["wave"].nunique() > 1:
                change, _ = municipality_change(sources, role, own, sources.previous, adjust=False)
                if change is not None and pd.notna(change.low):
                    entries.append(row("change", change, role=role, scale=scale.scale, level="network", unit=network, wave=sources.wave,
                                       contrast=sources.previous, family=f"network_change:{network}:{role}",
                                       flags="common_items" if common else ""))
    return rows(entries)
