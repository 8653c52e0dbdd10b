"""Facts about scales reach the estimates: a question that one wave or group reads otherwise takes its scale out of the comparison, and only
that; a wave whose alpha has fallen is read with caution."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from estimates.rounds import NORMS, made_sources

from analysis.estimates import municipality as estimates
from analysis.estimates.municipality.trust import flag_not_comparable, flag_reliability_drop, has_dropped
from analysis.estimates.scale_facts import Answers, age_facts, comparability_facts
from analysis.estimates.tables import rows, validate
from analysis.parameters import Thresholds
from analysis.scales.reliability import Alpha

HARDER = 1.2
"""How much harder, in SD of an answer, the question is that is read otherwise."""


def answers_of(apart_in_2019=(), apart_for_girls=()):
    """(municipality, wave) -> forms and responses of 240 children on six items of two scales; ``apart_*``: items read otherwise."""

    def read(place, wave):
        rng = np.random.default_rng([int(wave), sum(map(ord, place))])
        n = 240
        forms = pd.DataFrame({"form_id": [f"{place}{wave}{number}" for number in range(n)], "role": "child", "wave": wave,
                              "centre": [f"{place}-{number % 12:02d}" for number in range(n)], "child_id": None, "site": None,
                              "network": None,
                              "gender": np.where(np.arange(n) % 2, "girl", "boy"), "language": "danish", "weight": 1.0})
        truth, girl = rng.normal(size=n), forms["gender"].eq("girl").to_numpy()
        wide = {}
        for item in ("j1", "j2", "j3", "f1", "f2", *(() if wave == "2019" else ("f3",))):
            harder = HARDER * ((item in apart_in_2019) and wave == "2019") + HARDER * (item in apart_for_girls) * girl
            wide[item] = np.searchsorted([-0.8, 0.4], 0.8 * truth + 0.6 * rng.normal(size=n) - harder) + 1.0
        long = pd.DataFrame({"form_id": forms["form_id"], **wide}).melt("form_id", var_name="item")
        return forms, long

    return Answers(read, NORMS)


def judged(facts):
    rows = facts[(facts["kind"] == "comparability") & ~facts["contrast"].str.contains("with")]
    return rows.set_index(["scale", "contrast"])


@pytest.fixture(scope="module")
def apart(parameters):
    return validate(comparability_facts(parameters, "2019", answers_of(apart_in_2019=("j2",), apart_for_girls=("j1",))))


def test_a_question_read_otherwise_makes_a_scale_incomparable(apart):
    found = judged(apart)
    for contrast, item in (("wave:2017:2019", "j2"), ("wave:2015:2019", "j2"), ("gender:girl-boy", "j1")):
        assert found.loc[("joy", contrast), "flags"] == "not_comparable"
        assert abs(found.loc[("joy", contrast), "value"]) > 10
        items = apart[(apart["kind"] == "item_difference") & (apart["scale"] == "joy") & (apart["contrast"] == contrast)]
        assert set(items.loc[items["flags"] == "not_comparable", "item"]) == {item}


def test_the_others_stay_comparable_and_what_cannot_be_judged_has_no_row(apart, parameters):
    found = judged(apart)
    assert set(found.index) == {("joy", "wave:2015:2019"), ("joy", "wave:2017:2019"), ("joy", "gender:girl-boy")}, \
        "friends has two items left in common, and nobody speaks another language"
    same = judged(validate(comparability_facts(parameters, "2019", answers_of())))
    assert (same["flags"] == "").all()
    assert same["n"].min() >= Thresholds().comparability_min_answers
    assert same["n_groups"].max() == 4 * 12, "omega is outside the programme"


def test_few_answers_are_not_judged(parameters):
    strict = replace(parameters, programme=parameters.programme.model_copy(update={
        "thresholds": parameters.programme.thresholds.model_copy(update={"comparability_min_answers": 5000})}))
    assert comparability_facts(strict, "2019", answers_of()).empty


@pytest.fixture(scope="module")
def sources(parameters, apart):
    facts = {"2019": rows([{"kind": "comparison_level", "role": "child", "scale": "joy", "level": "municipality", "unit": "alpha",
                            "wave": "2019", "contrast": "2017", "n_groups": 3}])}
    return replace(made_sources(parameters, facts), facts=pd.concat([facts["2019"], apart], ignore_index=True))


def test_the_flag_stands_on_what_rests_on_the_comparison_and_on_nothing_else(sources):
    key = {"role": "child", "level": "municipality", "unit": "alpha", "wave": "2019"}
    table = rows([
        {**key, "kind": "change", "scale": "joy", "contrast": "2017"},
        {**key, "kind": "change_adjusted", "scale": "joy", "contrast": "2015"},
        {**key, "kind": "change", "scale": "joy", "contrast": "2017", "level": "centre", "unit": "alpha-01"},
        {**key, "kind": "gap", "scale": "joy", "contrast": "gender:girl-boy"},
        {**key, "kind": "comparison", "scale": "joy", "contrast": "programme"},
        {**key, "kind": "gap", "scale": "joy", "contrast": "language:other-danish"},
        {**key, "kind": "change", "scale": "friends", "contrast": "2017"},
        {**key, "kind": "gap_change", "scale": "joy", "contrast": "gender:girl-boy:2017"}, {**key, "kind": "level", "scale": "joy"},
        {**key, "kind": "level", "scale": "joy", "wave": "2017"}, {**key, "kind": "initiative", "scale": "joy", "contrast": "play"}])
    pooled = sources.facts[sources.facts["kind"] == "comparison_level"]
    found = flag_not_comparable(pd.concat([table, pooled], ignore_index=True), sources)
    assert found["flags"].str.contains("not_comparable").tolist() == [True] * 5 + [False] * 7


def test_a_municipality_sees_the_comparisons_with_its_own_earlier_waves(sources):
    found = estimates.comparability_rows(sources)
    assert {"wave:2017:2019", "wave:2015:2019", "gender:girl-boy"} <= set(found["contrast"])
    newcomer = estimates.comparability_rows(replace(sources, waves=("2017", "2019")))
    assert not newcomer["contrast"].str.startswith("wave:2015").any()


def test_the_judgement_is_one_row_a_comparison(sources):
    table = estimates.judged_table(estimates.comparability_rows(sources), sources, "en")
    assert len(table) == 3
    assert (table["with_all"] - table["without_flagged"]).to_numpy() == pytest.approx(table["difference"].to_numpy())
    assert table["comparable"].tolist() == [False] * 3
    assert set(table["items"]) == {"Question j1", "Question j2"}
    aside = estimates.apart_table(estimates.comparability_rows(sources), sources, "en")
    assert sorted(aside["item"]) == ["Question j1", "Question j2", "Question j2"]
    assert aside[["value", "se", "q", "r2_change"]].notna().all(axis=None)
    assert estimates.judged_table(rows([]), sources).empty
    assert estimates.apart_table(rows([]), sources).empty
    assert estimates.fit_table(rows([]), sources).empty


def test_items_have_their_statistics_and_small_counts_have_none(sources):
    table = estimates.item_table(sources, "en")
    assert {"missing", "floor", "ceiling", "r_drop", "alpha_if_dropped"} <= set(table.columns)
    assert table["n"].min() >= 3


def test_scales_that_rise_with_age_are_told_from_those_that_do_not(parameters):
    rng = np.random.default_rng(4)
    age, centre = rng.uniform(44, 74, 900), np.arange(900) % 30
    frame = pd.DataFrame({"age_months": age, "centre": centre.astype(str), "role": "contact"})
    scores = pd.concat([frame.assign(scale="skills", points=500 + 4 * (age - 60) + rng.normal(0, 90, 900)),
                        frame.assign(scale="calm", points=500 + rng.normal(0, 100, 900)),
                        frame.assign(scale="reading", role="staff", age_months=np.nan, points=500.0)], ignore_index=True)
    found = validate(age_facts(parameters, "2019", scores)).set_index("scale")
    assert set(found.index) == {"skills", "calm"}
    assert (found.loc["skills", "low"] < 4 < found.loc["skills", "high"], found.loc["skills", "p"] < 0.001) == (True, True)
    assert found.loc["calm", "low"] < 0 < found.loc["calm", "high"]


@pytest.mark.parametrize(("alpha", "high", "dropped"), [(0.60, 0.66, True), (0.60, 0.69, False), (0.65, 0.66, False), (0.8, 0.85, False),
                                                        (np.nan, np.nan, False)])
def test_alpha_has_fallen_when_the_drop_is_large_and_sure(alpha, high, dropped):
    own = Alpha(alpha, alpha - 0.1, high, 300, 4)
    assert has_dropped(own, {"alpha": 0.72, "n": 900, "k": 4}, Thresholds()) is dropped


def test_a_fall_calls_for_caution_on_this_waves_points_only(sources):
    low = {key: Alpha(0.2, 0.1, 0.3, 200, 3) if key == ("child", "joy") else found for key, found in sources.alphas.items()}
    fallen = replace(sources)
    fallen.__dict__["alphas"] = low
    key = {"role": "child", "level": "municipality", "unit": "alpha"}
    table = rows([{**key, "kind": "level", "scale": "joy", "wave": "2019"}, {**key, "kind": "level", "scale": "joy", "wave": "2017"},
                  {**key, "kind": "level", "scale": "friends", "wave": "2019"},
                  {**key, "kind": "answer_share", "scale": "joy", "wave": "2019"}])
    found = flag_reliability_drop(table, fallen, frozenset({"answer_share"}))
    assert found["flags"].tolist() == ["caution_reliability", "", "", ""]
