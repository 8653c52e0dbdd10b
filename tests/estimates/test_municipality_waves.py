"""What a municipality's rows say of change: over common questions, over three waves, after initiatives."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from estimates.made import period, scores_of
from estimates.rounds import everyone, take

from analysis.estimates import municipality as estimates
from analysis.estimates.change import wave_change
from analysis.estimates.facts import wave_facts
from analysis.parameters.municipality import MunicipalityWave

SIX = ["alpha-old", *(f"alpha-{number:02d}" for number in range(1, 6))]          # the old one is alpha-00 by 2019


def test_changes_are_on_common_questions_where_the_questions_have_changed(sources, table):
    for scale, flag in (("joy", ""), ("friends", "common_items")):
        found = take(table, "change", scale=scale, contrast="2017").iloc[0]
        frame, common = sources.pair("child", scale, "2017")
        assert common == bool(flag)
        assert flag in found["flags"].split(";")
        expected = wave_change(frame, y="y", centre="centre", wave="wave", earlier="2017", later="2019")
        assert (found["value"], found["se"]) == pytest.approx((expected.estimate, expected.se))
    frame, _ = sources.pair("child", "friends", "2017")
    assert set(frame["basis"]) == {"common:2017", "common:2019"}
    assert set(take(table, "change", scale="joy")["contrast"]) == {"2015", "2017"}
    assert take(table, "change_adjusted", role="staff").empty


def test_three_waves_are_classified_from_their_differences(table):
    found = take(table, "lasting_change", scale="joy").set_index("contrast")
    assert list(found.index) == ["immediate:2015-2017", "lasting:2015-2019", "later:2017-2019"]
    assert found.loc["lasting:2015-2019", "value"] == pytest.approx(take(table, "change", scale="joy", contrast="2015")["value"].item())
    assert found.loc["immediate:2015-2017", "value"] + found.loc["later:2017-2019", "value"] == pytest.approx(
        found.loc["lasting:2015-2019", "value"])
    assert found["flags"].to_dict() == {"immediate:2015-2017": "", "lasting:2015-2019": "late", "later:2017-2019": ""}
    assert "common_items" in take(table, "lasting_change", scale="friends", contrast="later:2017-2019")["flags"].item()
    assert set(take(table, "lasting_change")["role"]) == {"child", "contact", "staff", "leader"}


def test_the_programmes_change_is_over_municipalities_with_both_waves_and_says_how_many(parameters, facts, table):
    found = take(table, "programme_change", "programme", scale="joy").set_index("contrast")
    assert found["n_groups"].to_dict() == {"2015": 4, "2017": 4}                 # omega stands outside
    places = ("alpha", "beta", "gamma", "delta")
    before, after = (pd.concat([everyone(place, wave) for place in places]).query("scale == 'joy'")["points"].mean()
                     for wave in ("2017", "2019"))
    assert found.loc["2017", "value"] == pytest.approx(after - before)
    fewer = wave_facts(parameters, "2019", lambda place, wave: None if (place, wave) == ("beta", "2017") else everyone(place, wave))
    assert take(fewer, "programme_change", "programme", scale="joy", contrast="2017")["n_groups"].item() == 3
    gone = {("beta", "2017"), ("gamma", "2017")}
    two = wave_facts(parameters, "2019", lambda place, wave: None if (place, wave) in gone else everyone(place, wave))
    assert take(two, "programme_change", "programme", scale="joy", contrast="2017").empty


def test_sizes_stand_beside_the_change(sources, table):
    change, g, smallest = (take(table, kind, scale="joy", contrast="2017").iloc[0]
                           for kind in ("change", "effect_size", "detectable_change"))
    frame, _ = sources.pair("child", "joy", "2017")
    assert g["value"] == pytest.approx(change["value"] / frame.groupby("wave")["y"].std().mean(), rel=0.01)
    assert np.isnan(g["p"])
    assert smallest["value"] > 2 * change["se"]
    sizes = take(table, "critical_difference", scale="joy").assign(size=lambda rows: rows["contrast"].astype(int)).sort_values("size")
    assert sizes["value"].is_monotonic_decreasing


def test_initiatives_follow_their_design_and_their_dates(table):
    found = take(table, "initiative").set_index("contrast")
    assert set(found.index) == {"play", "some"}                                  # the late one had not ended
    own = take(table, "change", scale="joy", contrast="2017")["value"].item()
    others = [scores_of(place, "2019", shift=20.0).query("scale == 'joy'")["points"].mean()
              - scores_of(place, "2017", shift=10.0).query("scale == 'joy'")["points"].mean() for place in ("beta", "gamma", "delta")]
    assert found.loc["play", "value"] == pytest.approx(own - np.mean(others))
    assert found.loc["play", "n_groups"] == 4
    assert found.loc["some", "n_groups"] == 12


def changed(sources, slug: str, **update):
    """``sources`` with fields of one municipality changed."""
    places = dict(sources.parameters.municipalities)
    places[slug] = places[slug].model_copy(update=update)
    return replace(sources, parameters=replace(sources.parameters, municipalities=places))


def exposing(sources, slug: str, centres: list[str]):
    """``sources`` where only the initiative ``slug`` is followed, in ``centres``."""
    one = next(entry for entry in sources.municipality.initiatives if entry.slug == slug)
    return changed(sources, "alpha", initiatives=(one.model_copy(update={"centres": tuple(centres)}),))


def test_an_initiative_for_all_follows_the_centres_the_register_names(sources, table):
    changes = estimates.change_rows(sources)
    everywhere = take(table, "initiative", contrast="play").iloc[0]
    found = estimates.initiative_rows(exposing(sources, "play", SIX), changes).iloc[0]
    frame, _ = sources.pair("child", "joy", "2017")
    inside = frame[frame["centre"].isin([f"alpha-{number:02d}" for number in range(6)])]
    own = wave_change(inside, y="y", centre="centre", wave="wave", earlier="2017", later="2019", weights="weight")
    others = take(sources.facts, "change", scale="joy").query("unit in ['beta', 'gamma', 'delta']")["value"].mean()
    assert found["value"] == pytest.approx(own.estimate - others)
    assert found["value"] != pytest.approx(everywhere["value"])
    assert (found["n"], everywhere["n"]) == (120, 240)
    assert estimates.initiative_rows(exposing(sources, "play", SIX[:4]), changes).empty  # one or a few centres are no municipality


def test_a_merged_centre_that_took_part_is_among_those_that_took_part(sources, table):
    found = estimates.initiative_rows(exposing(sources, "some", SIX), estimates.change_rows(sources)).iloc[0]
    named = take(table, "initiative", contrast="some").iloc[0]
    assert (found["value"], found["se"], found["n"]) == pytest.approx((named["value"], named["se"], named["n"]))


def test_changes_over_another_period_are_no_comparison_for_an_initiative(sources):
    changes = estimates.change_rows(sources)
    year_before = MunicipalityWave.model_validate({"wave": "2016", "field_period": period(2016), "raw": {}})
    beta = sources.parameters.municipality("beta")
    longer = changed(sources, "beta", waves=(beta.waves[0], year_before, beta.waves[2]))
    since_2016 = sources.facts["contrast"].mask((sources.facts["kind"] == "change") & (sources.facts["unit"] == "beta"), "2016")
    found = estimates.initiative_rows(replace(longer, facts=sources.facts.assign(contrast=since_2016)), changes)
    play = found[found["contrast"] == "play"].iloc[0]
    assert (play["flags"], play["n_groups"]) == ("no_comparison", 2)             # three years are not two: gamma and delta are left
    assert np.isnan(play["value"])


def test_exposure_counts_the_centres_by_modules_finished_before_the_survey(sources, table):
    found = take(table, "exposure").set_index(["contrast", "item"])["value"].to_dict()
    assert found == {("play", "1"): 12, ("some", "0"): 6, ("some", "1"): 6, ("late", "0"): 12}  # one that is still running: no module yet
    listed = pd.DataFrame([("some", centre, module, "2019-02-01", 3) for centre, module in
                           (("alpha-00", "one"), ("alpha-00", "two"), ("alpha-01", "one"))],
                          columns=["initiative", "centre", "module", "finished", "persons"])
    some = sources.municipality.initiatives[1].model_copy(update={"participation": "list.csv"})
    told = estimates.exposure_rows(replace(changed(sources, "alpha", initiatives=(some,)), participation=listed))
    assert dict(zip(told["item"], told["value"], strict=True)) == {"0": 10, "1": 1, "2": 1}
    assert set(told["method"]) == {"list of participants"}
