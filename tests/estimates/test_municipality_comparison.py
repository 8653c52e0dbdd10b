"""A municipality beside the programme's others: who they are, from which wave, and when there is no comparison."""

import numpy as np
import pandas as pd
import pytest
from estimates.made import scores_of, tables_of
from estimates.rounds import NORMS, all_rows, everyone, take

from analysis.estimates.facts import comparable_wave, wave_facts
from analysis.estimates.sources import gather


def test_a_comparison_is_the_level_minus_the_others_pooled(table):
    own, others = (take(table, kind, scale="joy", wave="2019").iloc[0] for kind in ("level", "comparison_level"))
    difference = take(table, "comparison", scale="joy").iloc[0]
    assert difference["value"] == pytest.approx(own["value"] - others["value"])
    assert difference["se"] == pytest.approx(np.hypot(own["se"], others["se"]))
    assert (difference["n_groups"], difference["contrast"], difference["family"]) == (3, "programme", "comparison:child")
    pooled = pd.concat([everyone(place, "2019") for place in ("beta", "gamma", "delta")]).query("scale == 'joy' and basis == 'full'")
    assert others["value"] == pytest.approx(pooled["points"].mean())
    assert "no_comparison" not in own["flags"]


def test_municipalities_differ_by_what_their_centres_do_not_explain(parameters, facts):
    """alpha lies 40 points over the others in 2019, and centres differ too: the second is no difference between municipalities."""
    found = facts["2019"].query("kind == 'municipality_spread' and scale == 'joy'").iloc[0]
    assert found["n_groups"] == 4
    assert 10 < found["value"] < 40
    same = {place: scores_of(place, "2019") for place in ("alpha", "beta", "gamma", "delta")}
    level = wave_facts(parameters, "2019", lambda place, wave: same.get(place) if wave == "2019" else None)
    assert level.query("kind == 'municipality_spread' and scale == 'joy'")["value"].item() < found["value"] / 2
    few = wave_facts(parameters, "2019", lambda place, wave: same.get(place) if (wave, place) != ("2019", "delta") else None)
    assert few[few["kind"] == "municipality_spread"].empty, "three municipalities tell no spread between municipalities"


def test_a_municipality_alone_in_its_first_wave_has_no_level_findings_and_says_so(parameters):
    alone = wave_facts(parameters, "2015", lambda place, wave: everyone(place, wave) if place == "alpha" else None)
    forms, responses, flow = tables_of("alpha", "2015")
    found = all_rows(gather(parameters, "alpha", "2015", scores={"2015": everyone("alpha", "2015")}, forms=forms, responses=responses,
                            flow=flow, facts=alone, norms=NORMS))
    assert not {"comparison", "comparison_level", "change", "spread_change", "gap_change", "initiative"} & set(found["kind"])
    levels = take(found, "level", wave="2015")
    assert levels["flags"].str.contains("no_comparison").all()


def test_which_wave_is_compared_with(parameters):
    alpha = parameters.municipality("alpha")
    start = {wave.wave: wave.field_period.start for wave in alpha.waves}
    assert comparable_wave(alpha, start["2017"], "2017", 12) == "2017"
    assert comparable_wave(alpha, start["2017"].replace(year=2016), "2016", 12) == "2015"  # before rather than after
    assert comparable_wave(alpha, start["2015"].replace(year=2014), "2014", 12) == "2015"
    assert comparable_wave(alpha, start["2019"].replace(year=2021), "2021", 12) is None


def test_facts_leave_the_own_municipality_and_those_outside_out(parameters, facts):
    pooled = facts["2019"].query("kind == 'comparison_level' and scale == 'joy'").set_index("unit")
    assert set(pooled["n_groups"]) == {3, 4}
    assert pooled.loc["omega", "n_groups"] == 4                                  # compared, never part of a comparison
    assert pooled.loc["alpha", "n"] == 3 * 240
    programme = facts["2019"][facts["2019"]["level"] == "programme"]
    assert {"level", "spread", "reliability", "agreement", "link", "link_range"} <= set(programme["kind"])
    assert programme.query("kind == 'level' and scale == 'joy'")["n"].item() == 4 * 240
    links = programme.query("kind == 'link'").set_index("role")["flags"]
    assert links.to_dict() == {"child": "", "contact": "same_respondents"}
    assert set(facts["2015"]["kind"]) & {"change"} == set()


def test_fewer_others_than_the_rule_asks_for_are_no_comparison(parameters):
    two = wave_facts(parameters, "2019", lambda place, wave: everyone(place, wave) if place in ("alpha", "beta", "gamma") else None)
    assert two.query("kind == 'comparison_level' and unit == 'alpha'").empty
    assert set(two.query("kind == 'comparison_level'")["unit"]) == {"delta", "omega"}


def test_what_background_explains_is_told_for_every_wave_and_never_tested(table):
    found = take(table, "variance_explained", scale="joy")
    assert sorted(found["wave"]) == ["2015", "2017", "2019"]
    assert set(found["contrast"]) == {"gender+language"}
    assert found["value"].between(0, 0.15).all()
    assert found["p"].isna().all()
    assert set(found["family"]) == {""}
