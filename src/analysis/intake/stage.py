"""The stage ``responses``: one municipality's wave from its raw files to forms, responses, flow and what the checks said of them."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.intake.checking import Result, checks_table, failures, run
from analysis.intake.children import join_children
from analysis.intake.flow import flow_table
from analysis.intake.material import WaveMaterial
from analysis.intake.opening import open_wave
from analysis.intake.people.free_text import open_answers
from analysis.intake.pseudonyms import Pseudonyms, pseudonyms
from analysis.intake.responses import role_responses
from analysis.intake.tables import check_checks, check_flow, check_forms, check_participation, check_people, check_responses, form_columns
from analysis.parameters import Layout, ParameterError, Parameters


@dataclass(frozen=True)
class Intake:
    """The tables of a municipality's wave, as their contracts in ``intake.tables`` have them, and how every check came out.

    ``open_answers`` (``people.free_text``) has no rows unless the programme states a purpose for them.
    """

    forms: pd.DataFrame
    responses: pd.DataFrame
    flow: pd.DataFrame
    people: pd.DataFrame
    open_answers: pd.DataFrame
    participation: pd.DataFrame
    results: tuple[Result, ...]


def make_responses(parameters: Parameters, layout: Layout, municipality: str, wave: str, today: date | None = None) -> Intake:
    """Read, check and write the wave. Raises ParameterError with every problem of all its files at once; nothing is written then."""
    material = open_wave(parameters, layout, municipality, wave, today or date.today())
    made, about = _made(material), {"sources": material.sources, "corrections": _mended(material)}
    del material  # the raw files are not kept while millions of responses are checked and written
    used = [variable.name for variable in parameters.programme.background if variable.used]
    tables = (
        (layout.forms, check_forms(made.forms, used)),
        (layout.responses, check_responses(made.responses)),
        (layout.flow, check_flow(made.flow)),
        (layout.people, check_people(made.people)),
        (layout.participation, check_participation(made.participation)),
        (layout.checks, check_checks(checks_table(made.results))),
        *([(layout.free_text, made.open_answers)] if parameters.programme.free_text else []),
    )
    layout.free_text(municipality, wave).unlink(missing_ok=True)
    fingerprint = pseudonyms(parameters.programme).fingerprint
    for path, table in tables:
        target = path(municipality, wave)
        target.parent.mkdir(parents=True, exist_ok=True)
        # the fingerprint travels with the table: pseudonyms of two keys must never be joined
        table.attrs = {"pseudonym_key": fingerprint}
        if path == layout.checks:
            table.attrs |= about
        table.to_parquet(target, index=False)
    return made


def read_wave(
    parameters: Parameters, layout: Layout, municipality: str, wave: str, today: date | None = None, names: Pseudonyms | None = None
) -> Intake:
    """The wave's tables from its raw files; nothing is written. ``names``: made with another key than the programme's."""
    return _made(open_wave(parameters, layout, municipality, wave, today or date.today(), names))


def check_wave(parameters: Parameters, layout: Layout, municipality: str, wave: str, today: date | None = None) -> tuple[Result, ...]:
    """How every check on the wave's raw files comes out; nothing is written and nothing raised."""
    return run(open_wave(parameters, layout, municipality, wave, today or date.today()))


def _mended(material: WaveMaterial) -> list[dict]:
    """The corrections as they may be told: which column, how many cells, why and since when; neither cells nor whose they are."""
    return [
        {"role": told.role, "column": told.column, "cells": outcome.cells, "reason": told.reason, "date": told.date.isoformat()}
        for export in material.exports.values()
        for outcome in export.corrections
        for told in [outcome.correction]
    ]


def _made(material: WaveMaterial) -> Intake:
    results = run(material)
    problems = failures(results)
    if problems:
        raise ParameterError(problems)
    parameters, programme = material.parameters, material.parameters.programme
    roles = [export.forms for export in material.readable]
    received = material.received
    used = join_children(received[received["reason"].isna()], programme, parameters.instruments)
    order = {role: place for place, role in enumerate(programme.roles)}
    used = used.sort_values(
        ["role", "form_id"], key=lambda values: values.map(order) if values.name == "role" else values, ignore_index=True
    )
    columns = form_columns(variable.name for variable in programme.background if variable.used)
    parts = [role_responses(found, parameters.instruments[found.role], material.wave.wave) for found in roles]
    # the only table of millions of rows: a copy of it is not made for nothing
    responses = parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)
    texts, people = _open_answers(material)
    flow = flow_table(received, material.invited, programme.roles)
    return Intake(used[columns], responses, flow, people, texts, material.participation, results)


def _open_answers(material: WaveMaterial) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The wave's open answers, where the programme keeps any, and the counts of all personal data found and left out."""
    free_text, latest = material.parameters.programme.free_text, material.wave.field_period.end
    said = [
        open_answers(export.raw, export.forms.forms, free_text, export.examined.names, latest) for export in material.readable
    ]
    people = pd.concat([material.people, *(passages for _, passages in said)], ignore_index=True)
    return pd.concat([answers for answers, _ in said], ignore_index=True), people.astype(material.people.dtypes)
