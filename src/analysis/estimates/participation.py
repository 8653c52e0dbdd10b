"""Exposure to an initiative where lists of participants tell it: modules finished per centre (METHODS 9)."""

import pandas as pd


def exposure(participation: pd.DataFrame, initiative: str) -> dict[str, int]:
    """Centre -> number of different modules of ``initiative`` that somebody there finished before the wave's field period began.

    ``participation``: rows ``initiative, centre, module, finished, persons`` of the wave (``intake.tables.PARTICIPATION``). Centres that
    finished none are not in it.
    """
    own = participation[participation["initiative"] == initiative]
    return {centre: int(count) for centre, count in own.groupby("centre")["module"].nunique().items()}
