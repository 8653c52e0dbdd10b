"""Item tests are MASS's, the factor models lavaan's, and what decides is the difference with and without the items that run apart."""

import itertools

import numpy as np
import pandas as pd
import pytest

from analysis.scales import comparability
from analysis.scales.dif import benjamini_hochberg, item_tests
from analysis.scales.invariance import LEVELS, Moments, invariance_fit, moments
from analysis.scales.ordinal import proportional_odds

DEVIANCE = 1e-6
"""Both searches end within 1e-8 of the same maximum; p-values and R2 go by it."""
COEFFICIENT = 1e-5
"""At the maximum a deviance is flat: the coefficients agree to the root of it."""
LAVAAN = 1e-5
"""Chi-square and what is made of it; lavaan's nlminb stops at about 1e-8 of the discrepancy per form."""


@pytest.fixture
def made(golden):
    expected = golden("scales_comparability")
    data = pd.DataFrame(expected["data"])
    return expected, data.assign(**data[["b1", "b2", "b3", "b4"]].astype(float)), ["b1", "b2", "b3", "b4"]


def check_items(found, reference):
    table = pd.DataFrame(reference).set_index("item")
    found = found.set_index("item").loc[table.index]
    for column in ("chisq_uniform", "chisq_nonuniform", "p", "q", "r2_change"):
        np.testing.assert_allclose(found[column], table[column], rtol=0, atol=DEVIANCE)
    for column in ("estimate", "se"):
        np.testing.assert_allclose(found[column], table[column], rtol=0, atol=COEFFICIENT)


def test_the_tests_of_items_are_those_of_polr(made):
    expected, data, items = made
    check_items(item_tests(data[items], (data["group"] == "two").to_numpy(), items), expected["first"])


def test_the_item_that_drags_the_others_along_is_set_aside(made):
    expected, data, items = made
    assert min(expected["first"]["q"][2], expected["first"]["q"][1]) < 0.05, "two items seem to differ where one was made to"
    found = comparability(data, items=items, group="group", first="one", second="two", min_answers=100)
    assert found.flagged == tuple(expected["flagged"]) == ("b2",)
    check_items(found.items, expected["purified"])


def test_the_differences_and_their_error_are_rs(made):
    expected, data, items = made
    data["centre"] = [str(n % 20) for n in range(len(data))]
    found = comparability(data, items=items, group="group", first="one", second="two", centre="centre", min_answers=100)
    assert (found.with_all, found.without_flagged) == pytest.approx((expected["with_all"], expected["without_flagged"]), abs=1e-8)
    assert found.estimate == pytest.approx(expected["with_all"] - expected["without_flagged"], abs=1e-8)
    assert (found.se, found.df, found.n, found.n_groups) == (pytest.approx(expected["se"], abs=1e-8), 19, 150, 20)
    assert found.low < found.estimate < found.high
    assert found.comparable is False


def fit_is(found, reference):
    names = {"chisq": "chisq", "df": "df", "cfi": "cfi", "tli": "tli", "rmsea": "rmsea", "rmsea_low": "rmsea.ci.lower",
             "rmsea_high": "rmsea.ci.upper", "srmr": "srmr"}
    found = found.set_index("model")
    for level in LEVELS:
        for ours, theirs in names.items():
            assert found.loc[level, ours] == pytest.approx(reference[level][theirs], abs=LAVAAN), (level, ours)


def test_the_factor_models_are_lavaans(made):
    expected, data, items = made
    fit_is(comparability(data, items=items, group="group", first="one", second="two", min_answers=100).fit, expected["invariance"])


def test_changes_of_fit_are_those_from_the_level_before(made):
    _, data, items = made
    fit = invariance_fit(moments(data[items], data["group"]))
    assert np.isnan(fit["cfi_change"][0])
    assert fit["cfi_change"][2] == pytest.approx(fit["cfi"][2] - fit["cfi"][1])


@pytest.mark.shared
def test_three_waves_of_a_national_study_are_lavaans(shared):
    path = shared / "realdata" / "eclsk_atl" / "eclsk_atl_wide.csv"
    there = pd.read_csv(path, nrows=0).columns
    names = {wave: sorted(name for name in there if name.startswith(f"{wave}SRS")) for wave in ("T1", "T2", "T4")}
    wide = pd.read_csv(path, usecols=[*itertools.chain(*names.values())])
    parts = [wide[names[wave]].set_axis(range(len(names["T1"])), axis=1).assign(wave=wave) for wave in names]
    stacked = pd.concat(parts, ignore_index=True)
    fit = invariance_fit(moments(stacked.drop(columns="wave"), stacked["wave"]))
    # lavaan 0.6-14 on the same rows: trials/statistics.md, section 4, five decimals
    assert fit["cfi"].tolist() == pytest.approx([0.99108, 0.99094, 0.98891, 0.98619], abs=6e-6)


# ---- what it is for: true differences pass, differences made by one question do not


def answers(rng, groups, *, items=5, categories=5, loading=0.7, shift=0.0, apart=(), by=0.0, icc=0.05, centres=60, item_icc=0.0):
    """Forms of two groups in ``centres``: ``shift`` (SD) the true difference of the second; items ``apart`` are ``by`` SD harder there."""
    n = sum(groups)
    centre = rng.integers(0, centres, n)
    second = np.repeat([False, True], groups)
    truth = (rng.normal(0, np.sqrt(icc), centres)[centre] + rng.normal(0, np.sqrt(1 - icc), n) + shift * second)
    cuts = np.linspace(-1.6, 1.0, categories - 1)
    out = {}
    for place in range(items):
        own = rng.normal(0, np.sqrt(item_icc), centres)[centre] + rng.normal(0, np.sqrt(1 - item_icc), n)
        latent = loading * truth + np.sqrt(1 - loading**2) * own - by * second * (place in apart)
        out[f"i{place}"] = np.searchsorted(cuts, latent) + 1.0
    return pd.DataFrame({**out, "group": np.where(second, "b", "a"), "centre": centre.astype(str)})


def judge(frame, **names):
    items = [name for name in frame if name.startswith("i")]
    return comparability(frame, items=items, group="group", first="a", second="b", centre="centre", **names)


@pytest.mark.slow
@pytest.mark.parametrize("design", [
    {"groups": (250, 220)},
    {"items": 3, "categories": 3, "loading": 0.65, "shift": -0.7},               # a large true gap on a short scale of smileys
    {"shift": -0.7},
    {"icc": 0.15, "item_icc": 0.05, "centres": 24},                              # each centre reads each question its own way
])
def test_a_scale_that_means_the_same_is_seldom_called_incomparable(design):
    rng = np.random.default_rng(1)
    groups = design.get("groups", (700, 400))
    found = [judge(answers(rng, groups, **{key: value for key, value in design.items() if key != "groups"})) for _ in range(40)]
    assert np.sum([one.comparable is False for one in found]) <= 3       # docs/methods.md has 1,000 draws of each design


@pytest.mark.slow
def test_clustered_children_make_items_seem_to_differ_and_do_not_decide():
    rng = np.random.default_rng(2)
    found = []
    for _ in range(30):
        frame = answers(rng, (700, 700), centres=24, item_icc=0.08)
        frame["group"] = np.where(frame["centre"].astype(int) < 12, "a", "b")      # groups are whole centres: the worst case
        found.append(judge(frame))
    assert np.mean([bool(one.flagged) for one in found]) > 0.5, "the tests of items take children as independent"
    assert np.mean([one.comparable is False for one in found]) < np.mean([bool(one.flagged) for one in found]) / 2


@pytest.mark.slow
@pytest.mark.parametrize("shift", [0.0, -0.5])
def test_a_question_that_is_harder_for_one_group_is_found_and_left_out(shift):
    rng = np.random.default_rng(3)
    found = [judge(answers(rng, (1000, 500), shift=shift, apart=(1,), by=0.9)) for _ in range(20)]
    assert all("i1" in one.flagged for one in found)
    assert np.mean([one.comparable is False for one in found]) > 0.95
    # without it the difference is the true one: 100 points an SD of observed scores, which hold about .83 of true variance
    assert np.mean([one.without_flagged for one in found]) == pytest.approx(100 * shift * np.sqrt(0.83), abs=5)


def test_a_true_difference_is_not_made_smaller_by_leaving_items_out():
    frame = answers(np.random.default_rng(4), (6000, 6000), shift=-0.8)
    fewer = judge(frame.drop(columns=["i3", "i4"])).with_all
    assert fewer > judge(frame).with_all + 2, "three items are less reliable than five: the same gap is fewer of their SDs"
    found = judge(answers(np.random.default_rng(4), (6000, 6000), shift=-0.8, apart=(3, 4), by=0.3))
    assert {"i3", "i4"} <= set(found.flagged)
    assert found.without_flagged == pytest.approx(judge(frame).with_all, abs=3)


# ---- answers in every corner


@pytest.mark.parametrize(("frame", "why"), [
    (answers(np.random.default_rng(5), (300, 199)), "fewer than 200 answers in a group"),
    (answers(np.random.default_rng(5), (300, 1)), "fewer than 200 answers in a group"),
    (answers(np.random.default_rng(5), (300, 0)), "fewer than 200 answers in a group"),
    (answers(np.random.default_rng(5), (300, 300), items=2), "2 items or fewer"),
    (answers(np.random.default_rng(5), (300, 300), items=1), "2 items or fewer"),
    (answers(np.random.default_rng(5), (300, 300)).assign(**dict.fromkeys(["i0", "i1", "i2", "i3", "i4"], np.nan)), "fewer than 200"),
    (answers(np.random.default_rng(5), (300, 300)).assign(**dict.fromkeys(["i0", "i1", "i2", "i3", "i4"], 3.0)), "no spread"),
])
def test_what_cannot_be_judged_says_why(frame, why):
    found = judge(frame)
    assert found.comparable is None
    assert np.isnan([found.estimate, found.low, found.high, found.with_all]).all()
    assert found.method.startswith("not judged")
    assert why in found.method


def test_without_an_item_that_differs_there_is_nothing_to_leave_out():
    found = judge(answers(np.random.default_rng(6), (400, 400)))
    assert (found.flagged, found.estimate, found.comparable, found.method) == ((), 0.0, True, "no item differs")
    assert np.isnan([found.se, found.low, found.high]).all(), "no interval is made up for a zero by definition"


def test_a_constant_item_has_no_test_and_no_factor_and_the_others_do():
    found = judge(answers(np.random.default_rng(7), (400, 400)).assign(i0=3.0))
    assert np.isnan(found.items.set_index("item").loc["i0", "p"])
    assert found.items["p"].notna().sum() == 4
    assert found.fit.empty, "an item of one answer is no item of four"
    in_one_group = answers(np.random.default_rng(7), (400, 400))
    in_one_group.loc[in_one_group["group"] == "b", "i0"] = 3.0
    fit = judge(in_one_group).fit
    assert fit["cfi"].isna().all()
    assert fit["method"].str.startswith("no CFA: items that do not vary").all()


def test_an_answer_that_one_group_never_gives_is_no_trouble():
    frame = answers(np.random.default_rng(8), (500, 500))
    frame.loc[(frame["group"] == "b") & (frame["i2"] == 1), "i2"] = 2
    row = judge(frame).items.set_index("item").loc["i2"]
    assert np.isfinite(row[["estimate", "se", "p"]].astype(float)).all()


def test_answers_that_the_group_alone_decides_have_a_test_and_no_coefficient():
    frame = answers(np.random.default_rng(9), (400, 400))
    frame["i2"] = np.where(frame["group"] == "b", 5.0, 1.0)
    found = judge(frame)
    row = found.items.set_index("item").loc["i2"]
    assert row["p"] < 1e-50
    assert np.isnan(row["estimate"])
    assert "separated" in row["method"]
    assert "i2" in found.flagged
    assert np.isfinite(found.estimate)


def test_a_fit_ends_wherever_it_starts():
    y, x = np.array([0, 0, 1, 1]), np.array([[-1.0], [-0.5], [0.5], [1.0]])
    found = proportional_odds(y, x, np.ones(4))
    assert not found.converged
    assert found.deviance == pytest.approx(0, abs=1e-6)


def test_groups_that_cannot_be_fitted_say_so():
    one = Moments(300, np.zeros(4), np.eye(4))
    assert invariance_fit([one])["method"].str.startswith("no CFA: fewer than two groups").all()
    assert list(invariance_fit([one, one])["model"]) == list(LEVELS)


def test_items_without_a_p_count_for_none():
    assert benjamini_hochberg(np.array([0.01, np.nan, 0.04]))[[0, 2]] == pytest.approx([0.02, 0.04])
    assert np.isnan(benjamini_hochberg(np.array([np.nan])))[0]
