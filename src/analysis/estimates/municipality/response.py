"""Who answered, from forms received to forms used, and what had to be left out."""

import pandas as pd

from analysis.estimates.response import response_rates
from analysis.estimates.sources import Sources
from analysis.estimates.tables import combine, from_frame

LEADER = "leader"
"""The role with one respondent a centre."""


def response_rows(sources: Sources) -> pd.DataFrame:
    """``response`` (answered / invited) and ``no_consent`` per role, for the municipality and its centres; ``response`` of its networks.

    Parents answer per child: several forms of a child are one answer. Only roles with a known denominator have rows. Leaders have none by
    network: of the handful there, who is missing is a person.
    """
    flow = sources.flow.groupby(["step", "role", "centre"])["forms"].sum()
    if "invited" not in flow.index.get_level_values("step"):
        return combine([])
    invited = flow["invited"]
    answered = answered_by_centre(sources)
    refused = flow["no_consent"] if "no_consent" in flow.index.get_level_values("step") else invited * 0
    parts = []
    for level, names in (("municipality", ["role"]), ("centre", ["role", "centre"])):
        asked = invited.groupby(names).sum()
        counts = pd.concat([answered.rename("answered"), invited.rename("invited")], axis=1).rename_axis(["role", "centre"]).reset_index()
        rates = response_rates(counts, answered="answered", invited="invited", by=names).rename(columns={"centre": "unit"})
        unit = {} if level == "centre" else {"unit": sources.slug}
        parts.append(_flagged(from_frame("response", rates, level=level, wave=sources.wave, **unit), sources))
        kept = refused.groupby(names).sum().reindex(asked.index, fill_value=0)
        count = pd.DataFrame({"estimate": kept.astype(float), "n": kept, "n_groups": asked, "method": "count"}).reset_index()
        parts.append(from_frame("no_consent", count.rename(columns={"centre": "unit"}), level=level, wave=sources.wave, **unit))
    parts.append(_by_network(sources, answered, invited))
    return combine(parts)


def _by_network(sources: Sources, answered: pd.Series, invited: pd.Series) -> pd.DataFrame:
    networks = {centre.slug: centre.network for centre in sources.municipality.centres if centre.network}
    counts = pd.concat([answered.rename("answered"), invited.rename("invited")], axis=1).rename_axis(["role", "centre"]).reset_index()
    counts = counts[counts["centre"].isin(list(networks)) & (counts["role"] != LEADER)]
    if counts.empty:
        return combine([])
    counts = counts.assign(network=counts["centre"].map(networks))
    rates = response_rates(counts, answered="answered", invited="invited", by=["role", "network"]).rename(columns={"network": "unit"})
    return _flagged(from_frame("response", rates, level="network", wave=sources.wave), sources)


def answered_by_centre(sources: Sources) -> pd.Series:
    """Answers by (role, centre): forms, or for parents' forms children with at least one."""
    forms = sources.forms
    parents = {role for role in sources.roles if sources.instrument(role).form == "parent"}
    whole = forms[~forms["role"].isin(parents)].groupby(["role", "centre"])["form_id"].nunique()
    children = forms[forms["role"].isin(parents)].groupby(["role", "centre"])["child_key"].nunique()
    return pd.concat([whole, children])


def _flagged(table: pd.DataFrame, sources: Sources) -> pd.DataFrame:
    thresholds = sources.parameters.programme.thresholds

    def flag(rate: float, invited: int) -> str:
        if invited < thresholds.response_as_counts_below:
            return "as_counts"
        if rate < thresholds.response_not_interpreted:
            return "not_interpreted"
        return "uncertain_response" if rate < thresholds.response_uncertain else ""

    return table.assign(flags=[flag(*pair) for pair in zip(table["value"], table["n_groups"], strict=True)]).astype({"flags": "str"})


def flow_rows(sources: Sources) -> pd.DataFrame:
    """Forms by role, step and reason, the whole municipality: every drop has a reason and a count. A table to read, not estimates."""
    order = {role: place for place, role in enumerate(sources.parameters.programme.roles)}
    steps = ["received", "dropped", "used", "invited", "no_consent"]
    counts = sources.flow.groupby(["role", "step", "reason"], as_index=False)["forms"].sum()
    place = counts.assign(role_=counts["role"].map(order), step_=counts["step"].map(steps.index))
    return place.sort_values(["role_", "step_", "reason"]).drop(columns=["role_", "step_"]).reset_index(drop=True)


def centre_flow_rows(sources: Sources) -> pd.DataFrame:
    """Forms by role and centre: received, dropped, used, and how many were invited and gave no consent. A table to read; "" names none."""
    order = {role: place for place, role in enumerate(sources.parameters.programme.roles)}
    steps = ["received", "dropped", "used", "invited", "no_consent"]
    counts = sources.flow.pivot_table(index=["role", "centre"], columns="step", values="forms", aggfunc="sum", fill_value=0)
    counts = counts.reindex(columns=steps, fill_value=0).astype("int64").rename_axis(columns=None).reset_index()
    return counts.sort_values(["role", "centre"], key=lambda told: told.map(order) if told.name == "role" else told, ignore_index=True)


def left_out_rows(sources: Sources) -> pd.DataFrame:
    """Forms used without a score on a scale (too few questions answered), as counts: no silent drops. A table to read, not estimates."""
    forms = sources.forms.groupby("role")["form_id"].nunique()
    entries = []
    for role, scale in sources.measured():
        scored = len(sources.of(role, scale.scale))
        entries.append({"role": role, "scale": scale.scale, "forms": int(forms[role]), "scored": scored,
                        "without_score": int(forms[role]) - scored})
    return pd.DataFrame(entries, columns=["role", "scale", "forms", "scored", "without_score"])
