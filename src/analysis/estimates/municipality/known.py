"""Children known from anybody's form: who of them answered, and what the levels are when those who did are weighted to all of them."""

import pandas as pd

from analysis.estimates.design import is_categorical
from analysis.estimates.raking import rake_weights
from analysis.estimates.response import response_by_background
from analysis.estimates.sources import Sources, one_per_child
from analysis.estimates.tables import combine, from_frame, row, rows

RAKED = "level_raked"


def registered(sources: Sources) -> list[str]:
    """Background variables that come from the register: known alike of those who answered and those who did not."""
    return [variable.name for variable in sources.parameters.programme.background
            if variable.source == "register" and variable.name in sources.background and variable.name in sources.forms]


def background_known_rows(sources: Sources) -> pd.DataFrame:
    """``background_known``: share of a role's forms about children that tell each background variable."""
    entries = []
    for role in sources.roles:
        if sources.instrument(role).form == "person":
            continue
        forms = sources.forms[sources.forms["role"] == role]
        for name in sources.background:
            if name in forms and len(forms):
                told = forms.assign(told=forms[name].notna(), all_="all")
                share = response_by_background(told, answered="told", variable="all_", centre="centre")
                parts = share.assign(contrast=name, low=float("nan"), high=float("nan"), se=float("nan"), df=float("nan"), method="count")
                entries.append(from_frame("background_known", parts, role=role, level="municipality", unit=sources.slug, wave=sources.wave))
    return combine(entries)


def response_background_rows(sources: Sources) -> pd.DataFrame:
    """``response_background``: of the children that another informant's form tells of, the share this role has a form about, by
    background."""
    parts = []
    confidence = sources.parameters.programme.thresholds.confidence
    children = sources.forms[sources.forms["child_id"].notna()]
    for role in sources.roles:
        if sources.instrument(role).form == "person":
            continue
        others = children[children["role"] != role].drop_duplicates("child_id")
        if others.empty:
            continue
        answered = others.assign(answered=others["child_id"].isin(set(children.loc[children["role"] == role, "child_id"])))
        for name in registered(sources):
            found = response_by_background(answered, answered="answered", variable=name, centre="centre", confidence=confidence)
            if len(found):
                parts.append(from_frame("response_background", found.assign(contrast=name + ":" + found["category"].astype(str)), role=role,
                                        level="municipality", unit=sources.slug, wave=sources.wave))
    return combine(parts)


def raked_rows(sources: Sources) -> pd.DataFrame:
    """``level_raked``: this wave's level with forms weighted to the background of all known children; beside ``level``, never instead."""
    names = [name for name in registered(sources) if is_categorical(sources.forms[name])]
    known = sources.forms[sources.forms["child_id"].notna()].dropna(subset=names).drop_duplicates("child_id")
    margins = {name: known[name].value_counts().to_dict() for name in names}
    entries = []
    for role, scale in sources.measured():
        if sources.instrument(role).form == "person" or not margins or known.empty:
            continue
        frame = one_per_child(sources.of(role, scale.scale), sources.instrument(role))
        frame = frame[frame["child_id"].isin(set(known["child_id"]))]
        found = rake_weights(frame, margins=margins, y="y", centre="centre", confidence=sources.parameters.programme.thresholds.confidence)
        if pd.notna(found.low) and found.converged:
            entries.append(row(RAKED, found, role=role, scale=scale.scale, level="municipality", unit=sources.slug, wave=sources.wave,
                               contrast="+".join(names)))
    return rows(entries)
