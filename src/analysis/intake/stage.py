"""The stage ``responses``: one municipality's wave from its raw files to forms, responses and flow."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.intake import codebook
from analysis.intake.children import join_children
from analysis.intake.flow import flow_table, read_invited
from analysis.intake.forms import RoleForms, role_forms
from analysis.intake.plain_csv import read_plain_csv
from analysis.intake.pseudonyms import pseudonyms
from analysis.intake.register import register
from analysis.intake.responses import role_responses
from analysis.intake.spss import read_spss
from analysis.intake.surveyxact import read_surveyxact
from analysis.intake.tables import check_flow, check_forms, check_responses, form_columns
from analysis.parameters import Layout, Municipality, ParameterError, Parameters, Problem
from analysis.parameters.municipality import RawFile

READERS = {"surveyxact": read_surveyxact, "csv": read_plain_csv, "spss": read_spss}


@dataclass(frozen=True)
class Intake:
    """The three tables of a municipality's wave, as their contracts in ``intake.tables`` have them."""

    forms: pd.DataFrame
    responses: pd.DataFrame
    flow: pd.DataFrame


def make_responses(parameters: Parameters, layout: Layout, municipality: str, wave: str) -> Intake:
    """Read, check and write the wave. Raises ParameterError with every problem of all its files at once; nothing is written then."""
    names = pseudonyms(parameters.programme)
    made = read_wave(parameters, layout, municipality, wave)
    used = [variable.name for variable in parameters.programme.background if variable.used]
    tables = (
        (layout.forms, check_forms(made.forms, used)),
        (layout.responses, check_responses(made.responses)),
        (layout.flow, check_flow(made.flow)),
    )
    for path, table in tables:
        target = path(municipality, wave)
        target.parent.mkdir(parents=True, exist_ok=True)
        # the fingerprint travels with the table: pseudonyms of two keys must never be joined
        table.attrs = {"pseudonym_key": names.fingerprint}
        table.to_parquet(target, index=False)
    return made


def read_wave(parameters: Parameters, layout: Layout, municipality: str, wave: str) -> Intake:
    """The wave's tables from its raw files; nothing is written."""
    programme, unit = parameters.programme, parameters.municipality(municipality)
    entry, found, names = unit.wave(wave), register(unit), pseudonyms(programme)
    roles: list[RoleForms] = []
    problems: list[Problem] = []
    for role in programme.roles:
        if role not in entry.raw:
            continue
        instrument, source = parameters.instruments[role], entry.raw[role]
        shared = _also_read(parameters, unit, role, wave, source)
        columns = {use.column for use in codebook.uses(instrument, wave, programme.background)}
        try:
            raw = READERS[source.format](layout.raw / source.path, shown_path(layout, source.path), columns)
        except ParameterError as error:
            problems.extend(error.problems)
            continue
        trouble = codebook.problems(raw, instrument, wave, programme.background, shared or ())
        problems.extend(trouble)
        # a missing column is a problem already; the rest of the file is still looked through
        forms, trouble = role_forms(raw.with_columns(columns), programme, instrument, entry, municipality, found, names, shared is not None)
        problems.extend(trouble)
        roles.append(forms)
    invited = pd.DataFrame({"role": [], "centre": [], "invited": [], "no_consent": []})
    if entry.invited:
        try:
            invited, trouble = read_invited(layout.raw / entry.invited, shown_path(layout, entry.invited), programme, found, entry)
            problems.extend(trouble)
        except ParameterError as error:
            problems.extend(error.problems)
    if problems:
        raise ParameterError(problems)
    return _tables(parameters, wave, roles, invited)


def _tables(parameters: Parameters, wave: str, roles: list[RoleForms], invited: pd.DataFrame) -> Intake:
    programme = parameters.programme
    received = pd.concat([found.forms for found in roles], ignore_index=True)
    used = join_children(received[received["reason"].isna()], programme, parameters.instruments)
    order = {role: place for place, role in enumerate(programme.roles)}
    used = used.sort_values(
        ["role", "form_id"], key=lambda values: values.map(order) if values.name == "role" else values, ignore_index=True
    )
    columns = form_columns(variable.name for variable in programme.background if variable.used)
    responses = pd.concat([role_responses(found, parameters.instruments[found.role], wave) for found in roles], ignore_index=True)
    return Intake(used[columns], responses, flow_table(received, invited, programme.roles))


def _also_read(parameters: Parameters, unit: Municipality, role: str, wave: str, source: RawFile) -> set[str] | None:
    """Columns that other waves and roles read from the same file; None where the file serves this role and wave alone."""
    others = [
        (other, entry.wave)
        for entry in unit.waves
        for other, raw in entry.raw.items()
        if raw.path == source.path and (other, entry.wave) != (role, wave)
    ]
    if not others:
        return None
    return {
        name
        for other, when in others
        for name in codebook.known_columns(parameters.instruments[other], [when], parameters.programme.background)
    }


def shown_path(layout: Layout, path: str) -> str:
    """How messages call a raw file: from the project's root where it lies below it."""
    full: Path = layout.raw / path
    return full.relative_to(layout.root).as_posix() if full.is_relative_to(layout.root) else path
