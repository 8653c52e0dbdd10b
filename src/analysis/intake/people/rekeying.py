"""A new key in place of the old one: every wave read from its raw files with both, and the same persons linked, or nothing is changed."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from analysis.intake.pseudonyms import Pseudonyms
from analysis.intake.stage import read_wave
from analysis.parameters import Layout, ParameterError, Parameters, Problem

IDS = ("child_id", "rater_id", "person_id")


def links(parameters: Parameters, layout: Layout, names: Pseudonyms, today: date) -> pd.DataFrame:
    """``municipality, id, persons, over_waves, over_roles``: how many persons there are, and how many stand in several waves or roles.

    Raises ParameterError where a wave's raw files are gone or do not pass their checks: its pseudonyms could not be made anew.
    """
    rows, problems = [], []
    for unit in parameters.municipalities.values():
        forms = []
        for wave in unit.waves:
            try:
                forms.append(read_wave(parameters, layout, unit.slug, wave.wave, today, names).forms)
            except ParameterError as error:
                problems.extend(error.problems)
        if problems:
            continue
        told = pd.concat(forms, ignore_index=True)
        for name in IDS:
            seen = told.dropna(subset=[name]).groupby(name)[["wave", "role"]].nunique()
            rows.append((unit.slug, name, len(seen), int((seen["wave"] > 1).sum()), int((seen["role"] > 1).sum())))
    if problems:
        raise ParameterError(problems)
    return pd.DataFrame(rows, columns=["municipality", "id", "persons", "over_waves", "over_roles"])


def same_links(before: pd.DataFrame, after: pd.DataFrame, programme: str) -> None:
    """ParameterError that says which links a new key would break."""
    if before.equals(after):
        return
    different = before[(before != after).any(axis=1)]
    raise ParameterError(
        Problem(f"parameters/{programme}", f"links of {row.municipality} ({row.id})", "others with the new key", "the same persons linked")
        for row in different.itertuples()
    )


def rekeyed_files(layout: Layout, old: str, new: str) -> Mapping[Path, bytes]:
    """``programme.yml`` with the fingerprint of the new key in place of the old one's, and nothing else changed."""
    path = layout.parameters / "programme.yml"
    content = path.read_bytes()
    if content.count(old.encode()) != 1:
        expected = f"the fingerprint {old!r} once"
        raise ParameterError([Problem(f"parameters/{layout.programme}/programme.yml", "pseudonym_key", "another text", expected)])
    return {path: content.replace(old.encode(), new.encode())}


def made_with_the_key(layout: Layout) -> list[Path]:
    """Everything that holds pseudonyms, or was made from what does: the next run makes it again."""
    made = [layout.processed / name for name in ("responses", "scores", "facts", "estimates", "shown", "free-text")]
    return [*made, layout.reports / "internal" / "export"]
