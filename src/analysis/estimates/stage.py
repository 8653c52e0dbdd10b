"""The stages ``facts`` and ``estimates``: the only place in this room that touches files."""

from functools import cache
from pathlib import Path

import pandas as pd

from analysis.estimates.facts import wave_facts
from analysis.estimates.scale_facts import Answers
from analysis.estimates.sources import Sources, gather
from analysis.estimates.tables import validate
from analysis.parameters import Layout, ParameterError, Parameters, Problem
from analysis.scales.stage import read_norms


def make_facts(parameters: Parameters, layout: Layout, wave: str) -> pd.DataFrame:
    """Read the scores and answers of every municipality that the facts of ``wave`` rest on, write and return them."""
    @cache
    def scores_of(municipality: str, which: str) -> pd.DataFrame | None:
        path = layout.scores(municipality, which)
        return _read(layout, path, parameters) if path.is_file() else None

    @cache
    def read(municipality: str, which: str) -> tuple[pd.DataFrame, pd.DataFrame] | None:
        paths = (layout.forms(municipality, which), layout.responses(municipality, which))
        return tuple(_read(layout, path, parameters) for path in paths) if all(path.is_file() for path in paths) else None

    answers = Answers(read, _norms(parameters, layout, list(parameters.programme.roles)))
    return _write(validate(wave_facts(parameters, wave, scores_of, answers)), layout.facts(wave))


def open_sources(parameters: Parameters, layout: Layout, municipality: str, wave: str) -> Sources:
    """Read what the estimates of one municipality's wave are made from: its own scores so far, its forms and responses, the facts.

    Raises ParameterError that names every file that is missing and the stage that makes it.
    """
    home = parameters.municipality(municipality)
    until = home.wave(wave).field_period.start
    waves = [entry.wave for entry in home.waves if entry.field_period.start <= until]
    paths = {"forms": layout.forms(municipality, wave), "responses": layout.responses(municipality, wave),
             "flow": layout.flow(municipality, wave), "facts": layout.facts(wave),
             "participation": layout.participation(municipality, wave),
             **{f"scores {name}": layout.scores(municipality, name) for name in waves}}
    stages = {"forms": "responses", "responses": "responses", "flow": "responses", "participation": "responses", "facts": "facts"}
    missing = [Problem(_shown(layout, path), "file", "nothing", f"a table: run the stage `{stages.get(name, 'scores')}`")
               for name, path in paths.items() if not path.is_file()]
    if missing:
        raise ParameterError(missing)
    forms, responses, flow, facts = (_read(layout, paths[name], parameters) for name in ("forms", "responses", "flow", "facts"))
    roles = [role for role in parameters.programme.roles if (forms["role"] == role).any()]
    norms = _norms(parameters, layout, roles)
    return gather(parameters, municipality, wave, scores={name: _read(layout, paths[f"scores {name}"], parameters) for name in waves},
                  forms=forms, responses=responses, flow=flow, facts=facts, norms=norms,
                  participation=_read(layout, paths["participation"], parameters))


def open_people(parameters: Parameters, layout: Layout, municipality: str, wave: str) -> pd.DataFrame:
    """What personal data the wave's export held and what was done with them, in counts, as the method report tells it."""
    return _read(layout, layout.people(municipality, wave), parameters).rename(columns={"kind": "personal_data"})


def open_warnings(parameters: Parameters, layout: Layout, municipality: str, wave: str) -> pd.DataFrame:
    """What the checks of the wave's delivery warned of: ``check, message, guidance``, as the method report tells it."""
    checks = _read(layout, layout.checks(municipality, wave), parameters)
    return checks.loc[checks["result"] == "warning", ["check", "message", "guidance"]].reset_index(drop=True)


def open_corrections(parameters: Parameters, layout: Layout, municipality: str, wave: str) -> pd.DataFrame:
    """What was mended in the wave's raw files: ``role, column, cells, reason, date``; no rows, no cells."""
    told = _read(layout, layout.checks(municipality, wave), parameters).attrs["corrections"]
    return pd.DataFrame(told, columns=["role", "column", "cells", "reason", "date"])


def write_estimates(table: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Check the estimates against their contract and write them; returns them."""
    return _write(validate(table), path)


def _norms(parameters: Parameters, layout: Layout, roles: list[str]) -> pd.DataFrame:
    return pd.concat([found.assign(role=role) for role, found in read_norms(parameters, layout, roles).items()], ignore_index=True)


def _read(layout: Layout, path: Path, parameters: Parameters) -> pd.DataFrame:
    table = pd.read_parquet(path)
    key = table.attrs.get("pseudonym_key")
    if key is not None and key != parameters.programme.pseudonym_key:
        raise ParameterError([Problem(_shown(layout, path), "pseudonym_key", repr(key),
                                      f"{parameters.programme.pseudonym_key!r}, the programme's: make the table again")])
    return table


def _write(table: pd.DataFrame, path: Path) -> pd.DataFrame:
    path.parent.mkdir(parents=True, exist_ok=True)
    table.to_parquet(path, index=False)
    return table


def _shown(layout: Layout, path: Path) -> str:
    return path.relative_to(layout.root).as_posix() if path.is_relative_to(layout.root) else path.name


