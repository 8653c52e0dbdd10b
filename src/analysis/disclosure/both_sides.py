"""A difference is shown only where both of its sides are: a change beside one shown level would give the other away."""

import pandas as pd

from analysis.disclosure.tables import SHOWN

UNIT = ["role", "scale", "level", "unit"]
SIDES = frozenset({"level", "comparison_level", "centre_estimate", "spread", "leader_staff_gap"})
"""What differences are between, gaps between children apart: these are looked up by their contrast too."""


def hidden_sides(rows: pd.DataFrame) -> pd.Series:
    """True for shown differences of which a side is not shown (or not there to be looked up).

    comparison: level and comparison_level; change: the level in this wave and in the earlier one; centre_comparison: the centre's estimate;
    network_comparison: the network's level;
    lasting_change: the level in all three waves, for its class rests on them;
    adjusted gaps and changes of gaps (of children or of leaders and staff): the gap; spread_change: the spread.
    """
    shown = rows[rows["status"] == SHOWN]
    there = {kind: set(zip(*(part[column] for column in [*UNIT, "wave"]), strict=True))
             for kind, part in shown[shown["kind"].isin(SIDES)].groupby("kind")}
    gaps = shown[shown["kind"] == "gap"]
    gap_keys = set(zip(*(gaps[column] for column in [*UNIT, "wave", "contrast"]), strict=True))

    compared: dict[tuple, set[str]] = {}
    for row in rows[rows["kind"] == "lasting_change"].itertuples():
        own = compared.setdefault((row.role, row.scale, row.level, row.unit, row.wave), set())
        own.update(row.contrast.rpartition(":")[2].split("-"))

    def has(kind: str, row, wave: str | None = None) -> bool:
        return (row.role, row.scale, row.level, row.unit, wave or row.wave) in there.get(kind, ())

    def complete(row) -> bool:
        match row.kind:
            case "comparison":
                return has("level", row) and has("comparison_level", row)
            case "change" | "change_adjusted":
                return has("level", row) and has("level", row, row.contrast)
            case "lasting_change":
                return all(has("level", row, wave) for wave in compared[row.role, row.scale, row.level, row.unit, row.wave])
            case "centre_comparison":
                return has("centre_estimate", row)
            case "network_comparison":
                return has("level", row)
            case "spread_change":
                return has("spread", row)
            case "gap_adjusted":
                return (row.role, row.scale, row.level, row.unit, row.wave, row.contrast) in gap_keys
            case "leader_staff_gap_change":
                return has("leader_staff_gap", row)
            case "gap_change":
                return (row.role, row.scale, row.level, row.unit, row.wave, row.contrast.rpartition(":")[0]) in gap_keys
        return True

    differences = shown[shown["kind"].isin(DIFFERENCES)]
    broken = [row.Index for row in differences.itertuples() if not complete(row)]
    return pd.Series(rows.index.isin(broken), index=rows.index)


DIFFERENCES = frozenset({"comparison", "change", "change_adjusted", "centre_comparison", "spread_change", "gap_adjusted", "gap_change",
    "leader_staff_gap_change", "lasting_change", "network_comparison"})
