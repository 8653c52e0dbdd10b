"""A wave's delivery opened: every raw file read once, and what keeps one from being read kept beside it. Nothing is judged here."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from analysis.intake import codebook
from analysis.intake.corrections import Outcome, corrected
from analysis.intake.forms import role_forms
from analysis.intake.invited import no_invited, read_invited
from analysis.intake.material import Content, Earlier, RoleExport, WaveMaterial
from analysis.intake.participation import no_participation, read_participation
from analysis.intake.people.admission import admitted, refused_children
from analysis.intake.people.examine import Examined, examine
from analysis.intake.people.free_text import open_columns
from analysis.intake.pseudonyms import Pseudonyms, pseudonyms
from analysis.intake.raw import RawTable
from analysis.intake.raw_folder import inside
from analysis.intake.register import Register, register, zeros_lost
from analysis.intake.role_export import file_codebook, read_role
from analysis.parameters import Instrument, Layout, Municipality, ParameterError, Parameters, Problem
from analysis.parameters.corrections import Correction, Corrections
from analysis.parameters.municipality import MunicipalityWave, RawFile


def open_wave(
    parameters: Parameters, layout: Layout, municipality: str, wave: str, today: date, names: Pseudonyms | None = None
) -> WaveMaterial:
    """All there is about the wave: its files, the denominators, and its predecessor where that has been made."""
    unit = parameters.municipality(municipality)
    entry, found, names = unit.wave(wave), register(unit), names or pseudonyms(parameters.programme)
    roles = [role for role in parameters.programme.roles if role in entry.raw]
    read = {role: _read(parameters, layout, unit, wave, role, found) for role in roles}
    refused = {role: refused_children(one.raw, _codebook(parameters, unit, wave, role), wave) for role, (one, *_) in read.items() if one}
    exports = {role: _export(parameters, layout, unit, wave, role, found, names, *read[role], refused) for role in roles}
    invited, problems = no_invited(), []
    if entry.invited:
        try:
            invited, problems = read_invited(
                inside(layout, entry.invited), shown_path(layout, entry.invited), parameters.instruments, found, entry
            )
        except ParameterError as error:
            problems = list(error.problems)
    participation, trouble = _participation(layout, unit, entry, found)
    return WaveMaterial(
        parameters,
        unit,
        entry,
        found,
        exports,
        invited,
        shown_path(layout, entry.invited) if entry.invited else "",
        tuple(problems),
        _earlier(layout, unit, wave),
        today,
        participation,
        tuple(trouble),
    )


def _participation(layout: Layout, unit: Municipality, entry: MunicipalityWave, found: Register) -> tuple[pd.DataFrame, list[Problem]]:
    """Every initiative's list of participants, counted by centre, and what is wrong in them."""
    parts, problems = [no_participation()], []
    for initiative in unit.initiatives:
        if initiative.participation:
            name = shown_path(layout, initiative.participation)
            try:
                part, trouble = read_participation(inside(layout, initiative.participation), name, initiative, found, entry)
                parts.append(part)
                problems += trouble
            except ParameterError as error:
                problems += error.problems
    return pd.concat(parts, ignore_index=True), problems


def _read(
    parameters: Parameters, layout: Layout, unit: Municipality, wave: str, role: str, found: Register
) -> tuple[Examined | None, tuple[Problem, ...], tuple[Outcome, ...]]:
    """A role's raw file, corrected and searched for personal data; or why it cannot be read. And what became of the corrections."""
    programme, entry = parameters.programme, unit.wave(wave)
    source, instrument = entry.raw[role], _codebook(parameters, unit, wave, role)
    name = shown_path(layout, source.path)
    outcomes: list[Outcome] = []

    def mend(raw: RawTable) -> RawTable:
        table, told = corrected(raw, _corrections(parameters, unit.slug, wave, role), corrections_path(parameters, unit.slug, wave))
        outcomes.extend(told)
        return table

    try:
        # a missing column is told by a check; the rest of the file is still looked through
        raw = read_role(inside(layout, source.path), name, source, instrument, wave, programme.background, mend)
        raw = raw.with_columns({use.column for use in codebook.uses(instrument, wave, programme.background)})
    except ParameterError as error:
        return None, error.problems, tuple(outcomes)
    told = codebook.plain_columns(instrument, wave)
    raw = replace(raw, notes=(*raw.notes, *zeros_lost(raw, [told[key] for key in ("centre", "site") if key in told], found)))
    places = {name for key, name in told.items() if key in ("centre", "site")}
    latest, spared = entry.field_period.end, open_columns(programme.free_text, role, raw.unread)
    return examine(raw, role, programme.people, latest, {*found.by_name, *found.sites}, places, spared), (), tuple(outcomes)


def _export(
    parameters: Parameters,
    layout: Layout,
    unit: Municipality,
    wave: str,
    role: str,
    found: Register,
    names: Pseudonyms,
    examined: Examined | None,
    problems: tuple[Problem, ...],
    outcomes: tuple[Outcome, ...],
    refused: dict[str, set[str]],
) -> RoleExport:
    programme, entry, instrument = parameters.programme, unit.wave(wave), _codebook(parameters, unit, wave, role)
    source, raw, forms = entry.raw[role], None, None
    shared = _also_read(parameters, unit, role, wave, source)
    if examined:
        binding = refused.values() if programme.people.consent_covers == "child" else (refused[role],)
        children = set().union(*binding)
        raw = admitted(examined.raw, programme, instrument, unit.slug, wave, names, parameters.withdrawn, children)
        forms = role_forms(raw, programme, instrument, entry, unit.slug, found, names, shared is not None)
    name = shown_path(layout, source.path)
    contents = _contents(layout, source.path, name)
    return RoleExport(
        role, instrument, wave, name, source.path, contents, raw, forms, problems, shared, programme.background, examined, outcomes
    )


def corrections_path(parameters: Parameters, municipality: str, wave: str) -> str:
    """How messages call the wave's corrections."""
    return f"parameters/{parameters.programme.slug}/municipalities/{municipality}/corrections/{wave}.yml"


def _corrections(parameters: Parameters, municipality: str, wave: str, role: str) -> list[tuple[str, Correction]]:
    """(key in the file, correction) of one role's export."""
    told = parameters.corrections.get((municipality, wave), Corrections(corrections=()))
    return [(f"corrections.{index}", entry) for index, entry in enumerate(told.corrections) if entry.role == role]


def _codebook(parameters: Parameters, unit: Municipality, wave: str, role: str) -> Instrument:
    """The role's codebook as its file in ``wave`` calls the columns."""
    return file_codebook(parameters.instruments[role], unit.wave(wave).raw[role])


def _contents(layout: Layout, raw: str, name: str) -> tuple[Content, ...]:
    """The bytes of a file, or of every file in a folder; none where nothing lies there, or where it lies is told to be outside."""
    try:
        path = inside(layout, raw)
    except ParameterError:  # told already, where the file was to be read
        return ()
    if path.is_dir():
        return tuple(Content(f"{name}/{file.name}", file.read_bytes()) for file in sorted(path.iterdir()) if file.is_file())
    return (Content(name, path.read_bytes()),) if path.is_file() else ()


def _earlier(layout: Layout, unit: Municipality, wave: str) -> Earlier | None:
    """The municipality's wave before this one, where it has been made."""
    before = unit.previous(wave)
    paths = [path(unit.slug, before.wave) for path in (layout.forms, layout.responses, layout.flow, layout.checks)] if before else []
    if not paths or not all(path.is_file() for path in paths):
        return None
    forms, responses, flow, checks = (pd.read_parquet(path) for path in paths)
    return Earlier(before.wave, forms, responses, flow, checks.attrs["sources"])


def _also_read(parameters: Parameters, unit: Municipality, role: str, wave: str, source: RawFile) -> frozenset[str] | None:
    """Columns that other waves and roles read from the same file; None where the file serves this role and wave alone."""
    others = [
        (file_codebook(parameters.instruments[other], raw), other, entry.wave)
        for entry in unit.waves
        for other, raw in entry.raw.items()
        if raw.path == source.path and (other, entry.wave) != (role, wave)
    ]
    if not others:
        return None
    return frozenset(
        name
        for instrument, _, when in others
        for name in codebook.known_columns(instrument, [when], parameters.programme.background)
    )


def shown_path(layout: Layout, path: str) -> str:
    """How messages call a raw file: from the project's root where it lies below it."""
    full: Path = layout.raw / path
    return full.relative_to(layout.root).as_posix() if full.is_relative_to(layout.root) else path
