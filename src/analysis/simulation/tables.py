"""A drawn municipality as the tables that leave intake, without a file in between: for studies that need the whole programme many times."""

import numpy as np
import pandas as pd

from analysis.parameters import Parameters
from analysis.simulation.answers import codes_of
from analysis.simulation.draw import Drawn, RoleWave
from analysis.simulation.export import CATEGORIES


def used_forms(drawn: Drawn, parameters: Parameters) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(forms, responses) of every wave and role, in the shape of ``docs/architecture.md``, section 3.

    Completed forms with consent, a centre and an answer, one for each respondent. Ids are plain; parental education is known wherever
    the child is. Sites are left out.
    """
    forms, responses = [], []
    for one in drawn.roles:
        about, answers = _used(one, parameters.instruments[one.role].form)
        frame = _forms(one, about, drawn, parameters)
        forms.append(frame)
        instrument = parameters.instruments[one.role]
        for place, item in enumerate(one.items):
            both = codes_of(instrument, item, one.wave)
            codes, values = (np.array(every, dtype=kind) for every, kind in zip(both, (object, float), strict=True))
            given = answers[:, place]
            responses.append(pd.DataFrame({"form_id": frame["form_id"], "item": item.item, "value": values[given], "code": codes[given]}))
    return pd.concat(forms, ignore_index=True), pd.concat(responses, ignore_index=True)


def _used(one: RoleWave, form: str) -> tuple[pd.DataFrame, np.ndarray]:
    keep = (one.forms["completed"] & one.forms["consent"] & one.forms["named"]).to_numpy() | (
        (one.forms["completed"] & one.forms["named"]).to_numpy() & (form == "parent")
    )
    keep &= (one.answers != 0).any(axis=1)
    if form != "parent":
        key = "person" if form == "person" else "child"
        keep[np.flatnonzero(keep)] &= ~one.forms[keep].duplicated(key).to_numpy()
    return one.forms[keep].reset_index(drop=True), one.answers[keep]


def _forms(one: RoleWave, about: pd.DataFrame, drawn: Drawn, parameters: Parameters) -> pd.DataFrame:
    slug, entries = drawn.municipality.slug, drawn.town.entries
    stem = f"{slug}-{one.wave}"
    child = [f"{stem}-c{number}" if number >= 0 else None for number in about["child"]]
    person = [f"{slug}-{one.role if one.role == 'leader' else 'staff'}{number}" if number >= 0 else None for number in about["person"]]
    rating = parameters.instruments[one.role].form == "rating"
    places = [entries[place] for place in about["centre"]]
    frame = pd.DataFrame(
        {
            "programme": parameters.programme.slug,
            "municipality": slug,
            "wave": one.wave,
            "role": one.role,
            "form_id": [f"{stem}-{one.role}-{number}" for number in range(len(about))],
            "child_id": child,
            "rater_id": person if rating else None,
            "person_id": None if rating else person,
            "centre": [entry.slug for entry in places],
            "site": None,
            "network": [entry.network for entry in places],
            "kind": [entry.kind for entry in places],
            "answered_on": about["closed"].dt.normalize(),
            "age_months": about["age"].where(about["age"] >= 0).astype(float),
        }
    )
    for variable in parameters.programme.background:
        if variable.used:
            source, meaning = CATEGORIES[variable.name]
            frame[variable.name] = about[source].map(meaning)
    counted = parameters.instruments[one.role].form == "parent"
    frame["weight"] = 1.0 / frame.groupby("child_id")["form_id"].transform("size") if counted else 1.0
    return frame
