"""Shares, effect sizes, q, agreement, leaders and staff, initiatives: against closed formulas and published numbers."""

import numpy as np
import pandas as pd
import pytest
from estimates.made import draw
from scipy import stats

from analysis.estimates import (
    Estimate,
    adjust_families,
    adjust_p_values,
    answer_shares,
    change_beside_others,
    cluster_robust_mean,
    critical_difference,
    hedges_g,
    informant_agreement,
    initiative_followup,
    leader_staff_gap,
    practice_means,
    random_intercept_model,
    response_rates,
    smallest_detectable_difference,
    variance_explained_by_background,
    wave_change,
)
from analysis.estimates.effect_sizes import critical, detectable, hedges_j
from analysis.estimates.explained import drawn_shares, marginal_r2
from analysis.estimates.nested import fit_ratios
from analysis.estimates.random_intercept import model_sums

CLOSED = 1e-8


@pytest.fixture
def answers() -> pd.DataFrame:
    random = np.random.default_rng(1)
    return pd.DataFrame({"item": np.repeat(["i1", "i2"], 200), "code": random.choice(["1", "2", "3"], 400, p=[0.1, 0.3, 0.6]),
                         "centre": np.tile(np.repeat([f"c{k}" for k in range(10)], 20), 2), "form": np.tile(np.arange(200), 2),
                         "w": random.choice([0.5, 1.0], 400)})


def test_a_share_is_the_cluster_robust_mean_of_having_chosen(answers):
    found = answer_shares(answers, y="code", item="item", centre="centre", weights="w").set_index(["item", "answer"])
    for (item, code), row in found.iterrows():
        chosen = answers[answers["item"] == item].assign(chose=lambda f, code=code: (f["code"] == code) * 1.0)
        mean = cluster_robust_mean(chosen, y="chose", centre="centre", weights="w")
        assert tuple(row[["estimate", "se", "df"]]) == pytest.approx((mean.estimate, mean.se, mean.df), rel=CLOSED)
        assert row["low"] < row["estimate"] < row["high"]
    assert found.groupby("item")["estimate"].sum().to_numpy() == pytest.approx(1)


def test_a_category_nobody_chose_is_a_share_of_nothing_with_an_interval(answers):
    found = answer_shares(answers, y="code", item="item", centre="centre", options={"i1": ["1", "2", "3", "4"], "i2": ["1", "2", "3"]})
    nobody = found.set_index(["item", "answer"]).loc[("i1", "4")]
    assert nobody["estimate"] == 0
    assert nobody["low"] == 0
    assert 0 < nobody["high"] < 0.05
    everyone = answer_shares(answers.assign(code="3"), y="code", item="item", centre="centre").iloc[0]
    t = stats.t.ppf(0.975, everyone["df"])
    assert (everyone["low"], everyone["high"]) == pytest.approx((200 / (200 + t**2), 1))  # Wilson's closed form at p = 1


def test_an_answer_outside_the_options_names_item_and_code(answers):
    with pytest.raises(ValueError, match=r"\('i2', '3'\)"):
        answer_shares(answers, y="code", item="item", centre="centre", options={"i1": ["1", "2", "3"], "i2": ["1", "2"]})


def test_shares_inside_units_are_those_of_each_unit_alone(answers):
    found = answer_shares(answers, y="code", item="item", centre="form", unit="centre", rater="form",
                          options={"i1": ["1", "2", "3"], "i2": ["1", "2", "3"]})
    alone = answer_shares(answers[answers["centre"] == "c3"], y="code", item="item", centre="form", rater="form",
                          options={"i1": ["1", "2", "3"], "i2": ["1", "2", "3"]})
    pd.testing.assert_frame_equal(found[found["unit"] == "c3"].drop(columns="unit").reset_index(drop=True), alone)
    one = alone.iloc[2]
    assert one["se"] == pytest.approx(np.sqrt(one["estimate"] * (1 - one["estimate"]) / 19))  # forms as clusters: s^2 / n
    assert one["n_raters"] == 20


def test_benjamini_and_hochbergs_own_example(golden):
    expected = golden("estimates_formulas.json")["bh"]
    np.testing.assert_allclose(adjust_p_values(expected["p"]), expected["q"], rtol=CLOSED)
    with_gap = adjust_p_values([*expected["p"], np.nan])
    assert np.isnan(with_gap[-1])
    np.testing.assert_allclose(with_gap[:-1], expected["q"], rtol=CLOSED)


def test_q_is_worked_out_within_families_and_rows_without_one_have_none():
    rows = pd.DataFrame({"family": ["a", "a", "b", ""], "p": [0.01, 0.04, 0.04, 0.001], "q": np.nan})
    assert adjust_families(rows)["q"].tolist()[:3] == pytest.approx([0.02, 0.04, 0.04])
    assert np.isnan(adjust_families(rows)["q"].iloc[3])


def test_hedges_g_as_effectsize_has_it(golden):
    expected = golden("estimates_formulas.json")["hedges"]
    found = hedges_g([*expected["x"], np.nan], expected["y"])
    assert found.estimate == pytest.approx(expected["g"], rel=CLOSED)
    assert (found.low, found.high) == pytest.approx(expected["ci"], rel=1e-5)    # effectsize searches its limits, to about six digits
    assert found.p == pytest.approx(expected["p_student"], rel=CLOSED)
    for key, value in expected["J"].items():
        assert hedges_j(float(key.removeprefix("df"))) == pytest.approx(value, rel=CLOSED)


def test_fishers_interval_as_psych_has_it(golden):
    expected = golden("estimates_formulas.json")["fisher"]
    random = np.random.default_rng(1)
    x, e = random.standard_normal((2, expected["n"]))
    x, e = x - x.mean(), e - e.mean()
    e = e - x * (x @ e) / (x @ x)
    y = expected["r"] * x / np.sqrt(x @ x) + np.sqrt(1 - expected["r"] ** 2) * e / np.sqrt(e @ e)
    found = informant_agreement(pd.DataFrame({"x": x, "y": y}), first="x", second="y")
    assert found.estimate == pytest.approx(expected["r"], rel=CLOSED)
    assert (found.low, found.high) == pytest.approx(expected["ci"], rel=CLOSED)


def test_a_mild_rater_does_not_pass_for_agreement():
    frame = draw(1, 30, 0.3, rater_share=0.5)
    random = np.random.default_rng(2)
    mild = pd.Series(random.standard_normal(frame["rater"].nunique()) * 100, index=sorted(frame["rater"].unique()))
    leaning = frame["rater"].map(mild)
    frame = frame.assign(child=random.standard_normal(len(frame)) * 30 + leaning, contact=frame["y"] + leaning)
    assert informant_agreement(frame, first="child", second="contact").estimate > 0.4
    inside = informant_agreement(frame, first="child", second="contact", rater="rater")
    assert inside.low < 0 < inside.high


def test_too_few_pairs_have_no_correlation():
    few = pd.DataFrame({"x": [1.0, 2.0], "y": [2.0, 1.0]})
    assert np.isnan(informant_agreement(few, first="x", second="y").estimate)


def test_leaders_are_compared_with_staff_from_five_leaders_on():
    staff = draw(4, 10, 0.05, sizes=(6, 8)).assign(role="staff")
    leaders = pd.DataFrame({"y": 550.0 + np.arange(10), "centre": sorted(staff["centre"].unique()), "role": "leader"})
    names = {"y": "y", "centre": "centre", "role": "role"}
    gap = leader_staff_gap(pd.concat([leaders, staff]), min_leaders=5, **names)
    assert gap.estimate == pytest.approx(leaders["y"].mean() - staff["y"].mean())
    assert gap.n == 10
    few = leader_staff_gap(pd.concat([leaders.head(4), staff]), **names)
    assert np.isnan(few.estimate)
    assert few.method.startswith("no estimate: 4 leaders")


def test_practice_is_a_centre_measure_from_three_staff_on():
    staff = pd.DataFrame({"y": [1.0, 2, 3, 4, 5, np.nan], "centre": ["a", "a", "a", "b", "b", "b"]})
    found = practice_means(staff, y="y", centre="centre", min_answers=3)
    assert found.to_dict("records") == [{"centre": "a", "practice": 2.0, "answers": 3}]


def followed(seed: int, effect: float, exposed: int) -> pd.DataFrame:
    first = draw(seed, 20, 0.1).assign(wave="2017")
    level = first.groupby("centre")["true"].first() - 500
    second = draw(seed + 900, 20, 0.0).assign(wave="2019")
    second["y"] += second["centre"].map(level) + effect * (second["centre"] < f"c{exposed:03d}")
    return pd.concat([first, second], ignore_index=True)


def test_exposed_centres_change_beside_the_others():
    names = {"y": "y", "centre": "centre", "wave": "wave", "exposed": "took_part", "design": "some"}
    frame = followed(1, 60, 10)

    def among(rows, exposed):
        return rows.assign(took_part=rows["centre"] < f"c{exposed:03d}")

    found = initiative_followup(among(frame, 10), rater="rater", **names)
    assert found.low < 60 < found.high
    assert found.p < 0.01
    assert found.n_groups == 20
    assert "not by lot" in found.method
    assert "by lot or queue" in initiative_followup(among(frame, 10), **{**names, "design": "lot"}).method
    few = initiative_followup(among(frame, 4), **names)
    assert np.isnan(few.estimate)
    assert "4 centres that took part" in few.method
    assert np.isnan(initiative_followup(among(frame[frame["wave"] == "2019"], 10), **names).estimate)
    wrong = sum(initiative_followup(among(followed(seed, 0, 7), 7), **names).p < 0.05 for seed in range(200))
    assert wrong <= 10 + 2 * np.sqrt(200 * 0.05 * 0.95)


def test_a_change_beside_others_counts_that_municipalities_differ():
    own = Estimate(20.0, 5.0, 10.0, 0, 0, 100, 12, "")
    alike = pd.DataFrame({"estimate": [4.0, 6.0, 5.0], "se": [5.0, 5.0, 5.0], "df": [10.0, 10.0, 10.0]})
    found = change_beside_others(own, alike)
    assert found.estimate == pytest.approx(15)
    assert found.se == pytest.approx(np.sqrt(25 + 25 / 3))                       # no more variation than sampling gives
    apart = change_beside_others(own, alike.assign(estimate=[-30.0, 5.0, 40.0]))
    assert apart.se == pytest.approx(np.sqrt(25 + 25 / 3 + (1225 - 25) * (1 + 1 / 3)))
    assert "two other municipalities" in change_beside_others(own, alike.head(1)).method


def test_what_can_be_seen():
    t = stats.t.ppf(0.975, 11) + stats.t.ppf(0.8, 11)
    assert detectable(10, 11) == pytest.approx(10 * t)
    frame = pd.concat([draw(1, 12, 0.05).assign(wave="2017"), draw(2, 12, 0.05).assign(wave="2019")])
    found, change = (estimator(frame, y="y", centre="centre", wave="wave") for estimator in (smallest_detectable_difference, wave_change))
    assert found.estimate == pytest.approx(detectable(change.se, change.df))
    # 21 children, SD 100: half-width 60 points on a difference between two waves (the planning figure)
    assert critical(21) == pytest.approx(stats.norm.ppf(0.975) * 100 * np.sqrt(2 / 21))
    assert critical(21) == pytest.approx(60, abs=1)
    assert critical(21, raters=4, rater_share=0.1) > critical(21)


def test_a_critical_difference_falls_with_size_and_counts_raters():
    frame = draw(3, 30, 0.05, rater_share=0.15)
    alone, rated = (critical_difference(frame, y="y", centre="centre", rater=rater, sizes=(5, 20, 80)) for rater in (None, "rater"))
    assert rated["size"].tolist() == [5, 20, 80]
    assert rated["estimate"].is_monotonic_decreasing
    assert (rated["estimate"] > alone["estimate"]).all()
    inside = random_intercept_model(frame, y="y", centre="centre").variance["residual"]
    assert alone["estimate"].to_numpy() == pytest.approx([critical(size, sd=np.sqrt(inside)) for size in (5, 20, 80)])


def test_rates_are_answered_over_invited_and_a_silent_role_has_a_rate_of_nothing():
    counts = pd.DataFrame({"role": ["child", "child", "leader", "nobody"], "centre": ["a", "b", "a", "a"], "invited": [60, 40, 10, 0],
                           "answered": [50, 30, np.nan, 0]})
    found = response_rates(counts, answered="answered", invited="invited", by=["role"]).set_index("role")
    assert found["estimate"].to_dict() == {"child": 0.8, "leader": 0.0}
    assert found["n_groups"].to_dict() == {"child": 100, "leader": 10}
    whole = response_rates(counts, answered="answered", invited="invited").iloc[0]
    assert (whole["n"], whole["n_groups"]) == (80, 110)


def test_a_draw_of_centres_is_a_fit_of_its_own():
    """The interval's draws, all at once, against fitting each draw's forms from the start."""
    frame = draw(5, 12, 0.08, rater_share=0.1).assign(home=lambda f: np.where(f.index % 4, "danish", "other"),
                                                      girl=lambda f: np.where(f.index % 2, "girl", "boy"))
    frame["y"] += 30 * (frame["girl"] == "girl")
    data, _, _ = model_sums(frame, y="y", centre="centre", rater="rater", covariates=["home", "girl"])
    draws = np.random.default_rng(1).multinomial(12, np.full(12, 1 / 12), 5)
    parts = [part for _, part in frame.groupby("centre", sort=True)]
    for counts, share in zip(draws, drawn_shares(data, draws, fit_ratios(data)), strict=True):
        chosen = [place for place, times in enumerate(counts) for _ in range(times)]
        drawn = pd.concat([parts[place].assign(own=f"{number}", inner=lambda f, number=number: f"{number}" + f["rater"])
                           for number, place in enumerate(chosen)])
        refit = marginal_r2(model_sums(drawn, y="y", centre="own", rater="inner", covariates=["home", "girl"])[0]).corrected
        assert share == pytest.approx(refit, abs=0.003)                          # a grid of variance ratios there, a search here


def test_what_background_explains_holds_the_truth_and_nothing_is_nearly_nothing():
    inside, shares = 0, []
    for seed in range(60):
        frame = draw(seed, 12, 0.05).assign(girl=lambda f: np.where(f.index % 2, "girl", "boy"))
        frame["y"] += 40 * (frame["girl"] == "girl")                             # 400 of 10400: a share of .038
        found = variance_explained_by_background(frame, y="y", centre="centre", covariates=["girl"], draws=200)
        inside += found.low <= 400 / 10400 <= found.high
        nothing = variance_explained_by_background(draw(seed, 12, 0.05).assign(girl=frame["girl"]), y="y", centre="centre",
                                                   covariates=["girl"], draws=50)
        shares.append(nothing.estimate)
    assert inside / 60 >= 0.90 - 2 * np.sqrt(0.09 / 60)
    assert np.mean(shares) < 0.003
