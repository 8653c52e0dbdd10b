"""Differential item functioning: does an item run apart from its scale between two groups? (Zumbo 1999; Swaminathan & Rogers 1990)"""

from collections.abc import Collection

import numpy as np
import pandas as pd

from analysis.scales.ordinal import OrdinalFit, proportional_odds
from analysis.scales.score import min_answered

COLUMNS = ("item", "n", "estimate", "se", "chisq_uniform", "p_uniform", "chisq_nonuniform", "p_nonuniform", "p", "q", "r2_change",
           "flagged", "method")
METHOD = "ordinal logistic regression on rest score and group"


def item_tests(items: pd.DataFrame, second: np.ndarray, anchors: Collection[str], min_answered_share: float = 2 / 3) -> pd.DataFrame:
    """One row per item: ``COLUMNS`` without ``flagged``. ``second``: True where a form belongs to the second group.

    Each item is regressed (proportional odds) on the rest score, the mean of the other ``anchors``; then also on the group (uniform DIF:
    ``estimate``, the log odds of a higher answer in the second group, ``chisq_uniform``, 1 df); then also on group x rest score
    (``chisq_nonuniform``, 1 df). ``p`` is of both together (2 df), ``q`` Benjamini-Hochberg over the items. ``r2_change``: what the two
    add to Nagelkerke's R2; from .035 moderate, from .07 large (Jodoin & Gierl 2001). NaN where an item or its rest does not vary.

    The tests take forms as independent and the rest score as free of error. Neither quite holds: with clustered children, and where groups
    truly differ on a scale of few items, they flag too often. What they flag is only what the next step leaves out.
    """
    rows, answers = [], items.to_numpy(float)
    known, among = ~np.isnan(answers), np.array([name in anchors for name in items])
    sums, answered = np.where(known, answers, 0.0)[:, among].sum(axis=1), known[:, among].sum(axis=1)
    for place, name in enumerate(items):
        own = among[place]
        others = answered - (known[:, place] if own else 0)
        enough = others >= min_answered(int(among.sum()) - own, min_answered_share)
        total = sums - (np.where(known[:, place], answers[:, place], 0.0) if own else 0.0)
        use = known[:, place] & enough
        rows.append({"item": name, **_test(answers[use, place], total[use] / others[use], second[use])})
    table = pd.DataFrame(rows).reindex(columns=[name for name in COLUMNS if name != "flagged"])
    return table.assign(q=benjamini_hochberg(table["p"].to_numpy(float)))


def _test(values: np.ndarray, rest: np.ndarray, second: np.ndarray) -> dict[str, object]:
    from scipy.special import chdtrc

    y, at, group, counts = _cells(values, rest, second)
    n = int(counts.sum())
    if y.max(initial=0) < 1 or len(np.unique(at)) < 2 or len(np.unique(group)) < 2:
        return {"n": n, "method": "no test: the item or its rest does not vary, or one group did not answer"}
    at = (at - np.average(at, weights=counts)) / max(float(np.ptp(at)), 1e-12)
    designs = [[at], [at, group], [at, group, at * group]]
    fits = [proportional_odds(y, np.column_stack(design), counts) for design in designs]
    uniform, more = (max(one.deviance - other.deviance, 0.0) for one, other in ((fits[0], fits[1]), (fits[1], fits[2])))
    told = fits[1].converged
    return {"n": n, "estimate": fits[1].coef[1] if told else np.nan, "se": fits[1].se[1] if told else np.nan, "chisq_uniform": uniform,
            "p_uniform": float(chdtrc(1, uniform)), "chisq_nonuniform": more, "p_nonuniform": float(chdtrc(1, more)),
            "p": float(chdtrc(2, uniform + more)), "r2_change": _nagelkerke(fits[2], y, counts) - _nagelkerke(fits[0], y, counts),
            "method": METHOD if told else METHOD + "; separated, no coefficient"}


def _cells(values: np.ndarray, rest: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Category (0, 1, ...), rest score, group and number of forms of every combination that occurs: what cost goes by."""
    categories, y = np.unique(values, return_inverse=True)
    rests, at = np.unique(np.round(rest, 9), return_inverse=True)
    counts = np.bincount((y * max(len(rests), 1) + at) * 2 + second.astype(int), minlength=0)
    used = np.flatnonzero(counts)
    if not len(categories):
        return y, rest, second.astype(float), counts
    return used // 2 // len(rests), rests[used // 2 % len(rests)], (used % 2).astype(float), counts[used].astype(float)


def _nagelkerke(fit: OrdinalFit, y: np.ndarray, counts: np.ndarray) -> float:
    """Nagelkerke's (1991) R2, from the deviance of the model and of the shares alone."""
    n = counts.sum()
    shares = np.bincount(y, counts)
    null = -2 * float((shares * np.log(shares / n)).sum())
    return (1 - np.exp((fit.deviance - null) / n)) / (1 - np.exp(-null / n))


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """Benjamini & Hochberg's (1995) q of each p; NaN stays and counts for none."""
    q = np.full(len(p), np.nan)
    order = np.argsort(p)[:np.count_nonzero(~np.isnan(p))]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    q[order] = np.minimum.accumulate(scaled[::-1])[::-1].clip(max=1.0)
    return q


def purified_tests(items: pd.DataFrame, second: np.ndarray, fdr: float, least: int, min_answered_share: float = 2 / 3) -> pd.DataFrame:
    """``item_tests`` against a rest score of items that do not run apart themselves, with ``flagged``.

    One item that differs much drags the rest score of all the others along and makes them seem to differ the other way. So the item that
    differs most is set aside, the others are tested against one another, and so on until none differs at ``fdr`` or ``least`` anchors are
    left (Lord 1980; Candell & Drasgow 1988). ``flagged`` are the items set aside.
    """
    anchors = list(items)
    while True:
        table = item_tests(items, second, anchors, min_answered_share)
        among = table[table["item"].isin(anchors) & (benjamini_hochberg(_only(table, anchors)) < fdr)]
        if among.empty or len(anchors) <= least:
            return table.assign(flagged=~table["item"].isin(anchors))[list(COLUMNS)]
        most = (among["chisq_uniform"] + among["chisq_nonuniform"]).idxmax()
        anchors.remove(among.loc[most, "item"])


def _only(table: pd.DataFrame, anchors: Collection[str]) -> np.ndarray:
    """The p of the anchors, NaN elsewhere."""
    return table["p"].where(table["item"].isin(anchors)).to_numpy(float)
