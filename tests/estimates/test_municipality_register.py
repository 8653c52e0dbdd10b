"""Centres that are merged or split, networks and who answered: whose rows they stand under."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from estimates.rounds import made_sources, take

from analysis.estimates import municipality as estimates
from analysis.estimates.change import wave_change
from analysis.estimates.cluster_robust import cluster_robust_mean
from analysis.estimates.sources import successors, under_successors
from analysis.parameters.municipality import Municipality


def test_a_merged_centre_stands_under_its_successor_in_every_wave(parameters, sources, table):
    assert successors(parameters.municipality("alpha"), "2019") == {"alpha-old": "alpha-00"}
    assert successors(parameters.municipality("alpha"), "2017") == {}
    assert "alpha-old" not in set(table["unit"])
    assert set(take(table, "level", "centre", unit="alpha-00", scale="joy")["wave"]) == {"2015", "2017", "2019"}
    assert len(take(table, "change", "centre", unit="alpha-00", scale="joy")) == 1


def test_answers_from_before_a_split_follow_their_site_or_stay_in_the_past():
    centres = [
        {
            "slug": "old", "name": "Old", "closed": "2018-07-31", "sites": [{"slug": "north", "name": "N"}, {"slug": "south", "name": "S"}],
            "split_into": [{"centre": "one", "sites": ["north"]}, {"centre": "two", "sites": ["south"]}],
        },
        {"slug": "one", "name": "One"}, {"slug": "two", "name": "Two"},
    ]  # fmt: skip
    wave = {"wave": "2019", "field_period": {"start": "2019-09-16", "end": "2019-10-13"}, "raw": {}}
    earlier = {"wave": "2017", "field_period": {"start": "2017-09-18", "end": "2017-10-15"}, "raw": {}}
    place = Municipality.model_validate({"slug": "m", "name": "M", "waves": [earlier, wave], "centres": centres})
    frame = pd.DataFrame({"centre": ["old", "old", "old", "one"], "site": ["north", "south", np.nan, np.nan]}).astype("str")
    assert under_successors(frame, place, "2019").tolist() == ["one", "two", "old", "one"]
    assert under_successors(frame, place, "2017").tolist() == ["old", "old", "old", "one"], "it had not been split"


def test_a_network_is_held_against_the_centres_outside_it(sources, table):
    scores = sources.of("child", "joy")
    inside = scores["network"] == "north"
    found = take(table, "network_comparison", "network", unit="north", scale="joy").iloc[0]
    assert found["value"] == pytest.approx(scores.loc[inside, "y"].mean() - scores.loc[~inside, "y"].mean())
    sides = [cluster_robust_mean(scores[side], y="y", centre="centre") for side in (inside, ~inside)]
    assert found["se"] == pytest.approx(np.hypot(*(side.se for side in sides)))
    assert found["n"] == min(side.n for side in sides)
    assert (found["contrast"], found["family"]) == ("other_centres", "network:north:child")
    assert found["n_groups"] == scores.loc[inside, "centre"].nunique()


def test_a_network_changes_as_its_own_centres_do(sources, table):
    frame, _ = sources.pair("child", "joy", "2017")
    expected = wave_change(frame[frame["network"] == "south"], y="y", centre="centre", wave="wave", earlier="2017", later="2019")
    found = take(table, "change", "network", unit="south", scale="joy").iloc[0]
    assert (found["value"], found["se"]) == pytest.approx((expected.estimate, expected.se))
    assert set(take(table, "change", "network")["contrast"]) == {"2017"}, "an agenda is about what happened since last time"


def test_networks_response_adds_up_to_the_municipalitys_and_leaders_have_none(sources, table):
    whole, parts = take(table, "response"), take(table, "response", "network")
    assert set(parts["role"]) == set(whole["role"]) - {"leader"}
    for role in set(parts["role"]):
        told, own = whole[whole["role"] == role].iloc[0], parts[parts["role"] == role]
        assert (own["n"].sum(), own["n_groups"].sum()) == (told["n"], told["n_groups"])


def test_response_counts_children_and_flags_low_rates(parameters, facts, table):
    child = take(table, "response", role="child").iloc[0]
    assert (child["n"], child["n_groups"], child["value"]) == (240, 300, 0.8)
    assert take(table, "response", role="leader")["flags"].item() == "as_counts"
    assert take(table, "no_consent", role="child")["value"].item() == 12
    low = made_sources(parameters, facts)
    low.flow.loc[low.flow["step"] == "invited", "forms"] *= 2
    assert take(estimates.response_rows(low), "response", role="child")["flags"].item() == "uncertain_response"


def test_what_is_known_of_those_who_did_not_answer(sources, table):
    assert take(table, "background_known", role="child", contrast="gender")["value"].item() == 1
    silent = sources.forms["child_id"].isin(sources.forms.loc[(sources.forms["role"] == "contact") & (sources.forms["gender"] == "boy"),
                                                              "child_id"].head(40)) & (sources.forms["role"] == "child")
    fewer = replace(sources, forms=sources.forms[~silent], scores=sources.scores[~sources.scores["form_id"].isin(
        sources.forms.loc[silent, "form_id"])])
    rates = take(estimates.response_background_rows(fewer), "response_background", role="child").set_index("contrast")["value"]
    assert rates["gender:girl"] == 1
    assert rates["gender:boy"] == pytest.approx(80 / 120)
    raked = take(estimates.raked_rows(fewer), "level_raked", scale="joy").iloc[0]
    now = fewer.of("child", "joy")
    halves = now.groupby("gender")["y"].mean()
    assert raked["contrast"] == "gender+language"
    assert raked["value"] == pytest.approx(halves.mean(), abs=1.0)               # boys count again as half
    assert abs(raked["value"] - halves.mean()) < abs(now["y"].mean() - halves.mean())
