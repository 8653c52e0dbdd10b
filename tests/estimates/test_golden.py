"""Every public estimator beside R's own functions on the same made data (tests/golden/scripts/estimates.R)."""

import numpy as np
import pandas as pd
import pytest

from analysis.estimates import (
    answer_shares,
    background_gaps,
    between_centre_sd,
    centre_agreement,
    centre_change,
    centre_comparisons,
    centre_estimates,
    change_beside_others,
    cluster_robust_mean,
    cluster_robust_means,
    cluster_robust_means_by,
    cluster_robust_regression,
    cohort_change,
    informant_agreement,
    initiative_dose,
    initiative_followup,
    leader_staff_gap,
    practice_means,
    practice_outcome_links,
    rake_weights,
    response_by_background,
    response_rates,
    smallest_detectable_difference,
    spread_change,
    staggered_followup,
    variance_explained_by_background,
    wave_change,
)

CLOSED, CR2_SE, CR2_DF, VARIANCES, EFFECTS = 1e-8, 1e-6, 1e-3, 1e-4, 1e-3
"""Relative. Closed formulas differ by rounding only; CR2 by how its matrix roots are taken; REML by where two optimisers of one criterion
stop; df and shrunken means by numerical derivatives of it."""
GRID_POINTS, PROFILE_POINTS = 0.05, 0.02
"""In points, for numbers whose standard error is 10 and more: two grids over tau, and two searches for the end of a profile."""

NAMES = {"y": "y", "centre": "centre"}
WAVES = {**NAMES, "wave": "wave", "earlier": "2", "later": "3"}


@pytest.fixture(scope="module")
def waves(golden):
    frame = golden("estimates_waves.csv")
    return frame.assign(wave=frame["wave"].astype(str))


@pytest.fixture
def now(waves):
    return waves[waves["wave"] == "3"]


def same(found, expected):
    """A CR2 result: estimate, se, df, and the interval and p where R gives them."""
    assert found["estimate"] == pytest.approx(expected["estimate"], rel=CLOSED)
    assert found["se"] == pytest.approx(expected["se"], rel=CR2_SE)
    assert found["df"] == pytest.approx(expected["df"], rel=CR2_DF)
    for name in {"low", "high", "p"} & set(expected):
        if np.isfinite(found[name]):
            assert found[name] == pytest.approx(expected[name], rel=CR2_DF, abs=1e-5)


def test_means_and_regressions_as_clubsandwich_has_them(golden, now):
    expected = golden("estimates_cluster_robust.json")
    same(vars(cluster_robust_mean(now, **NAMES)), expected["mean"])
    same(vars(cluster_robust_mean(now, weights="weight", **NAMES)), expected["weighted"])
    same(cluster_robust_means(now, y=["second", "y"], centre="centre").iloc[1], expected["mean"])
    for _, row in cluster_robust_means_by(now, y="y", by=["municipality"], cluster="centre").iterrows():
        same(row, {key: value for key, value in expected["by"][row["municipality"]].items() if key != "p"})
    girls = now.assign(girl=(now["gender"] == "girl") * 1.0)
    rows = cluster_robust_regression(girls, covariates=["practice", "girl"], **NAMES).set_index("term")
    for term, name in (("practice", "practice"), ("girl", "gendergirl")):
        same(rows.loc[term], {key: value[0] if isinstance(value, list) else value for key, value in expected["regression"][name].items()})


def test_shares_and_who_answered(golden, now):
    expected = golden("estimates_cluster_robust.json")
    shares = answer_shares(now, y="answer", centre="centre").set_index("answer")
    for code, row in shares.iterrows():
        same(row, expected["shares"][str(code)])
    by_gender = response_by_background(now, answered="answered", variable="gender", centre="centre").set_index("category")
    for gender, row in by_gender.iterrows():
        same(row, expected["answering"][gender])


def test_changes_and_gaps(golden, waves, now):
    expected = golden("estimates_cluster_robust.json")
    same(vars(wave_change(waves, **WAVES)), expected["change"])
    same(vars(wave_change(waves, covariates=["gender", "home"], **WAVES)), expected["adjusted"])
    same(background_gaps(now, variable="gender", reference="boy", **NAMES).iloc[0], expected["gap"])
    same(background_gaps(now, variable="gender", reference="boy", covariates=["home"], **NAMES).iloc[0], expected["gap_adjusted"])
    same(background_gaps(waves, variable="gender", reference="boy", **WAVES).iloc[0], expected["gap_change"])
    cohort = cohort_change(waves, child="child", **WAVES)
    same(vars(cohort), expected["cohort"])
    assert cohort.n == expected["cohort"]["n"]
    for wave, name in ((None, "mean"), ("wave", "change")):
        found = smallest_detectable_difference(now if wave is None else waves[waves["wave"] != "1"], wave=wave, **NAMES)
        assert found.estimate == pytest.approx(expected["detectable"][name], rel=CR2_SE)


def test_leaders_and_staff(golden, now):
    ordered = now.sort_values("centre", kind="stable")
    first = ~ordered["centre"].duplicated()
    found = leader_staff_gap(ordered.assign(role=np.where(first, "leader", "staff")), role="role", **NAMES)
    same(vars(found), golden("estimates_cluster_robust.json")["leader_staff"])


def test_initiatives(golden, waves):
    expected = golden("estimates_initiatives.json")
    for design in ("some", "lot"):
        same(vars(initiative_followup(waves, exposed="exposed", design=design, **WAVES)), expected["some"])
    same(vars(initiative_dose(waves, modules="modules", min_exposed=5, **WAVES)), expected["dose"])
    everyone = waves.assign(took_part=waves["municipality"] == "m0")
    beside = initiative_followup(everyone, exposed="took_part", design="all", municipality="municipality", **WAVES)
    same(vars(beside), expected["beside"])
    changes = {place: wave_change(part, **WAVES) for place, part in waves.groupby("municipality")}
    others = pd.DataFrame([vars(change) for place, change in changes.items() if place != "m0"])
    same(vars(change_beside_others(changes["m0"], others)), expected["beside"])
    rows = staggered_followup(waves, y="y", centre="centre", wave="wave", cohort="cohort", min_exposed=5)
    assert len(rows) == len(expected["staggered"])
    for _, row in rows.iterrows():
        same(row, expected["staggered"][f"g{row['cohort']}w{row['wave']}"])


def test_agreement_of_informants(golden, waves, now):
    expected = golden("estimates_agreement.json")
    for rater, name in ((None, "plain"), ("rater", "within")):
        found = informant_agreement(now, first="y", second="second", rater=rater)
        assert found.estimate == pytest.approx(expected[name]["r"], rel=CLOSED)
        assert (found.low, found.high) == pytest.approx(tuple(expected[name]["ci"]), rel=CLOSED)
    two = waves[waves["wave"] != "2"]
    forms = pd.concat([two.assign(value=two[name], informant=name) for name in ("y", "second")])
    found = centre_agreement(forms, y="value", centre="centre", informant="informant", first="y", second="second")
    reference = expected["centres"]
    assert found.estimate == pytest.approx(reference["rho"], rel=EFFECTS)
    assert (found.low, found.high) == pytest.approx((reference["low"], reference["high"]), abs=1e-4)
    assert found.p == pytest.approx(reference["p"], rel=1e-3)


def test_spread_and_its_change_on_lme4s_likelihood(golden, waves):
    expected, children = golden("estimates_spread.json"), golden("estimates_s12.csv")
    found = {"two_level": between_centre_sd(children, **NAMES), "raters": between_centre_sd(children, rater="rater", **NAMES)}
    change = spread_change(waves, **WAVES)
    for name, estimate in {**found, "earlier": change.earlier, "later": change.later}.items():
        reference = expected[name]
        assert estimate.estimate == pytest.approx(reference["tau"], rel=EFFECTS)
        assert (estimate.low, estimate.high) == pytest.approx((reference["low"], reference["high"]), abs=PROFILE_POINTS)
        assert estimate.p == pytest.approx(reference["p"], rel=1e-2)             # a far tail moves with the ninth digit of the deviance
    reference = expected["change"]
    assert (change.estimate, change.low, change.high) == pytest.approx(tuple(reference[name] for name in ("estimate", "low", "high")),
                                                                       abs=PROFILE_POINTS)
    assert change.p == pytest.approx(reference["p"], abs=1e-3)


@pytest.mark.parametrize(("estimator", "name"), [(centre_estimates, "means"), (centre_comparisons, "comparisons")])
def test_centres_as_dense_matrices_have_them(golden, estimator, name):
    expected = golden("estimates_centres.json")
    found = estimator(golden("estimates_s12.csv"), **NAMES)
    assert found["unit"].tolist() == expected["unit"]
    for column in ("estimate", "se", "low", "high"):
        np.testing.assert_allclose(found[column], expected[name][column], atol=GRID_POINTS)
    if name == "comparisons":
        np.testing.assert_allclose(found["p"], expected[name]["p"], atol=2e-3)


def test_changes_of_centres(golden, waves):
    expected = golden("estimates_centres.json")
    found = centre_change(waves, **WAVES)
    assert found["unit"].tolist() == expected["change_unit"]
    for column in ("estimate", "se", "low", "high"):
        np.testing.assert_allclose(found[column], expected["changes"][column], atol=GRID_POINTS)


def test_practice_beside_outcomes_and_what_background_explains(golden, now):
    expected = golden("estimates_models.json")
    link = practice_outcome_links(now, practice="practice", rater="rater", covariates=["gender", "municipality"], **NAMES)
    reference = expected["link"]
    assert (link.estimate, link.se, link.df) == pytest.approx(tuple(reference[name] for name in ("estimate", "se", "df")), rel=EFFECTS)
    assert link.p == pytest.approx(reference["p"], rel=EFFECTS)
    assert (link.without_one_low, link.without_one_high) == pytest.approx((reference["low"], reference["high"]), rel=EFFECTS)
    means = practice_means(now, y="y", centre="centre", min_answers=5).set_index("centre")["practice"]
    assert means.to_dict() == pytest.approx(expected["practice"], rel=CLOSED)
    explained = variance_explained_by_background(now, covariates=["gender", "home"], draws=50, **NAMES)
    assert explained.estimate == pytest.approx(expected["explained"]["corrected"], rel=EFFECTS)


def test_raking_and_rates(golden, now):
    expected = golden("estimates_raking.json")
    found = rake_weights(now, margins=expected["margins"], weights="weight", least=0.01, most=100, **NAMES)
    assert found.converged
    np.testing.assert_allclose(found.weights, expected["weights"], rtol=1e-6)    # two stopping rules of one fixed point
    assert found.estimate == pytest.approx(expected["mean"], rel=CLOSED)
    rates = response_rates(now.assign(invited=1), answered="answered", invited="invited", by=["municipality"])
    for column, name in (("municipality", "municipality"), ("n", "answered"), ("n_groups", "invited")):
        assert rates[column].tolist() == expected["rates"][name]
    assert rates["estimate"].to_numpy() == pytest.approx(np.divide(expected["rates"]["answered"], expected["rates"]["invited"]), rel=CLOSED)
