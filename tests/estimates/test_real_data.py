"""ECLS-K, some 19,000 children in 950 schools: the field's own functions on the same numbers."""

import itertools
import json

import numpy as np
import pandas as pd
import pytest

from analysis.estimates import centre_estimates, cohort_change, informant_agreement, random_intercept_model, wave_change

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def study(shared):
    path = shared / "realdata/eclsk_atl/eclsk_atl_wide.csv"
    columns = pd.read_csv(path, nrows=0).columns
    chosen = {wave: [name for name in columns if name.startswith(f"{wave}SRS")] for wave in ("T1", "T2", "P1")}
    wide = pd.read_csv(path, usecols=["CHILDID", *itertools.chain(*chosen.values())], dtype={"CHILDID": "str"})
    parts = [pd.DataFrame({"child": wide["CHILDID"], "school": wide["CHILDID"].str[:4], "wave": wave,
                           "y": wide[names].mean(axis=1).where(wide[names].notna().sum(axis=1) >= 4)}) for wave, names in chosen.items()]
    return pd.concat(parts, ignore_index=True), json.loads((shared / "oracles/eclsk_atl.json").read_text())


def test_change_of_the_same_children_and_of_all(study):
    frame, oracle = study
    expected = oracle["wave_change"]["T1_T2"]
    same = cohort_change(frame, y="y", child="child", centre="school", wave="wave", earlier="T1", later="T2")
    reference = expected["paired_cluster"]
    assert (same.n, same.n_groups) == (reference["n"], reference["n_clusters"])
    assert (same.estimate, same.se) == pytest.approx((reference["mean"], reference["se_CR2"]), rel=1e-6)
    assert same.df == pytest.approx(reference["df_satt_CR2"], rel=1e-3)
    every = wave_change(frame, y="y", centre="school", wave="wave", earlier="T1", later="T2")
    reference = expected["ols_all_available_cluster"]["coef"]["wave"]
    assert (every.estimate, every.se) == pytest.approx((reference["est"], reference["se_CR2"]), rel=1e-6)
    assert every.df == pytest.approx(reference["df_satt"], rel=1e-3)


def test_spread_between_a_thousand_schools(study):
    frame, oracle = study
    teachers = frame[frame["wave"] == "T1"]
    expected = oracle["scales"]["T1"]["icc_school"]["lmer_REML"]
    model = random_intercept_model(teachers, y="y", centre="school")
    means = centre_estimates(teachers, y="y", centre="school")
    assert model.variance["centre"] == pytest.approx(expected["tau2"], rel=1e-4)
    assert model.icc == pytest.approx(expected["icc"], rel=1e-4)
    # with a thousand schools tau is as good as known: the integral gives what the plug-in gives
    np.testing.assert_allclose(means["estimate"], model.groups["estimate"], atol=0.01)


def test_two_informants_on_the_same_child(study):
    frame, oracle = study
    pairs = frame[frame["wave"].isin(["T1", "P1"])].pivot(index="child", columns="wave", values="y")
    found = informant_agreement(pairs, first="T1", second="P1")
    expected = oracle["informants"]["w1"]
    assert found.n == expected["n"]
    assert found.estimate == pytest.approx(expected["pearson"], rel=1e-8)
    assert (found.low, found.high) == pytest.approx(expected["ci95_fisher"], rel=1e-8)
