"""Cells that have no estimate: small centres without a form and questions that were not asked. Told apart here, once."""

from collections import defaultdict
from functools import cached_property
from itertools import product

import numpy as np
import pandas as pd

from analysis.disclosure.context import LEADER, Context
from analysis.disclosure.tables import COUNTS, KEY, NOTES, NUMBERS
from analysis.parameters import Parameters

COMPLETED = frozenset({"level", "centre_estimate", "centre_comparison", "change", "answer_share", "response"})
ABOVE = ("programme", "municipality")
"""Levels whose rows everybody's edition has."""
OTHER = [column for column in KEY if column not in ("level", "unit")]


class Eligible:
    """What an audience may hear of, of all centres and networks; ``of`` takes from it what one edition has.

    A municipality's profiles have one such table: what it holds of each centre is looked up once, so that a profile costs what its own
    rows cost, however many centres there are.
    """

    def __init__(self, rows: pd.DataFrame):
        rows = rows.drop(columns=["se", "df", "p"], errors="ignore").assign(never_measured=False)
        self.rows = rows.astype(dict.fromkeys([*COUNTS, *NUMBERS], "float64"))

    def of(self, parameters: Parameters, context: Context, leaders: bool) -> pd.DataFrame:
        """The rows of the own units without se, df, p, with a boolean ``never_measured`` and the cells that are missing added.

        A centre without an estimate that others have gets the row, so that no row's absence tells what its hiding does not. It was never
        measured where the centre has no such children; a scale that was not asked in one of the municipality's waves so far never was
        either. Without ``leaders`` a profile has no rows of theirs, not even hidden ones.
        """
        added = [*self._centres(context), *_scales(self._of_levels, parameters, context, leaders or context.shared)]
        rows = self.rows.iloc[self._own(context)]
        if not added:
            return rows.reset_index(drop=True)
        extra = pd.DataFrame(added, columns=[*KEY, "never_measured"])
        extra = extra.assign(**dict.fromkeys([*COUNTS, *NUMBERS], float("nan")), **dict.fromkeys(NOTES, ""))
        return pd.concat([rows, extra[list(rows.columns)]], ignore_index=True)

    def _own(self, context: Context) -> np.ndarray:
        """Places of the rows of the audience's own centres and networks, and of those above, as they stood."""
        at = self._at
        own = [("network", unit) for unit in context.own_networks] + [("centre", unit) for unit in context.own_centres]
        found = [places for (level, _), places in at.items() if level in ABOVE] + [at[one] for one in own if one in at]
        return np.sort(np.concatenate(found)) if found else np.array([], dtype=int)

    @cached_property
    def _at(self) -> dict[tuple[str, str], np.ndarray]:
        """Places of the rows by (level, unit)."""
        return self.rows.groupby(["level", "unit"], sort=False).indices

    @cached_property
    def _by_centre(self) -> tuple[list[tuple], dict[str, set[tuple]]]:
        """Every cell that any centre has, and those of each."""
        here = self.rows[(self.rows["level"] == "centre") & self.rows["kind"].isin(COMPLETED)]
        there: dict[str, set[tuple]] = defaultdict(set)
        for unit, cell in zip(here["unit"], zip(*(here[column] for column in OTHER), strict=True), strict=True):
            there[unit].add(cell)
        return list(here[OTHER].drop_duplicates().itertuples(index=False, name=None)), there

    @cached_property
    def _of_levels(self) -> set[tuple]:
        """(role, scale, wave) of the municipality's levels."""
        levels = self.rows[(self.rows["kind"] == "level") & (self.rows["level"] == "municipality")]
        return set(zip(levels["role"], levels["scale"], levels["wave"], strict=True))

    def _centres(self, context: Context) -> list[tuple]:
        cells, have = self._by_centre
        return [(*cell[:4], "centre", centre, *cell[4:], cell[1] in context.child_roles and centre in context.no_children)
                for cell, centre in product(cells, context.own_centres) if cell not in have.get(centre, ())]


def _scales(have: set[tuple], parameters: Parameters, context: Context, leaders: bool) -> list[tuple]:
    place = parameters.municipality(context.subject.municipality)
    until = place.wave(context.subject.wave).field_period.start
    asked = {(role, scale.scale, wave.wave) for wave in place.waves for role, scale in parameters.scales()
             if role in wave.raw and scale.asked(wave.wave)}
    waves = [wave.wave for wave in place.waves if wave.field_period.start <= until]
    every = [(role, scale.scale, wave) for wave in waves for role, scale in parameters.scales()]
    return [("level", role, scale, "", "municipality", place.slug, wave, "", (role, scale, wave) not in asked)
            for role, scale, wave in every if (role, scale, wave) not in have and (leaders or role != LEADER)]
