"""What is known of a child belongs on every form about the child: background and age joined by child id; forms of parents weighed."""

from collections.abc import Iterable

import pandas as pd

from analysis.parameters import Instrument, Programme


def join_children(forms: pd.DataFrame, programme: Programme, instruments: dict[str, Instrument]) -> pd.DataFrame:
    """``forms`` (all roles of a wave, used forms only) with background and age filled in from the child's other forms, and ``weight``.

    A form's own telling stays. Where several forms tell differently, those of the variable's source (parents, or the register's exports)
    count first, then the category told most often, then the programme's order of categories.
    """
    out = forms.copy()
    about_child = {role: instrument.form for role, instrument in instruments.items() if instrument.form != "person"}
    for variable in programme.background:
        if variable.used:
            first = [role for role, form in about_child.items() if (form == "parent") == (variable.source == "parent")]
            order = [category.category for category in variable.categories]
            known = _most_told(forms, variable.name, [*first, *(role for role in about_child if role not in first)], order)
            out[variable.name] = out[variable.name].where(out[variable.name].notna(), out["child_id"].map(known)).astype("str")
    ages = forms.dropna(subset=["child_id", "age_months"]).groupby("child_id")["age_months"].median()
    out["age_months"] = out["age_months"].fillna(out["child_id"].map(ages)).astype("float64")
    parents = out["role"].isin([role for role, form in about_child.items() if form == "parent"]) & out["child_id"].notna()
    several = out[parents].groupby(["role", "child_id"])["form_id"].transform("size")
    out["weight"] = (1.0 / several).reindex(out.index).fillna(1.0)
    return out


def _most_told(forms: pd.DataFrame, variable: str, roles: Iterable[str], order: list[str]) -> pd.Series:
    """child_id -> category."""
    rank = {role: place for place, role in enumerate(roles)}
    told = forms.loc[forms["role"].isin(rank), ["child_id", "role", variable]].dropna()
    told = told.assign(rank=told["role"].map(rank), order=told[variable].map({category: place for place, category in enumerate(order)}))
    counts = told.groupby(["child_id", "rank", variable, "order"]).size().rename("times").reset_index()
    best = counts.sort_values(["child_id", "rank", "times", "order"], ascending=[True, True, False, True]).drop_duplicates("child_id")
    return best.set_index("child_id")[variable]
