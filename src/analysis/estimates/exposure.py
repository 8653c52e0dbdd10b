"""Initiatives in large programmes: by how much was done (dose), and by when it began (staggered). From 40 exposed centres on."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.estimates.cluster_robust import METHOD, cr2
from analysis.estimates.columns import two_waves, usable
from analysis.estimates.results import COLUMNS, Estimate, from_t, no_estimate, no_rows, t_interval

MIN_EXPOSED = 40
DOSE_METHOD = f"centre changes on modules finished, {METHOD}"
STAGGERED_METHOD = f"cohort by wave, saturated, {METHOD}"
NEVER = "never"


def initiative_dose(frame: pd.DataFrame, *, y: str, centre: str, wave: str, modules: str, earlier: str | None = None,
                    later: str | None = None, min_exposed: int = MIN_EXPOSED, confidence: float = 0.95) -> Estimate:
    """Change of a centre's mean per module finished before the later field period, adjusted for the first level; points per module.

    ``modules``: column of the number of modules, the same in all rows of a centre. Each centre with answers in both waves counts once (HC2,
    Satterthwaite). No estimate with fewer than ``min_exposed`` centres that finished any, or where all finished as many: that is a
    description.
    """
    names = two_waves(frame, wave, earlier, later)
    used = usable(frame, numbers=[y, modules], keys=[centre, wave])
    used = used[used[wave].isin(names)]
    cells = used.groupby([centre, wave])[y].agg(["mean", "size"]).unstack()
    if cells.shape[1] < 4:
        return no_estimate("a change needs answers in two waves", 0, len(cells))
    cells = cells.dropna()
    dose = used.groupby(centre)[modules].max().reindex(cells.index).to_numpy(float)
    if (dose > 0).sum() < min_exposed:
        return no_estimate(f"{int((dose > 0).sum())} exposed centres, of {min_exposed} needed", 0, len(cells))
    if not np.ptp(dose) > 0:
        return no_estimate("every centre finished as many modules", 0, len(cells))
    first = cells["mean"][names[0]].to_numpy(float)
    x = np.column_stack([np.ones(len(dose)), dose, first - first.mean()])
    x = x if np.ptp(first) > 0 else x[:, :2]
    estimate, se, df = cr2(cells["mean"][names[1]].to_numpy(float) - first, x, np.arange(len(dose)), np.eye(x.shape[1])[1])
    return from_t(estimate[0], se[0], df[0], n=int(cells["size"].sum().min()), n_groups=len(dose), method=DOSE_METHOD,
                  confidence=confidence)


def staggered_followup(frame: pd.DataFrame, *, y: str, centre: str, wave: str, cohort: str, waves: Sequence | None = None,
                       min_exposed: int = MIN_EXPOSED, confidence: float = 0.95) -> pd.DataFrame:
    """What each cohort's change is in every wave since the last before it began, beside the centres that never took part.

    ``cohort``: the first wave after the centre took part, ``"never"`` (or missing) for the others. ``waves``: their order (default:
    sorted). Centre means, each centre less its own mean over the waves; dummies for waves and for every cohort in every wave but the one
    before it began: the group-time effects of Callaway & Sant'Anna (2021, J. Econometrics 225(2)) with never-treated controls, with CR2 and
    Satterthwaite df. One row per ``cohort`` and ``wave``; waves before a cohort began are the check of parallel development. Only centres
    with answers in every wave. Empty with fewer than ``min_exposed`` centres that took part, or fewer than two others.
    """
    used = usable(frame, numbers=[y], keys=[centre, wave], optional=[cohort])
    order = list(waves) if waves is not None else sorted(used[wave].unique())
    nothing = no_rows("cohort", "wave")
    cells = used[used[wave].isin(order)].groupby([centre, wave])[y].agg(["mean", "size"]).unstack()
    if len(order) < 2 or cells.shape[1] < 2 * len(order):
        return nothing
    cells = cells.dropna()
    began = used.groupby(centre)[cohort].first().reindex(cells.index)
    began = began.where(began.isin(order[1:]), NEVER)
    if (began != NEVER).sum() < min_exposed or (began == NEVER).sum() < 2:
        return nothing
    values = cells["mean"][order].to_numpy(float)
    values = (values - values.mean(axis=1, keepdims=True)).ravel()
    place = np.tile(np.arange(len(order)), len(cells))
    columns, keys = [(place == number).astype(float) for number in range(1, len(order))], []
    for group in [name for name in order[1:] if (began == name).any()]:
        of_group = np.repeat((began == group).to_numpy(), len(order))
        for number, name in enumerate(order):
            if number != order.index(group) - 1:
                columns.append((of_group & (place == number)).astype(float))
                keys.append((group, name, int((began == group).sum())))
    x = np.column_stack(columns)
    owner = np.repeat(np.arange(len(cells)), len(order))
    x = x - (np.add.reduceat(x, np.arange(0, len(x), len(order))) / len(order))[owner]
    contrasts = np.eye(x.shape[1])[len(order) - 1:]
    estimate, se, df = cr2(values, x, owner, contrasts)
    low, high, p = t_interval(estimate, se, df, confidence)
    found = pd.DataFrame(keys, columns=["cohort", "wave", "n"]).assign(estimate=estimate, se=se, df=df, low=low, high=high,
                                                                       n_groups=len(cells), method=STAGGERED_METHOD, p=p, n_raters=0)
    return found[["cohort", "wave", *COLUMNS]]
