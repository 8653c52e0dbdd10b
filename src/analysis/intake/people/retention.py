"""Deletion dates that have passed while the thing still lies there (``retention.yml``)."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from analysis.intake.pseudonyms import PUBLIC_KEYS, VARIABLE, fingerprint
from analysis.parameters import Layout, Parameters, Problem
from analysis.parameters.retention import Retention

LATER = "or a later date that the controller has agreed to, with the reason beside it"


def overdue(parameters: Parameters, layout: Layout, today: date) -> Iterator[Problem]:
    """Every wave whose raw files or key should be gone by ``today`` and are not."""
    if parameters.retention is None:
        return
    for place in parameters.municipalities.values():
        for wave in place.waves:
            entry = parameters.retention.of(place.slug, wave.wave)
            paths = {layout.raw / file.path for file in wave.raw.values()} | ({layout.raw / wave.invited} if wave.invited else set())
            files = sum(path.exists() for path in paths)
            yield from kept_too_long(parameters, entry, place.slug, files, key_is_here(parameters), today)


def kept_too_long(
    parameters: Parameters, entry: Retention | None, municipality: str, raw_files: int, key: bool, today: date
) -> Iterator[Problem]:
    """What of one wave should be gone by ``today``: its ``raw_files``, if any are left, and the ``key``, if it is there."""
    if entry is None:
        return
    file, where = f"parameters/{parameters.programme.slug}/retention.yml", f"waves.{entry.wave}"
    if entry.delete_raw_by and entry.delete_raw_by < today and raw_files:
        yield Problem(
            file,
            f"{where}.delete_raw_by",
            f"{entry.delete_raw_by}, which has passed, and {raw_files} raw file{'s' * (raw_files != 1)} of {municipality}-{entry.wave}",
            f"no raw files of the wave, here or in any copy, {LATER}",
        )
    if entry.delete_key_by and entry.delete_key_by < today and key:
        yield Problem(
            file,
            f"{where}.delete_key_by",
            f"{entry.delete_key_by}, which has passed, and the pseudonym key (of {municipality}-{entry.wave})",
            f"no key: delete it and every copy of it (later waves are made with a new one, `make key`), {LATER}",
        )


def key_is_here(parameters: Parameters) -> bool:
    """Whether the programme's secret key lies where the environment says; public keys are nobody's secret."""
    wanted, named = parameters.programme.pseudonym_key, os.environ.get(VARIABLE)
    if wanted in PUBLIC_KEYS or not named or not Path(named).is_file():
        return False
    return wanted in {fingerprint(key) for key in Path(named).read_bytes().split()}
