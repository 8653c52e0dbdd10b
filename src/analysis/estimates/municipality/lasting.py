"""Three waves: what lasted of a change, as one classification a scale."""

import numpy as np
import pandas as pd

from analysis.estimates.lasting import classify, state
from analysis.estimates.multiplicity import adjust_p_values
from analysis.estimates.municipality.changes import municipality_change
from analysis.estimates.results import Estimate
from analysis.estimates.sources import Sources
from analysis.estimates.tables import row, rows

PARTS = ("immediate", "later", "lasting")


def lasting_change_rows(sources: Sources) -> pd.DataFrame:
    """``lasting_change`` over the last three waves: three differences a scale (contrast ``immediate:2015-2017``), the classification as a
    flag of the lasting one.

    q is Benjamini-Hochberg over the role's scales within each of the three, as in the table; a scale whose questions changed is compared
    pair by pair on what both waves asked.
    """
    if len(sources.waves) < 3 or sources.cohort:
        return rows([])
    first, second, third = sources.waves[-3:]
    pairs = {"immediate": (first, second), "later": (second, third), "lasting": (first, third)}
    entries = []
    for role in sources.roles:
        found = {}
        for scale in sources.scales(role):
            changes = {name: _change(sources, role, scale.scale, *pair) for name, pair in pairs.items()}
            if all(change is not None and np.isfinite(change[0].low) for change in changes.values()):
                found[scale.scale] = changes
        q = {name: dict(zip(found, adjust_p_values([changes[name][0].p for changes in found.values()]), strict=True)) for name in PARTS}
        for scale, changes in found.items():
            entries += _rows(sources, role, scale, pairs, changes, {name: q[name][scale] for name in PARTS})
    return rows(entries)


def _rows(sources: Sources, role: str, scale: str, pairs: dict[str, tuple[str, str]], changes: dict[str, tuple[Estimate, bool]],
          q: dict[str, float]) -> list[dict[str, object]]:
    thresholds = sources.parameters.programme.thresholds
    states = [state(changes[name][0], q[name], thresholds.margin, thresholds.fdr) for name in PARTS]
    entries = []
    for name in PARTS:
        change, common = changes[name]
        flags = (["common_items"] if common else []) + ([classify(*states)] if name == "lasting" else [])
        entries.append(row("lasting_change", change, role=role, scale=scale, level="municipality", unit=sources.slug, wave=sources.wave,
                           contrast=f"{name}:{'-'.join(pairs[name])}", family=f"lasting_change:{role}:{name}",
                           flags=";".join(sorted(flags))))
    return entries


def _change(sources: Sources, role: str, scale: str, earlier: str, later: str) -> tuple[Estimate, bool] | None:
    """The change of one scale between two waves, and whether it is on common items; None where a wave has no answers."""
    frame, common = sources.pair(role, scale, earlier, later)
    if frame.empty or frame["wave"].nunique() < 2:
        return None
    change, _ = municipality_change(sources, role, frame, earlier, later, adjust=False)
    return None if change is None else (change, common)
