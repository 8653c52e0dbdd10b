"""Change between waves: of a municipality, of the same children, and of each centre."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.estimates.cluster_robust import METHOD, cluster_robust_mean, cr2
from analysis.estimates.columns import two_waves, usable
from analysis.estimates.design import codes_of, design_matrix, independent, rater_key
from analysis.estimates.mixture import mixture_summary
from analysis.estimates.nested import GroupSums, fit_ratios, fixed_effects, group_sums, products
from analysis.estimates.random_intercept import ONE_RATER
from analysis.estimates.results import Estimate, NotEstimable, from_t, no_estimate, no_rows

MOST_SHARED = 0.9
"""Of the geometric mean of a centre's two errors: returning people never explain all of what is uncertain."""

CENTRE_METHOD = "random-effects model of centre changes, integrated over their SD"


def wave_change(frame: pd.DataFrame, *, y: str, centre: str, wave: str, earlier: str | None = None, later: str | None = None,
                rater: str | None = None, covariates: Sequence[str] = (), weights: str | None = None, confidence: float = 0.95) -> Estimate:
    """Mean of ``later`` minus mean of ``earlier`` (default: the two waves there are); CR2 by centre over both waves, since centres recur.

    With ``covariates``: adjusted for them (``design.composition`` makes them from the children's background). Repeated cross-sections: a
    difference between surveys of different children, not a development of anyone.
    """
    names = two_waves(frame, wave, earlier, later)
    used = usable(frame, numbers=[y], keys=[centre, wave], covariates=covariates, weights=weights, optional=[rater])
    used = used[used[wave].isin(names)]
    is_later = (used[wave] == names[1]).to_numpy(float)
    n = int(min(is_later.sum(), len(used) - is_later.sum()))
    if n == 0:
        return no_estimate("a change needs answers in two waves", 0, used[centre].nunique())
    rest, _ = design_matrix(used, covariates)
    x = np.column_stack([np.ones(len(used)), is_later, rest[:, 1:]])
    kept, terms = independent(x, ["", "later", *map(str, range(x.shape[1] - 2))])
    codes, groups = codes_of(used[centre])
    contrast = np.array([name == "later" for name in terms], float)
    estimate, se, df = cr2(used[y].to_numpy(float), kept, codes, contrast, used[weights].to_numpy(float) if weights else None)
    raters = int(used.groupby(wave)[rater].nunique().min()) if rater else 0
    method = METHOD if not covariates else f"{METHOD}, adjusted"
    return from_t(estimate[0], se[0], df[0], n=n, n_groups=groups, method=method, confidence=confidence, n_raters=raters)


def paired(frame: pd.DataFrame, *, y: str, child: str, centre: str, wave: str, earlier: str, later: str
           ) -> pd.DataFrame:
    """The same children in both waves: ``child, centre`` (of the later wave), ``change``. Several forms of a child and wave are
    averaged."""
    used = frame[frame[wave].isin([earlier, later]) & frame[y].notna() & frame[child].notna()]
    means = used.groupby([child, wave], sort=True)[y].mean().unstack()
    if earlier not in means or later not in means:
        return pd.DataFrame({child: [], centre: [], "change": []})
    change = (means[later] - means[earlier]).dropna()
    homes = used[used[wave] == later].drop_duplicates(child).set_index(child)[centre]
    return pd.DataFrame({child: change.index, centre: homes.reindex(change.index).to_numpy(), "change": change.to_numpy()})


def cohort_change(frame: pd.DataFrame, *, y: str, child: str, centre: str, wave: str, earlier: str | None = None,
                  later: str | None = None, confidence: float = 0.95) -> Estimate:
    """Mean change within the same child from ``earlier`` to ``later``; CR2 by the centre of the later wave. For cohort designs only."""
    names = two_waves(frame, wave, earlier, later)
    used = usable(frame, numbers=[y], keys=[child, centre, wave])
    pairs = paired(used, y=y, child=child, centre=centre, wave=wave, earlier=names[0], later=names[1])
    if pairs.empty:
        return no_estimate("no child has answers in both waves")
    found = cluster_robust_mean(pairs, y="change", centre=centre, confidence=confidence)
    return replace(found, method=found.method.replace(METHOD, f"{METHOD}, same child"))


def centre_change(frame: pd.DataFrame, *, y: str, centre: str, wave: str, earlier: str | None = None, later: str | None = None,
                  rater: str | None = None, returning: str | None = None, confidence: float = 0.95) -> pd.DataFrame:
    """Change of every centre with answers in both waves: its centre-by-wave deviation plus the municipality's change, from one model.

    The centres' differences between the waves (their lasting level drops out) are normal about the municipality's change with a variance of
    their own plus sampling error; that SD is integrated out under a flat prior, the municipality's change likewise. Sampling error counts
    children and, given ``rater``, raters. ``returning``: column of the people who may answer (or rate) in both waves; what is theirs drops
    out of the difference too, and their covariance is taken from the error (left in, the changes would be shrunk too far).
    One row per ``unit`` with ``raw`` (difference of plain means). Empty with fewer than three such centres, and where no model can be
    fitted.
    """
    nothing = no_rows("unit", more=("raw",))
    earlier, later = two_waves(frame, wave, earlier, later)
    used = usable(frame, numbers=[y], keys=[centre, wave], optional=[rater, returning])
    used = used[used[wave].isin([earlier, later])]
    both = used.groupby(centre)[wave].nunique()
    used = used[used[centre].isin(both.index[both == 2])]
    cells = used[centre].nunique()
    if cells < 3 or len(used) <= 2 * cells:
        return nothing
    is_later = (used[wave] == later).to_numpy(float)
    keys = [pd.Series(2 * codes_of(used[centre])[0] + is_later.astype(int), index=used.index)]
    if rater:
        keys.append(rater_key(used[rater]))
    try:
        data = cell_sums(used[y].to_numpy(float), is_later, keys)
        ratios = fit_ratios(data)
    except NotEstimable:
        return nothing
    residual = float(fixed_effects(data, ratios)[2] / (data.n - data.p))
    _, _, sums, weight = products(data, ratios)
    means, error = (sums[:, -1] / weight).reshape(-1, 2), (residual / weight).reshape(-1, 2)
    shared = shared_error(used, y=y, centre=centre, wave=wave, earlier=earlier, later=later, person=returning) if returning else 0.0
    left = error.sum(axis=1) - 2 * np.minimum(shared, MOST_SHARED * np.sqrt(error.prod(axis=1)))
    summary = random_effects(means[:, 1] - means[:, 0], left, confidence)
    by_wave = used.groupby([centre, wave])
    counts = by_wave[y].agg(["size", "mean"]).unstack()
    raters = by_wave[rater].nunique().unstack().min(axis=1).to_numpy() if rater else 0
    return pd.DataFrame({"unit": counts.index.to_numpy(), "raw": (counts["mean"][later] - counts["mean"][earlier]).to_numpy(),
                         "estimate": summary[0], "se": summary[1], "df": np.nan, "low": summary[2], "high": summary[3],
                         "n": counts["size"].min(axis=1).astype(int).to_numpy(), "n_groups": cells, "method": CENTRE_METHOD,
                         "p": summary[4], "n_raters": raters})


def cell_sums(values: np.ndarray, is_later: np.ndarray, keys: list[pd.Series]) -> GroupSums:
    """Group sums with a mean per wave, centre-by-wave cells outermost; NotEstimable where the answers inside do not vary, or where every
    cell has one rater."""
    cells, raters = codes_of(keys[0])[1], codes_of(*keys)[1]
    if len(keys) == 2 and raters == cells:
        raise NotEstimable(ONE_RATER, len(values), cells)
    if raters == len(values):                                                   # every form a rater of its own: one level
        keys = keys[:1]
    codes, groups = codes_of(*keys)
    inside = values - (np.bincount(codes, values, groups) / np.bincount(codes, minlength=groups))[codes]
    if inside @ inside <= 1e-18 * max(values @ values, 1e-300):
        raise NotEstimable("the answers do not vary inside the centres", len(values), cells)
    return group_sums(values, np.column_stack([1 - is_later, is_later]), keys)


def shared_error(frame: pd.DataFrame, *, y: str, centre: str, wave: str, earlier: str, later: str, person: str) -> np.ndarray:
    """Covariance of a centre's two means that comes from the same people answering in both waves; one value per centre, sorted.

    The people's own covariance is pooled within centres over those who return (never below 0); a centre's share of it is the sum over its
    returning people of the parts of the two means that are theirs.
    """
    centres = np.sort(frame[centre].unique())
    forms = frame.groupby([centre, wave]).size().unstack(wave)
    own = frame.dropna(subset=[person]).groupby([centre, person, wave])[y].agg(["size", "mean"]).unstack(wave)
    both = own.dropna() if {earlier, later} <= set(own.columns.get_level_values(1)) else own.iloc[:0]
    freedom = len(both) - both.index.get_level_values(0).nunique()
    if freedom < 1:
        return np.zeros(len(centres))
    places = both.index.get_level_values(0)
    deviation = both["mean"] - both["mean"].groupby(level=0).transform("mean")
    covariance = max(float((deviation[earlier] * deviation[later]).sum()) / freedom, 0.0)
    parts = [both["size", which].to_numpy() / forms.loc[places, which].to_numpy() for which in (earlier, later)]
    return covariance * pd.Series(parts[0] * parts[1]).groupby(np.asarray(places)).sum().reindex(centres, fill_value=0.0).to_numpy()


def random_effects(values: np.ndarray, errors: np.ndarray, confidence: float = 0.95) -> tuple[np.ndarray, ...]:
    """Shrunken values of units observed with known error variances about a common mean: mean, SD, low, high, p (each (G,)).

    values_g ~ N(theta_g, errors_g), theta_g ~ N(mean, gamma^2); flat priors on the mean and on gamma (Rubin 1981, J. Educational
    Statistics 6(4)).
    """
    gammas = np.linspace(0.0, 4 * np.sqrt(np.var(values) + errors.mean()), 201)
    total = gammas[:, None] ** 2 + errors
    precision = (1 / total).sum(axis=1)
    mean = (values / total).sum(axis=1) / precision
    fall = np.log(total).sum(axis=1) + np.log(precision) + ((values - mean[:, None]) ** 2 / total).sum(axis=1)
    weights = np.exp(-(fall - fall.min()) / 2)
    weights[[0, -1]] /= 2
    kept = weights > 1e-7 * weights.max()
    weights, mean, precision = weights[kept] / weights[kept].sum(), mean[kept], precision[kept]
    shrink = gammas[kept, None] ** 2 / total[kept]
    means = shrink * values + (1 - shrink) * mean[:, None]
    variance = shrink * errors + (1 - shrink) ** 2 / precision[:, None]
    return mixture_summary(weights, means, np.sqrt(variance), np.inf, confidence)
