"""Every public estimator over every edge: an answer that says why, never a crash, never a certainty that is not there."""

import inspect
from dataclasses import is_dataclass

import numpy as np
import pandas as pd
import pytest
from estimates.made import draw

import analysis.estimates as room
from analysis.estimates import (
    answer_shares,
    background_gaps,
    between_centre_sd,
    centre_agreement,
    centre_change,
    centre_comparisons,
    centre_estimates,
    cluster_robust_mean,
    cluster_robust_means,
    cluster_robust_means_by,
    cluster_robust_regression,
    cohort_change,
    critical_difference,
    hedges_g,
    informant_agreement,
    initiative_dose,
    initiative_followup,
    lasting_change,
    leader_staff_gap,
    practice_means,
    practice_outcome_links,
    rake_weights,
    random_intercept_model,
    response_by_background,
    response_rates,
    smallest_detectable_difference,
    spread_change,
    staggered_followup,
    variance_explained_by_background,
    wave_change,
)

ONE = {"y": "y", "centre": "centre"}
TWO = {**ONE, "wave": "wave", "earlier": "2017", "later": "2019"}

ESTIMATORS = {
    "answer_shares": lambda f: answer_shares(f, y="answer", centre="centre", weights="weight", rater="rater"),
    "background_gaps": lambda f: background_gaps(f, variable="gender", weights="weight", rater="rater", covariates=["home"], **ONE),
    "background_gaps, change": lambda f: background_gaps(f, variable="gender", reference="boy", **TWO),
    "between_centre_sd": lambda f: between_centre_sd(f, covariates=["gender"], **ONE),
    "between_centre_sd, raters": lambda f: between_centre_sd(f, rater="rater", **ONE),
    "centre_agreement": lambda f: centre_agreement(f, informant="role", first="leader", second="staff", **ONE),
    "centre_change": lambda f: centre_change(f, rater="rater", returning="person", **TWO),
    "centre_comparisons": lambda f: centre_comparisons(f, rater="rater", **ONE),
    "centre_estimates": lambda f: centre_estimates(f, **ONE),
    "cluster_robust_mean": lambda f: cluster_robust_mean(f, weights="weight", rater="rater", **ONE),
    "cluster_robust_means": lambda f: cluster_robust_means(f, y=["y", "other"], centre="centre", weights="weight"),
    "cluster_robust_means_by": lambda f: cluster_robust_means_by(f, y="y", by=["gender"], cluster="centre", weights="weight"),
    "cluster_robust_regression": lambda f: cluster_robust_regression(f, covariates=["gender", "practice"], weights="weight", **ONE),
    "cohort_change": lambda f: cohort_change(f, child="person", **TWO),
    "critical_difference": lambda f: critical_difference(f, rater="rater", **ONE),
    "hedges_g": lambda f: hedges_g(f.loc[f["wave"] == "2019", "y"], f.loc[f["wave"] == "2017", "y"]),
    "informant_agreement": lambda f: informant_agreement(f, first="y", second="other", rater="rater", centre="centre"),
    "initiative_dose": lambda f: initiative_dose(f, modules="modules", min_exposed=2, **TWO),
    "initiative_followup, some": lambda f: initiative_followup(f, exposed="modules", design="some", min_centres_per_arm=2, **TWO),
    "initiative_followup, all": lambda f: initiative_followup(f.assign(own=f["place"] == "p0"), exposed="own", design="all",
                                                              municipality="place", **TWO),
    "lasting_change": lambda f: lasting_change(f, wave="wave", weights="weight", **ONE),
    "leader_staff_gap": lambda f: leader_staff_gap(f, role="role", **ONE),
    "practice_means": lambda f: practice_means(f, **ONE),
    "practice_outcome_links": lambda f: practice_outcome_links(f, practice="practice", rater="rater", covariates=["gender"], **ONE),
    "rake_weights": lambda f: rake_weights(f, margins={"gender": {"girl": 1, "boy": 1}}, weights="weight", **ONE),
    "random_intercept_model": lambda f: random_intercept_model(f, rater="rater", covariates=["gender"], **ONE),
    "response_by_background": lambda f: response_by_background(f, answered="answered", variable="gender", centre="centre"),
    "response_rates": lambda f: response_rates(f.assign(a=1, i=2), answered="a", invited="i", by=["centre"]),
    "smallest_detectable_difference": lambda f: smallest_detectable_difference(f, **TWO),
    "spread_change": lambda f: spread_change(f, rater="rater", **TWO),
    "staggered_followup": lambda f: staggered_followup(f, cohort="cohort", min_exposed=2, wave="wave", **ONE),
    "variance_explained_by_background": lambda f: variance_explained_by_background(f, covariates=["gender", "home"], draws=40, **ONE),
    "wave_change": lambda f: wave_change(f, covariates=["gender", "home"], weights="weight", rater="rater", **TWO),
}

NO_FRAME = {"adjust_p_values", "adjust_families", "change_beside_others", "composition", "centre_posterior", "posterior_means",
            "posterior_comparisons", "rows", "validate"}
"""Not estimators from a frame of answers, or parts of one."""


def whole() -> pd.DataFrame:
    """Twelve centres in three municipalities, three waves, everything told."""
    parts = [draw(seed, 12, 0.05, sizes=(6, 12), rater_share=0.1).assign(wave=wave) for seed, wave in enumerate(("2015", "2017", "2019"))]
    frame = pd.concat(parts, ignore_index=True)
    centre, row = frame["centre"].str[1:].astype(int), np.arange(len(frame))
    return frame.assign(
        other=frame["y"] * 0.5 + 40 * np.random.default_rng(9).standard_normal(len(frame)), person=[f"p{k}" for k in row % 100],
        answer=1 + row % 3, gender=np.where(row % 2, "girl", "boy"), home=np.where(row % 5, "danish", "other"), weight=1.0,
        role=np.where(row % 6, "staff", "leader"), practice=centre % 5 * 1.0, modules=(centre % 4).astype(float),
        cohort=np.array(["2017", "2019", "never"])[centre % 3], place=[f"p{k % 3}" for k in centre], answered=row % 3 > 0)


def alike_inside(frame):
    return frame.assign(y=500.0 + 10 * frame["centre"].str[1:].astype(int), other=400.0, answer=2)


EDGES = {
    "one centre": lambda f: f.assign(centre="c000"),
    "two centres": lambda f: f[f["centre"].isin(["c000", "c001"])],
    "no variance between centres": lambda f: f.assign(y=f["y"] - f.groupby(["centre", "wave"])["y"].transform("mean") + 500),
    "no variance at all": lambda f: f.assign(y=500.0, other=500.0, answer=2),
    "perfect agreement inside centres": alike_inside,
    "two informants who agree perfectly": lambda f: f.assign(other=f["y"]),
    "all missing": lambda f: f.assign(y=np.nan, other=np.nan, answer=np.nan),
    "no rows": lambda f: f.iloc[:0],
    "a group of one": lambda f: f[(f["gender"] == "boy") | (f.index == 1)],
    "one category only": lambda f: f.assign(gender="boy", home="danish"),
    "background not told": lambda f: f.assign(gender=None, home=None),
    "a wave absent": lambda f: f[f["wave"] != "2017"],
    "one wave only": lambda f: f[f["wave"] == "2019"],
    "weights zero": lambda f: f.assign(weight=0.0),
    "weights zero in a centre": lambda f: f.assign(weight=np.where(f["centre"] == "c003", 0.0, 1.0)),
    "three respondents": lambda f: f.groupby("wave").head(1),
    "three respondents of one wave": lambda f: f[f["wave"] == "2019"].iloc[[0, 8, 16]],
    "one form a centre": lambda f: f.drop_duplicates(["centre", "wave"]),
    "one rater a centre": lambda f: f.assign(rater=f["centre"] + f["wave"]),
    "one rater a centre, in every wave": lambda f: f.assign(rater=f["centre"]),
    "a rater of its own for every form": lambda f: f.assign(rater=[f"r{k}" for k in range(len(f))]),
    "raters not told": lambda f: f.assign(rater=None),
    "values that are no numbers": lambda f: f.assign(y=f["y"].where(f.index % 7 > 0, np.inf).where(f.index % 11 > 0)),
    "huge values": lambda f: f.assign(y=f["y"] * 1e9),
    "tiny values": lambda f: f.assign(y=f["y"] * 1e-9),
}


def told(result) -> list[dict]:
    """The rows of what an estimator gives."""
    return result.to_dict("records") if isinstance(result, pd.DataFrame) else [vars(result)]


def test_every_public_estimator_is_here():
    covered = {name.partition(",")[0] for name in ESTIMATORS}
    functions = {name for name in room.__all__ if inspect.isfunction(getattr(room, name))}
    assert functions - NO_FRAME == covered


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_an_edge_gets_an_answer(estimator, edge):
    result = ESTIMATORS[estimator](EDGES[edge](whole()))
    assert is_dataclass(result) or isinstance(result, pd.DataFrame)
    for row in told(result):
        if "low" not in row:
            continue                                                            # practice_means: means without intervals
        limits = row["low"], row["high"]
        assert not np.isinf([row["estimate"], *limits]).any()
        assert np.isnan(limits).all() or limits[0] <= row["estimate"] <= limits[1] or "raked" in row["method"]
        assert np.isnan(limits).all() or limits[0] < limits[1], "an interval of no width is a certainty nobody has"
        assert row["n"] >= 0
        if np.isnan(row["estimate"]):
            assert row["method"].startswith("no "), row["method"]


@pytest.mark.parametrize("estimator", [name for name in ESTIMATORS if name not in ("hedges_g", "response_rates")])
def test_an_unknown_column_is_named_with_the_nearest(estimator):
    frame = whole()
    needed = [column for column in ("y", "centre", "answer", "gender") if takes(estimator, frame, column)]
    assert needed
    for column in needed:
        with pytest.raises(KeyError, match=f"no column '{column}'; the nearest is '{column}x'"):
            ESTIMATORS[estimator](frame.drop(columns=column).assign(**{f"{column}x": 1}))


def takes(estimator: str, frame: pd.DataFrame, column: str) -> bool:
    """Whether the estimator reads ``column``: without it there is an error."""
    try:
        ESTIMATORS[estimator](frame.drop(columns=column))
    except KeyError:
        return True
    return False


def test_contradictions_are_refused():
    frame = whole()
    with pytest.raises(ValueError, match=r"\['2015', '2017', '2019'\]"):
        wave_change(frame, wave="wave", **ONE)
    with pytest.raises(ValueError, match="both are"):
        wave_change(frame, wave="wave", earlier="2017", later="2017", **ONE)
    with pytest.raises(ValueError, match="must not be negative"):
        cluster_robust_mean(frame.assign(weight=-1.0), weights="weight", **ONE)
    with pytest.raises(ValueError, match="design is one of"):
        initiative_followup(frame, exposed="modules", design="sum", **TWO)
    with pytest.raises(ValueError, match="has no 'boy'"):
        rake_weights(frame, margins={"gender": {"girl": 1}}, **ONE)
    with pytest.raises(ValueError, match="between three waves"):
        lasting_change(frame, wave="wave", waves=("2015", "2017", "2017"), **ONE)
