"""Scores of one role as SPSS users expect them: one row per form, one variable per measure, labels on both. Pure; nothing is written."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd

from analysis.parameters import Parameters, Scale
from analysis.scales.basis import FULL
from analysis.scales.tables import FROM_FORMS

IDENTITY = {
    "municipality": "Municipality",
    "wave": "Survey wave",
    "role": "Respondent group",
    "form_id": "Form (keyed pseudonym)",
    "child_id": "Child (keyed pseudonym)",
    "rater_id": "Who filled the form in about the child (keyed pseudonym)",
    "person_id": "Person (keyed pseudonym)",
    "centre": "Centre (handle)",
    "site": "Site (handle)",
    "network": "Network (handle)",
    "kind": "Kind of centre",
    "age_months": "Age in months on the field period's first day",
}
MEASURES = {
    "points": ("", "points, norm wave 500, SD 100"),
    "points_age_adjusted": ("_aged", "points at the norm wave's mean age"),
    "score": ("_mean", "mean of the answered items, reversed items turned"),
    "answered": ("_answered", "items answered"),
}
"""Measure -> (what its variable's name ends with, what it is)."""
LONGEST_LABEL = 255
"""Bytes of the longest label SPSS keeps."""


@dataclass(frozen=True)
class Labelled:
    """``frame``: one row per form. ``labels``: variable -> words. ``values``: variable -> code -> words."""

    frame: pd.DataFrame
    labels: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[float, str]] = field(default_factory=dict)


def wide(parameters: Parameters, scores: pd.DataFrame, role: str, language: str) -> Labelled:
    """The scores of ``role`` (rows by the contract ``scales.tables``), forms in their order, scales in the codebook's.

    Background variables and centres have numeric codes with value labels; identifiers are the pseudonyms they are. Points on the items
    common with another wave end with ``_c<wave>``.
    """
    scores = scores[scores["role"] == role]
    used = [variable for variable in parameters.programme.background if variable.used]
    kept = [*FROM_FORMS, *(variable.name for variable in used), "weight"]
    forms = scores.drop_duplicates("form_id")[kept].set_index("form_id", drop=False)
    labels, values = dict(IDENTITY), {}
    columns: dict[str, pd.Series] = {name: forms[name] for name in FROM_FORMS}
    columns |= _centre_names(parameters, forms, labels, values)
    for variable in used:
        order = {category.category: float(place) for place, category in enumerate(variable.categories, start=1)}
        columns[variable.name] = forms[variable.name].map(order).astype("float64")
        labels[variable.name] = variable.label.in_language(language)
        values[variable.name] = {order[category.category]: category.label.in_language(language) for category in variable.categories}
    columns["weight"], labels["weight"] = forms["weight"], "Weight: children count once where several forms are about one child"
    for scale in parameters.instruments[role].scales:
        own = scores[scores["scale"] == scale.scale]
        for basis in own["basis"].unique():
            rows = own[own["basis"] == basis].set_index("form_id")
            for measure, name, words in _variables(scale, basis, language):
                columns[name], labels[name] = rows[measure].reindex(forms.index), words
    columns["synthetic"] = pd.Series(float(parameters.programme.synthetic), index=forms.index)
    labels["synthetic"] = "Whether every answer is invented"
    values["synthetic"] = {0.0: "No", 1.0: "Yes: every answer is invented"}
    frame = pd.DataFrame(columns).reset_index(drop=True)
    return Labelled(frame, {name: _cut(words) for name, words in labels.items()}, values)


def _centre_names(
    parameters: Parameters, forms: pd.DataFrame, labels: dict[str, str], values: dict[str, dict[float, str]]
) -> dict[str, pd.Series]:
    """A numeric variable with the centres' names as value labels; none where the register has no names."""
    register = {centre.slug: centre.name for centre in parameters.municipality(forms["municipality"].iloc[0]).centres}
    if not register:
        return {}
    order = {slug: float(place) for place, slug in enumerate(register, start=1)}
    labels["centre_name"] = "Centre"
    values["centre_name"] = {order[slug]: name for slug, name in register.items()}
    return {"centre_name": forms["centre"].map(order).astype("float64")}


def _variables(scale: Scale, basis: str, language: str) -> Iterable[tuple[str, str, str]]:
    """(measure, name of its variable, label); age-adjusted points only where the scale is age related."""
    other = "" if basis == FULL else f"_c{basis.partition(':')[2]}"
    on = "" if basis == FULL else f", items common with {basis.partition(':')[2]}"
    for measure, (ending, words) in MEASURES.items():
        if measure != "points_age_adjusted" or scale.age_related:
            yield measure, f"{scale.scale}{other}{ending}", f"{scale.label.in_language(language)}: {words}{on}"


def _cut(words: str) -> str:
    return words.encode()[:LONGEST_LABEL].decode(errors="ignore")
