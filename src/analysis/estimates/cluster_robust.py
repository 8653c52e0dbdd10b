"""Means and regressions with CR2 standard errors and Satterthwaite degrees of freedom.

Bell & McCaffrey (2002), as generalised by Pustejovsky & Tipton (2018, J. Business & Economic Statistics 36(4), 672-683). The working model
is independence; weights enter as inverse variances (a form with weight 1/k counts as the k-th part of one answer): CR2 is taken of the
unweighted regression of sqrt(w) y on sqrt(w) X. That is exactly unbiased under the working model, as every square root of the correction
is; clubSandwich's ``target = 1 / w`` takes another root, which differs by a few percent where weights vary strongly inside small clusters.
Everything is done on per-cluster cross products, so long clusters cost nothing.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.estimates.columns import usable
from analysis.estimates.design import codes_of, design_matrix
from analysis.estimates.results import Estimate, from_t, no_estimate, no_rows, reasoned, t_interval

METHOD = "CR2, Satterthwaite"


def cr2(y: np.ndarray, design: np.ndarray, clusters: np.ndarray, contrasts: np.ndarray | None = None,
        weights: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Estimates, standard errors and df of ``contrasts`` (rows; default: every coefficient).

    ``y`` (n,), ``design`` (n, p), ``clusters`` (n,) integer codes 0..G-1, ``weights`` (n,) or None. A rank-deficient design is allowed
    (pseudo-inverse); a contrast that is not estimable is then meaningless, so drop such columns first (``design_matrix`` does).
    """
    root = 1.0 if weights is None else np.sqrt(weights)[:, None]
    x, z = design * root, y * (root[:, 0] if weights is not None else 1.0)
    order = np.argsort(clusters, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(clusters[order]) > 0])
    bread = np.linalg.pinv(x.T @ x, hermitian=True)
    beta = bread @ (x.T @ z)
    residuals = z - x @ beta
    cross = np.stack([part.T @ part for part in np.split(x[order], starts[1:])])
    scores = np.add.reduceat((x * residuals[:, None])[order], starts)
    eigenvalues, vectors = np.linalg.eigh(cross)
    kept = eigenvalues > eigenvalues[:, -1:] * 1e-12
    roots = np.where(kept, np.sqrt(np.where(kept, eigenvalues, 1.0)), 0.0)
    factor = roots[:, :, None] * np.swapaxes(vectors, 1, 2)                      # X_g = Q_g R_g; R_g is ``factor``
    leverage, axes = np.linalg.eigh(factor @ bread @ np.swapaxes(factor, 1, 2))  # of (I - H_gg) on the span of Q_g
    free = 1 - leverage
    scaling = np.where(free > 1e-9, 1 / np.sqrt(np.where(free > 1e-9, free, 1.0)), 0.0)
    adjust = (axes * scaling[:, None, :]) @ np.swapaxes(axes, 1, 2)              # A_g = (I - H_gg)^(-1/2)
    inverse_roots = np.where(kept, 1 / np.where(kept, roots, 1.0), 0.0)
    projected = inverse_roots * np.einsum("gji,gj->gi", vectors, scores)         # Q_g' e_g
    adjusted = np.einsum("gji,gjk,gk->gi", factor, adjust, projected)            # X_g' A_g e_g
    covariance = bread @ (adjusted.T @ adjusted) @ bread
    first = np.swapaxes(factor, 1, 2) @ adjust @ factor                          # X_g' A_g X_g
    second = np.swapaxes(factor, 1, 2) @ adjust @ adjust @ factor                # X_g' A_g^2 X_g
    contrasts = np.eye(design.shape[1]) if contrasts is None else np.atleast_2d(np.asarray(contrasts, float))
    estimates, errors, dfs = np.empty(len(contrasts)), np.empty(len(contrasts)), np.empty(len(contrasts))
    for index, contrast in enumerate(contrasts):
        direction = bread @ contrast
        u = first @ direction
        # P = diag(own) - u B u' (G, G) is never written out: only its trace and the sum of its squares are needed
        own = np.einsum("j,gjk,k->g", direction, second, direction)
        shared, gram = np.einsum("gj,jk,gk->g", u, bread, u), (u.T @ u) @ bread
        with np.errstate(all="ignore"):
            dfs[index] = (own - shared).sum() ** 2 / ((own**2).sum() - 2 * (own * shared).sum() + np.trace(gram @ gram))
        estimates[index] = contrast @ beta
        errors[index] = np.sqrt(max(contrast @ covariance @ contrast, 0.0))
    if len(starts) < 2:
        errors[:], dfs[:] = np.nan, np.nan
    return estimates, errors, dfs


def mean_cr2(weight_sums: np.ndarray, value_sums: np.ndarray, starts: np.ndarray | None = None
             ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weighted means, CR2 standard errors and df from sums per cluster: the intercept-only case in closed form.

    Both arrays are (clusters, columns): the sums of weight and of weight x value. ``starts``: where each unit's clusters begin, if the
    means of several units are wanted; results are (columns,), or (units, columns). With h the clusters' shares of the weight W and s their
    sums of residuals, the variance is sum(s^2 / (1 - h)) / W^2, and Pustejovsky & Tipton's P is diag(h / (1 - h)) - uu', u = h / sqrt(1 -
    h), of trace 1: the df is one over the sum of its squares. A cluster that holds all the weight leaves no standard error (NaN).
    """
    starts_at = np.array([0]) if starts is None else starts
    lengths = np.diff(np.r_[starts_at, len(weight_sums)])

    def total(values: np.ndarray) -> np.ndarray:
        return np.add.reduceat(values, starts_at, axis=0)

    def spread(values: np.ndarray) -> np.ndarray:
        return np.repeat(values, lengths, axis=0)

    with np.errstate(all="ignore"):
        weight = total(weight_sums)
        means = total(value_sums) / weight
        share = weight_sums / spread(weight)
        residual = value_sums - spread(means) * weight_sums
        free = 1 - share
        errors = np.sqrt(total(np.where(share > 0, residual**2 / free, 0.0))) / weight
        diagonal, outer = share / free, share**2 / free
        dfs = 1 / (total(diagonal**2) - 2 * total(diagonal * outer) + total(outer) ** 2)
    alone = (total((free <= 1e-12).astype(int)) > 0) | ~np.isfinite(means)
    found = means, np.where(alone, np.nan, errors), np.where(alone, np.nan, dfs)
    return tuple(value[0] for value in found) if starts is None else found


def cluster_robust_mean(frame: pd.DataFrame, *, y: str, centre: str, weights: str | None = None, rater: str | None = None,
                        confidence: float = 0.95) -> Estimate:
    """Weighted mean of ``y`` over forms, clustered by ``centre``. Rows without a value or a weight are left out; ``rater`` is only
    counted."""
    frame = usable(frame, numbers=[y], keys=[centre], weights=weights, optional=[rater])
    if frame.empty:
        return no_estimate("nobody answered")
    codes, groups = codes_of(frame[centre])
    w = np.ones(len(frame)) if weights is None else frame[weights].to_numpy(float)
    sums = np.bincount(codes, w, groups)[:, None], np.bincount(codes, w * frame[y].to_numpy(float), groups)[:, None]
    mean, se, df = (float(value[0]) for value in mean_cr2(*sums))
    return from_t(mean, se, df, n=len(frame), n_groups=groups, method=METHOD, confidence=confidence,
                  n_raters=0 if rater is None else frame[rater].nunique())


def cluster_robust_means(frame: pd.DataFrame, *, y: Sequence[str], centre: str, weights: str | None = None,
                         confidence: float = 0.95) -> pd.DataFrame:
    """``cluster_robust_mean`` of many columns at once: one row per column of ``y`` (column ``y`` names it)."""
    frame = usable(frame, keys=[centre], weights=weights, optional=y)
    if frame.empty:
        return no_rows("y")
    codes, _ = codes_of(frame[centre])
    values = frame[list(y)].to_numpy(float)
    w = np.ones(len(frame)) if weights is None else frame[weights].to_numpy(float)
    there = np.isfinite(values)
    order = np.argsort(codes, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(codes[order]) > 0])
    weight_sums = np.add.reduceat((there * w[:, None])[order], starts)
    value_sums = np.add.reduceat((np.where(there, values, 0.0) * w[:, None])[order], starts)
    means, errors, dfs = mean_cr2(weight_sums, value_sums)
    low, high, p = t_interval(means, errors, dfs, confidence)
    return reasoned(pd.DataFrame({"y": list(y), "estimate": means, "se": errors, "df": dfs, "low": low, "high": high,
                                  "n": there.sum(axis=0), "n_groups": (weight_sums > 0).sum(axis=0), "method": METHOD, "p": p,
                                  "n_raters": 0}))


def cluster_robust_means_by(frame: pd.DataFrame, *, y: str, by: Sequence[str], cluster: str, weights: str | None = None,
                            rater: str | None = None, confidence: float = 0.95) -> pd.DataFrame:
    """``cluster_robust_mean`` in every group of ``by`` at once: a tidy frame, one row per group, ``by`` its first columns.

    ``cluster`` is what answers hang together in: the centre for a municipality or network, the rater or the form inside a centre.
    Rows without a value, a group or a cluster are left out. ``p`` is NaN: a level is compared with nothing.
    """
    frame = usable(frame, numbers=[y], keys=[cluster, *by], weights=weights, optional=[rater])
    if frame.empty:
        return no_rows(*by)
    units, unit_count = codes_of(*[frame[column] for column in by])
    codes, _ = codes_of(pd.Series(units, index=frame.index), frame[cluster])
    w = np.ones(len(frame)) if weights is None else frame[weights].to_numpy(float)
    unit_of = np.zeros(codes.max() + 1, dtype=np.int64)
    unit_of[codes] = units
    starts = np.flatnonzero(np.r_[True, np.diff(unit_of) > 0])
    sums = np.bincount(codes, w)[:, None], np.bincount(codes, w * frame[y].to_numpy(float))[:, None]
    means, errors, dfs = (value[:, 0] for value in mean_cr2(*sums, starts))
    low, high, _ = t_interval(means, errors, dfs, confidence)
    labels = frame[list(by)].assign(unit_=units).drop_duplicates("unit_").sort_values("unit_").drop(columns="unit_").reset_index(drop=True)
    raters = 0
    if rater:
        pairs = np.unique(np.column_stack([units, pd.factorize(frame[rater])[0]]), axis=0)
        raters = np.bincount(pairs[pairs[:, 1] >= 0, 0], minlength=unit_count)
    return reasoned(labels.assign(estimate=means, se=errors, df=dfs, low=low, high=high, n=np.bincount(units, minlength=unit_count),
                         n_groups=np.bincount(unit_of, minlength=unit_count), method=METHOD, p=np.nan, n_raters=raters))


def cluster_robust_regression(frame: pd.DataFrame, *, y: str, centre: str, covariates: Sequence[str], weights: str | None = None,
                              confidence: float = 0.95) -> pd.DataFrame:
    """Weighted least squares of ``y`` on an intercept and ``covariates``, clustered by ``centre``: a tidy frame, one row per ``term``.

    Text covariates become dummies ``name:category`` against their first category in order; rows with a missing value are left out.
    ``n`` is that of the model.
    """
    used = usable(frame, numbers=[y], keys=[centre], covariates=covariates, weights=weights)
    if used.empty:
        return no_rows("term")
    x, terms = design_matrix(used, covariates)
    codes, groups = codes_of(used[centre])
    w = used[weights].to_numpy(float) if weights else None
    estimate, se, df = cr2(used[y].to_numpy(float), x, codes, weights=w)
    low, high, p = t_interval(estimate, se, df, confidence)
    return reasoned(pd.DataFrame({"term": terms, "estimate": estimate, "se": se, "df": df, "low": low, "high": high, "n": len(used),
                         "n_groups": groups, "method": METHOD, "p": p, "n_raters": 0}))
