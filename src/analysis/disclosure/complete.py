"""Cells that have no estimate: small centres without a form and questions that were not asked. Told apart here, once."""

from itertools import product

import pandas as pd

from analysis.disclosure.context import LEADER, Context
from analysis.disclosure.tables import COUNTS, KEY, NOTES, NUMBERS
from analysis.parameters import Parameters

COMPLETED = frozenset({"level", "centre_estimate", "centre_comparison", "change", "answer_share", "response"})


def with_missing_cells(rows: pd.DataFrame, parameters: Parameters, context: Context, leaders: bool) -> pd.DataFrame:
    """The rows of the own units without se, df, p, with a boolean ``never_measured`` and the cells that are missing added without numbers.

    ``rows``: what the audience may hear of, all centres and networks; a profile or a network's report keeps only its own. A centre without
    an estimate that others have gets the row, so that no row's absence tells what its hiding does not. It was never measured where the
    centre has no such children; a scale that was not asked in one of the municipality's waves so far never was either. Without ``leaders``
    a profile has no rows of theirs, not even hidden ones.
    """
    rows = rows.drop(columns=["se", "df", "p"], errors="ignore").assign(never_measured=False)
    rows = rows.astype(dict.fromkeys([*COUNTS, *NUMBERS], "float64"))
    added = [*_centres(rows, context), *_scales(rows, parameters, context, leaders or context.shared)]
    rows = rows[own_rows(rows, context)]
    if not added:
        return rows.reset_index(drop=True)
    extra = pd.DataFrame(added, columns=[*KEY, "never_measured"])
    extra = extra.assign(**dict.fromkeys([*COUNTS, *NUMBERS], float("nan")), **dict.fromkeys(NOTES, ""))
    return pd.concat([rows, extra[list(rows.columns)]], ignore_index=True)


def own_rows(rows: pd.DataFrame, context: Context) -> pd.Series:
    """True for rows of the audience's own centres and networks, and for those above."""
    level, unit = rows["level"], rows["unit"]
    network = (level == "network") & unit.isin(context.own_networks)
    return level.isin(["programme", "municipality"]) | network | ((level == "centre") & unit.isin(context.own_centres))


def _centres(rows: pd.DataFrame, context: Context) -> list[tuple]:
    here = rows[(rows["level"] == "centre") & rows["kind"].isin(COMPLETED)]
    rest = [column for column in KEY if column not in ("level", "unit")]
    centres = context.own_centres
    there = here[here["unit"].isin(centres)]
    have = set(zip(*(there[column] for column in [*rest, "unit"]), strict=True))
    cells = here[rest].drop_duplicates().itertuples(index=False, name=None)
    return [(*cell[:4], "centre", centre, *cell[4:], cell[1] in context.child_roles and centre in context.no_children)
            for cell, centre in product(cells, centres) if (*cell, centre) not in have]


def _scales(rows: pd.DataFrame, parameters: Parameters, context: Context, leaders: bool) -> list[tuple]:
    place = parameters.municipality(context.subject.municipality)
    until = place.wave(context.subject.wave).field_period.start
    levels = rows[(rows["kind"] == "level") & (rows["level"] == "municipality")]
    have = set(zip(levels["role"], levels["scale"], levels["wave"], strict=True))
    asked = {(role, scale.scale, wave.wave) for wave in place.waves for role, scale in parameters.scales()
             if role in wave.raw and scale.asked(wave.wave)}
    waves = [wave.wave for wave in place.waves if wave.field_period.start <= until]
    every = [(role, scale.scale, wave) for wave in waves for role, scale in parameters.scales()]
    return [("level", role, scale, "", "municipality", place.slug, wave, "", (role, scale, wave) not in asked)
            for role, scale, wave in every if (role, scale, wave) not in have and (leaders or role != LEADER)]
