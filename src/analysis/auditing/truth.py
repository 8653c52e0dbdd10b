"""How many forms stand behind every mean, hidden ones too: what the attack is judged by, never what it starts from.

An attacker is given these counts as if they were known. That is more than an outsider has; hiding a count protects no mean.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

Cell = tuple[str, str, str]
"""(unit, wave, level) of a mean."""


@dataclass(frozen=True)
class Truth:
    """One municipality. ``means``: (role, scale) -> cell -> (forms, mean); ``networks``: centre -> network or None."""

    municipality: str
    means: Mapping[tuple[str, str], Mapping[Cell, tuple[int, float]]]
    networks: Mapping[str, str | None]


def read_truth(paths: list[Path], municipality: str, networks: Mapping[str, str | None]) -> Truth:
    """From the estimates of a municipality's waves, the latest last: a centre's earlier waves are then its present register's."""
    means: dict[tuple[str, str], dict[Cell, tuple[int, float]]] = {}
    for path in paths:
        rows = pd.read_parquet(path, columns=["kind", "role", "scale", "level", "unit", "wave", "n", "value"])
        rows = rows[(rows["kind"] == "level") & rows["level"].isin(["centre", "network", "municipality"]) & (rows["n"] > 0)]
        for row in rows.itertuples():
            means.setdefault((row.role, row.scale), {})[row.unit, row.wave, row.level] = (int(row.n), float(row.value))
    return Truth(municipality, means, networks)
