"""A release freezes what its reports may be made from: the forms of a wave and which cells are hidden, for every audience at once.

Profiles leave in December, the municipality's report in spring. Were one made with a form more than the other, the difference would be that
form. So after a release a form may be withdrawn and never added, and no cell is shown that the release hid; only a new release, of every
audience's reports, takes in what came late.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import yaml

from analysis.disclosure.over_time import patterns_over_time
from analysis.parameters import Layout, ParameterError, Parameters, Problem, Subject, waves_until
from analysis.parameters.release import FrozenPattern, FrozenWave, Release
from analysis.publishing.flow import Flow
from analysis.publishing.hashes import files_hash

CODE_DIGITS = 16


@dataclass(frozen=True)
class Forms:
    """The forms of a wave that are used. ``key`` is the fingerprint of the key their ids were made with, ``codes`` role -> codes."""

    key: str
    codes: dict[str, frozenset[str]]


def forms_of(layout: Layout, municipality: str, wave: str) -> Forms:
    table = pd.read_parquet(layout.forms(municipality, wave))
    codes = {str(role): frozenset(_code(form) for form in ids) for role, ids in table.groupby("role")["form_id"]}
    return Forms(str(table.attrs["pseudonym_key"]), codes)


def _code(form_id: str) -> str:
    return hashlib.sha256(f"a form that was released\0{form_id}".encode()).hexdigest()[:CODE_DIGITS]


def freeze(parameters: Parameters, layout: Layout, name: str, waves: Iterable[Subject], today: date) -> Release:
    """The release ``name`` with ``waves`` as they are now; waves it has frozen before stay as they were."""
    known = next((release for release in parameters.releases if release.name == name), None)
    frozen = list(known.waves) if known else []
    frozen += [_frozen(parameters, layout, one) for one in waves if not (known and known.of(one.municipality, one.wave))]
    number = known.number if known else 1 + max((release.number for release in parameters.releases), default=0)
    return Release(name=name, number=number, released_on=known.released_on if known else today, waves=tuple(frozen))


def write(release: Release, path: Path) -> None:
    """The release as YAML, moved into place whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    words = yaml.safe_dump(release.model_dump(mode="json"), allow_unicode=True, sort_keys=False, width=136)
    part.write_text(f"# Written by make release; internal, and never changed by hand.\n{words}", encoding="utf-8")
    part.replace(path)


def _frozen(parameters: Parameters, layout: Layout, one: Subject) -> FrozenWave:
    forms = forms_of(layout, one.municipality, one.wave)
    tables = {wave.wave: pd.read_parquet(layout.estimates(wave.municipality, wave.wave)) for wave in waves_until(parameters, one)}
    patterns = [
        FrozenPattern(
            role=role,
            primary=tuple(sorted(found.primary)),
            hidden=tuple(sorted(found.hidden)),
            hidden_networks=tuple(sorted(found.hidden_networks)),
            dropped=tuple(sorted(found.dropped)),
            groups=tuple(sorted(tuple(sorted(group)) for group in found.groups)),
        )
        for (role, wave), found in sorted(patterns_over_time(tables, parameters, one).items())
        if wave == one.wave
    ]
    return FrozenWave(
        municipality=one.municipality,
        wave=one.wave,
        key=forms.key,
        data=data_hash(parameters, layout, one),
        counts={role: len(codes) for role, codes in forms.codes.items()},
        forms={role: " ".join(sorted(codes)) for role, codes in forms.codes.items()},
        patterns=tuple(patterns),
    )


def data_hash(parameters: Parameters, layout: Layout, one: Subject) -> str:
    """SHA-256 over the names and contents of a wave's raw files."""
    return files_hash(Flow(parameters, layout).raw(one.municipality, one.wave), layout.raw)


def added(parameters: Parameters, layout: Layout, waves: Iterable[Subject]) -> list[Problem]:
    """What has come to released waves since: forms, or a key under which nobody can tell."""
    problems = []
    for one in waves:
        known = parameters.released(one.municipality, one.wave)
        if known is None:
            continue
        name, frozen = known
        file = layout.release(name).relative_to(layout.root).as_posix()
        now = forms_of(layout, one.municipality, one.wave)
        anew = f"only forms that were there; late ones need a new release of all audiences: make release NAME=... ONLY={one.handle}"
        if now.key != frozen.key:
            problems.append(Problem(file, one.handle, "forms under another pseudonym key, which cannot be told from new ones", anew))
            continue
        more = {role: len(codes - set(frozen.forms.get(role, "").split())) for role, codes in now.codes.items()}
        told = ", ".join(f"{count} of {role}" for role, count in more.items() if count)
        if told:
            problems.append(Problem(file, one.handle, f"forms that were added after the release {name}: {told}", anew))
    return problems


def refuse_added(parameters: Parameters, layout: Layout, waves: Iterable[Subject]) -> None:
    """ParameterError with everything that came to released waves since."""
    problems = added(parameters, layout, waves)
    if problems:
        raise ParameterError(problems)
