"""One role's records as forms: whose they are, where they belong, and why some of them are not used."""

from dataclasses import dataclass

import pandas as pd

from analysis.intake.codebook import fails, plain_columns
from analysis.intake.dates import months_between, parse_dates, parse_numbers
from analysis.intake.pseudonyms import Pseudonyms, scopes
from analysis.intake.raw import RawTable
from analysis.intake.register import Register, places
from analysis.parameters import Instrument, Programme
from analysis.parameters.instrument import Flag
from analysis.parameters.municipality import MunicipalityWave

ONE_FORM_EACH = {"child": ("form", "child"), "rating": ("form", "child"), "person": ("form", "person"), "parent": ("form",)}
"""Ids that can stand on one form only, by kind of form: a child has one form and one rating, but may have several parents."""

EMPTIED = ("withdrawn", "no_consent")
"""Reasons ``people.admission`` gives to records it has emptied."""


@dataclass(frozen=True)
class RoleForms:
    """The records of one role that are forms of the wave. ``forms`` has the identifying columns, the background told in this file and
    ``reason`` (null: used); ``codes`` the answers as exported, one column per item asked; both share their index."""

    role: str
    forms: pd.DataFrame
    codes: pd.DataFrame


def role_forms(
    raw: RawTable,
    programme: Programme,
    instrument: Instrument,
    wave: MunicipalityWave,
    municipality: str,
    found: Register,
    names: Pseudonyms,
    serves_more: bool,
) -> RoleForms:
    """The records of ``raw`` as forms. What is wrong in them is the checks' to tell; a place, date or age nobody understands is missing.

    ``serves_more``: the file serves other waves or roles too, so a record without any answer in this one is no form of it. Otherwise such a
    record is a form received and dropped. A record that ``people.admission`` emptied had answers.
    """
    frame = raw.frame
    columns = plain_columns(instrument, wave.wave)
    asked = {item.item: item.column(wave.wave) for item in instrument.items() if item.column(wave.wave)}
    codes = pd.DataFrame({item: frame[name] for item, name in asked.items()}, index=frame.index)
    told = {key: frame[name] for key, name in columns.items()}
    nothing = pd.Series(None, index=frame.index, dtype="str")
    centre, site = told_places(told, instrument, frame.index)

    scope = scopes(programme, municipality, wave.wave, instrument.role)
    forms = pd.DataFrame(
        {
            "programme": programme.slug,
            "municipality": municipality,
            "wave": wave.wave,
            "role": instrument.role,
            "form_id": names.of(_form_keys(instrument, told, frame.index), *scope["form"]),
            "child_id": names.of(told.get("child", nothing), *scope["child"]),
            "rater_id": names.of(told.get("rater", nothing), *scope["rater"]),
            "person_id": names.of(told.get("person", nothing), *scope["person"]),
            **places(centre, site, found, wave),
            "answered_on": parse_dates(told.get("answered", nothing)),
            "age_months": ages(told, wave, frame.index),
            **_background(frame, programme, instrument, wave.wave),
        },
        index=frame.index,
    )
    answers = codes.notna().sum(axis=1)
    marked = nothing if raw.reason is None else raw.reason
    if serves_more:
        exists = (answers > 0) | marked.isin(EMPTIED)
        forms, codes, answers = forms[exists], codes[exists], answers[exists]
    left = {key: values.loc[forms.index] for key, values in told.items()}
    reason = _reasons(frame.loc[forms.index], forms, answers, instrument, wave.wave, left, marked.loc[forms.index])
    return RoleForms(instrument.role, forms.assign(reason=reason), codes)


def told_places(told: dict[str, pd.Series], instrument: Instrument, index: pd.Index) -> tuple[pd.Series, pd.Series]:
    """What the export calls the centre and the site of each record; null where it says nothing."""
    nothing = pd.Series(None, index=index, dtype="str")
    centre = told.get("centre", nothing)
    if instrument.identifiers.centre_from_child:
        centre = centre.where(centre.notna(), told.get("child", nothing).str[: instrument.identifiers.centre_from_child])
    return centre, told.get("site", nothing)


def _form_keys(instrument: Instrument, told: dict[str, pd.Series], index: pd.Index) -> pd.Series:
    """What makes a form this form: its own id, else the child's or the person's of whom there is one form, else its row."""
    keys = pd.Series([f"row {position}" for position in range(len(index))], index=index, dtype="str")
    one_each = {"child": "child", "rating": "child", "person": "person"}.get(instrument.form)
    for key in (one_each, "form"):
        if key in told:
            keys = keys.where(told[key].isna(), f"{key} " + told[key])
    return keys


def ages(told: dict[str, pd.Series], wave: MunicipalityWave, index: pd.Index) -> pd.Series:
    """Age in months on the field period's first day; the birth date wins over a stated age."""
    nothing = pd.Series(None, index=index, dtype="str")
    stated = parse_numbers(told.get("age_months", nothing))
    return months_between(parse_dates(told.get("birth_date", nothing)), wave.field_period.start).fillna(stated)


def _background(frame: pd.DataFrame, programme: Programme, instrument: Instrument, wave: str) -> dict[str, pd.Series]:
    """variable in use -> category as this file tells it; null where it does not."""
    found = {}
    for variable in programme.background:
        if variable.used:
            told = instrument.background.get(variable.name)
            column = told.column(wave) if told else None
            categories = {code: category for category, codes in told.codes.items() for code in codes} if told else {}
            found[variable.name] = (
                frame[column].map(categories).astype("str") if column else pd.Series(None, index=frame.index, dtype="str")
            )
    return found


def _reasons(
    frame: pd.DataFrame,
    forms: pd.DataFrame,
    answers: pd.Series,
    instrument: Instrument,
    wave: str,
    told: dict[str, pd.Series],
    marked: pd.Series,
) -> pd.Series:
    """Why each form is not used; null where it is. The first reason that holds is the one counted; the platform's own mark comes first."""
    reason = marked.astype("str")

    def drop(where: pd.Series, why: str) -> None:
        reason[where & reason.isna()] = why

    drop(_fails(frame, instrument.completed, wave), "not_completed")
    drop(_fails(frame, instrument.consent, wave), "no_consent")
    drop(answers == 0, "no_answers")
    drop(forms["centre"].isna(), "no_centre")
    for key in ONE_FORM_EACH[instrument.form]:
        if key in told:
            # of several forms the fullest counts, then the latest, then the first in the file
            left = pd.DataFrame({"key": told[key], "answers": answers, "day": forms["answered_on"]})[reason.isna()].dropna(subset=["key"])
            best_first = left.sort_values(["answers", "day"], ascending=False, kind="stable", na_position="last")
            drop(best_first.duplicated("key").reindex(forms.index, fill_value=False), "duplicate")
    return reason


def _fails(frame: pd.DataFrame, flag: Flag | None, wave: str) -> pd.Series:
    if flag is None or not flag.column(wave):
        return pd.Series(False, index=frame.index)
    return fails(frame[flag.column(wave)], flag)
