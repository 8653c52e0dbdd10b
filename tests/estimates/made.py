"""Small data by the contracts, made up here."""

import numpy as np
import pandas as pd

from analysis.parameters import Instrument


def draw(seed: int, centres: int, icc: float, *, mean: float = 500.0, sizes: tuple[int, int] = (15, 50), rater_share: float = 0.0,
         raters: int = 4) -> pd.DataFrame:
    """Children in (raters in) centres with SD 100: ``y, centre, rater, true`` (the centre's true mean)."""
    random = np.random.default_rng(seed)
    n = random.integers(sizes[0], sizes[1] + 1, centres)
    true = mean + 100 * np.sqrt(icc) * random.standard_normal(centres)
    centre = np.repeat(np.arange(centres), n)
    rater = centre * raters + random.integers(0, raters, len(centre))
    noise = 100 * np.sqrt(rater_share) * random.standard_normal(centres * raters)[rater]
    y = true[centre] + noise + 100 * np.sqrt(1 - icc - rater_share) * random.standard_normal(len(centre))
    return pd.DataFrame({"y": y, "centre": [f"c{number:03d}" for number in centre], "rater": [f"r{number:04d}" for number in rater],
                         "true": true[centre]})


def text(words: str) -> dict:
    return {"da": words, "en": words}


def items(prefix: str, count: int, **columns) -> list[dict]:
    names = [f"{prefix}{number}" for number in range(1, count + 1)]
    return [{"item": name, "text": text(f"Question {name}"), "options": "steps", "columns": columns.get(f"i{name[-1]}", {"all": name})}
            for name in names]


def instrument(role: str, form: str, scales: list[dict]) -> Instrument:
    options = [{"code": code, "label": text(str(code)), "value": code} for code in (1, 2, 3)]
    return Instrument.model_validate({
        "role": role, "label": text(role), "respondents": text(role), "form": form,
        "denominator": "persons" if form == "person" else "children", "identifiers": {"form": {"all": "id"}},
        "option_sets": {"steps": {"options": [*options, {"code": 9, "label": text("ved ikke"), "value": None}]}}, "scales": scales})


def scale(name: str, prefix: str, kind: str = "outcome", about: str = "child", **more) -> dict:
    columns = more.pop("columns", {})
    return {"scale": name, "label": text(name), "description": text(name), "kind": kind, "about": about,
            "items": items(prefix, 3, **columns), **more}


def period(year: int) -> dict:
    return {"start": f"{year}-09-15", "end": f"{year}-10-10"}


def scores_of(municipality: str, wave: str, seed: int = 0, shift: float = 0.0, centres: int = 12) -> pd.DataFrame:
    """Scores by their contract: 20 children a centre with contact forms, 6 staff and a leader; ``shift`` moves every child of the wave."""
    random = np.random.default_rng([seed, int(wave), sum(map(ord, municipality))])
    names = [f"{municipality}-{number:02d}" for number in range(centres)]
    if municipality == "alpha" and wave != "2019":
        names[0] = "alpha-old"
    parts = []
    for role, per, scales in (("child", 20, ("joy", "friends")), ("contact", 20, ("skills",)), ("staff", 6, ("reading", "goals")),
                              ("leader", 1, ("leader_goals",))):
        n = centres * per
        centre = np.repeat(names, per)
        number = np.arange(n)
        children = role in ("child", "contact")
        forms = pd.DataFrame({
            "municipality": municipality, "wave": wave, "role": role, "form_id": [f"{municipality}{wave}{role}{k}" for k in number],
            "child_id": [f"{municipality}{wave}{k}" for k in number] if children else None,
            "rater_id": [f"{municipality}r{k // 5}" for k in number] if role == "contact" else None,
            "person_id": [f"{municipality}p{k}" for k in number] if role in ("staff", "leader") else None, "centre": centre,
            "site": None, "network": None, "kind": "municipal", "age_months": 60.0 + random.integers(-6, 7, n) if children else np.nan,
            "gender": np.where(number % 2, "girl", "boy") if children else None,
            "language": np.where(number % 5, "danish", "other") if children else None, "weight": 1.0})
        level = np.repeat(60 * np.random.default_rng(7).standard_normal(centres), per)
        for name in scales:
            points = 500 + level + 95 * random.standard_normal(n) + (shift if children else 0.0)
            points += 30 * (forms["gender"] == "girl").to_numpy() if children else 0.0
            full = forms.assign(scale=name, basis="full", score=points / 100, points=points,
                                points_age_adjusted=points - (2.0 * (forms["age_months"] - 60).fillna(0) if name == "skills" else 0.0),
                                answered=3, n_items=3)
            parts.append(full)
            if name == "friends":
                others = ["2019"] if wave != "2019" else ["2015", "2017"]
                parts += [full.assign(basis=f"common:{other}", points=full["points"] + 7, points_age_adjusted=full["points"] + 7,
                                      n_items=2, answered=2) for other in others]
    found = pd.concat(parts, ignore_index=True)
    text_columns = ["child_id", "rater_id", "person_id", "site", "network", "gender", "language"]
    return found.astype(dict.fromkeys(text_columns, "str"))


def tables_of(municipality: str, wave: str, seed: int = 0) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Forms, responses and flow that go with ``scores_of``: three answers a scale drawn from 1, 2, 3."""
    scores = scores_of(municipality, wave, seed)
    forms = scores.drop_duplicates("form_id").assign(programme="test", answered_on=pd.NaT)
    random = np.random.default_rng(seed + 1)
    first = {"joy": "j", "friends": "f", "skills": "s", "reading": "r", "goals": "g", "leader_goals": "l"}
    parts = []
    for name, part in scores[scores["basis"] == "full"].groupby("scale"):
        common = np.round(np.clip((part["points"] - 500) / 100 + 2, 1, 3))
        for number in (1, 2, 3):
            if name == "friends" and number == 3 and wave == "2019":
                continue
            own = np.clip(common + random.integers(-1, 2, len(part)), 1, 3)
            parts.append(pd.DataFrame({"form_id": part["form_id"], "item": f"{first[name]}{number}", "value": own,
                                       "code": own.astype(int).astype(str)}))
    responses = pd.concat(parts, ignore_index=True)
    counts = forms.groupby(["role", "centre"]).size().rename("forms").reset_index()
    used = counts.assign(step="used", reason="")
    flow = pd.concat([counts.assign(step="received", reason=""), used,
                      counts.assign(step="invited", reason="", forms=(counts["forms"] * 1.25).astype(int)),
                      counts.assign(step="no_consent", reason="", forms=1)], ignore_index=True)
    return forms, responses, flow[["role", "centre", "step", "reason", "forms"]]
