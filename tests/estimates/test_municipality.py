"""A municipality's estimates from its sources: what is there, what is left out and why, with flags and families."""

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from estimates.made import instrument, period, scores_of, tables_of, text
from estimates.made import scale as make_scale

from analysis.estimates import municipality as estimates
from analysis.estimates.change import wave_change
from analysis.estimates.cluster_robust import cluster_robust_mean
from analysis.estimates.facts import comparable_wave, wave_facts
from analysis.estimates.municipality.perspectives import agreement_entries
from analysis.estimates.sources import gather, successors, under_successors
from analysis.estimates.tables import ESTIMATE_COLUMNS, KEY, combine, from_frame, rows, validate
from analysis.parameters.municipality import Municipality, MunicipalityWave
from analysis.parameters.programme import Perspective

NORMS = pd.DataFrame({"role": ["child", "child", "contact", "staff", "staff", "leader"],
                      "scale": ["joy", "friends", "skills", "reading", "goals", "leader_goals"], "basis": "full", "sd": 0.5,
                      "alpha": 0.7, "n": 900,
                      "gate": ["shown", "caution", "shown", "shown", "hidden", "shown"],
                      "centre_gate": ["shown", "hidden", "hidden", "shown", "hidden", "shown"]})


@cache
def everyone(place: str, wave: str) -> pd.DataFrame | None:
    if place == "omega" and wave == "2015":
        return None
    return scores_of(place, wave, shift={"2015": 0.0, "2017": 10.0, "2019": 60.0 if place == "alpha" else 20.0}[wave])


@pytest.fixture(scope="module")
def facts(parameters):
    return {wave: validate(wave_facts(parameters, wave, everyone)) for wave in ("2015", "2019")}


def made_sources(parameters, facts, place: str = "alpha", wave: str = "2019", waves: tuple[str, ...] = ("2015", "2017", "2019")):
    forms, responses, flow = tables_of(place, wave)
    return gather(parameters, place, wave, scores={name: everyone(place, name) for name in waves}, forms=forms, responses=responses,
                  flow=flow, facts=facts[wave], norms=NORMS)


@pytest.fixture(scope="module")
def sources(parameters, facts):
    return made_sources(parameters, facts)


def all_rows(sources) -> pd.DataFrame:
    own, changes = estimates.level_rows(sources), estimates.change_rows(sources)
    names = ("answer_share", "centre", "spread", "centre_change", "gap", "agreement", "leader_staff", "link", "response", "reliability",
             "points_in_answers", "lasting_change", "programme_change", "critical_difference", "variance_explained", "background_known",
             "response_background", "raked", "initiative_dose", "network", "leader_staff_change", "exposure")
    parts = [getattr(estimates, f"{name}_rows")(sources) for name in names]
    compared = estimates.comparison_rows(sources, own)
    return validate(estimates.finish(sources, [own, compared, changes, estimates.initiative_rows(sources, changes),
                                                estimates.size_rows(sources, changes), *parts]))


@pytest.fixture(scope="module")
def table(sources):
    return all_rows(sources)


def take(table, kind, level="municipality", **key):
    found = table[(table["kind"] == kind) & (table["level"] == level)]
    for name, value in key.items():
        found = found[found[name] == value]
    return found


def test_every_kind_of_the_contract_is_made(table):
    missing = {"link", "link_range"}                                             # twelve centres are too few of its own; see the facts
    made = set(table["kind"])
    assert {"answer_share", "level", "level_unadjusted", "comparison_level", "comparison", "centre_estimate", "centre_comparison", "spread",
            "spread_change", "change", "change_adjusted", "gap", "gap_adjusted", "gap_change", "response", "no_consent", "reliability",
            "points_in_answers", "agreement", "leader_staff_gap", "leader_staff_gap_change", "exposure",
            "initiative", "lasting_change", "programme_change", "effect_size",
            "detectable_change", "critical_difference", "variance_explained", "background_known", "response_background",
            "level_raked", "network_comparison"} <= made | missing
    assert not table.duplicated(KEY).any()


def test_levels_are_of_every_wave_and_age_adjusted_where_the_scale_is(table):
    assert sorted(take(table, "level", role="child", scale="joy")["wave"]) == ["2015", "2017", "2019"]
    assert set(take(table, "level_unadjusted")["scale"]) == {"skills"}
    assert set(take(table, "level", "network")["unit"]) == {"north", "south"}
    scores = everyone("alpha", "2019").query("scale == 'skills'")
    assert take(table, "level", scale="skills", wave="2019")["value"].item() == pytest.approx(scores["points_age_adjusted"].mean())
    assert take(table, "level_unadjusted", wave="2019")["value"].item() == pytest.approx(scores["points"].mean())
    assert take(table, "level", scale="skills", wave="2019")["n_raters"].item() == scores["rater_id"].nunique()


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


def test_a_comparison_is_the_level_minus_the_others_pooled(table):
    own, others = (take(table, kind, scale="joy", wave="2019").iloc[0] for kind in ("level", "comparison_level"))
    difference = take(table, "comparison", scale="joy").iloc[0]
    assert difference["value"] == pytest.approx(own["value"] - others["value"])
    assert difference["se"] == pytest.approx(np.hypot(own["se"], others["se"]))
    assert (difference["n_groups"], difference["contrast"], difference["family"]) == (3, "programme", "comparison:child")
    pooled = pd.concat([everyone(place, "2019") for place in ("beta", "gamma", "delta")]).query("scale == 'joy' and basis == 'full'")
    assert others["value"] == pytest.approx(pooled["points"].mean())
    assert "no_comparison" not in own["flags"]


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


def test_no_person_of_another_municipality_is_in_the_sources(sources):
    for frame in (sources.scores, sources.linked, sources.forms):
        assert set(frame["municipality"]) == {"alpha"}
    assert not {"form_id", "child_id", "rater_id"} & set(sources.facts.columns)


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


def test_what_background_explains_is_told_for_every_wave_and_never_tested(table):
    found = take(table, "variance_explained", scale="joy")
    assert sorted(found["wave"]) == ["2015", "2017", "2019"]
    assert set(found["contrast"]) == {"gender+language"}
    assert found["value"].between(0, 0.15).all()
    assert found["p"].isna().all()
    assert set(found["family"]) == {""}


def test_no_row_is_without_a_number_unless_it_says_why(table):
    assert (table["value"].notna() | table["flags"].str.contains("no_comparison")).all()


def test_q_is_within_families_and_a_centres_family_is_all_its_scales_of_one_role(table):
    families = table.loc[table["family"].str.startswith("centre:"), ["family", "unit", "role", "kind"]].drop_duplicates()
    own = families[families["family"] == "centre:alpha-03:child"]
    assert set(own["kind"]) == {"centre_comparison", "change"}
    assert set(own["unit"]) == {"alpha-03"}
    tested = table[(table["family"] != "") & table["p"].notna()]
    assert (tested["q"] >= tested["p"] - 1e-12).all()
    assert table.loc[table["family"] == "", "q"].isna().all()


def test_gates_become_flags_and_answers_stand_on_their_own(table):
    assert take(table, "level", scale="friends", wave="2019")["flags"].item() == "caution_reliability"
    assert "hidden_reliability" in take(table, "level", "centre", scale="friends", wave="2019")["flags"].iloc[0]
    assert take(table, "level", scale="goals", wave="2019")["flags"].item() == "hidden_reliability"
    assert take(table, "level", scale="skills", wave="2019")["flags"].item() == ""
    assert set(take(table, "centre_estimate", "centre", scale="skills")["flags"]) == {"hidden_reliability"}
    assert set(take(table, "answer_share", scale="friends")["flags"]) == {""}


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


SIX = ["alpha-old", *(f"alpha-{number:02d}" for number in range(1, 6))]          # the old one is alpha-00 by 2019


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


def test_two_parents_of_a_child_count_once_in_the_agreement_of_centres(parameters):
    view = Perspective(name="together", label=text("t"), first_role="parent", first_scale="cooperation", second_role="staff",
                       second_scale="goals", joined_by="centre")
    asked = replace(parameters, programme=parameters.programme.model_copy(update={"perspectives": (view,)}),
                    instruments={**parameters.instruments,
                                 "parent": instrument("parent", "parent", [make_scale("cooperation", "c", "practice", "centre")])})
    scores = everyone("alpha", "2019").query("basis == 'full'")
    scores = scores.assign(y=scores["points"] + 20 * scores["centre"].str[-2:].astype(int))  # centres that can be told apart
    staff = scores.query("scale == 'goals'").assign(child_key=lambda frame: frame["form_id"])
    forms = scores.query("scale == 'joy'").groupby("centre").head(4).assign(role="parent", scale="cooperation", weight=1.0)
    children = forms.assign(child_key=forms["child_id"])
    twice = children[children["gender"] == "girl"]
    apart = [twice.assign(y=twice["y"] + sign * 80, form_id=twice["form_id"] + str(sign), weight=0.5) for sign in (-1, 1)]
    uneven = pd.concat([children[children["gender"] == "boy"], *apart, twice.assign(form_id=twice["form_id"] + "third")])
    key = {"level": "municipality", "unit": "alpha", "wave": "2019"}
    once, often = (agreement_entries(asked, pd.concat([parents, staff], ignore_index=True), key).iloc[0] for parents in (children, uneven))
    assert (once["n"], often["n"]) == (48, 48)
    assert (often["value"], often["low"], often["high"]) == pytest.approx((once["value"], once["low"], once["high"]))


def test_two_parents_of_a_child_are_one_pair_with_the_child(parameters):
    view = Perspective(name="alike", label=text("t"), first_role="child", first_scale="joy", second_role="parent",
                       second_scale="cooperation", joined_by="child")
    asked = replace(parameters, programme=parameters.programme.model_copy(update={"perspectives": (view,)}),
                    instruments={**parameters.instruments,
                                 "parent": instrument("parent", "parent", [make_scale("cooperation", "c", "practice", "centre")])})
    children = everyone("alpha", "2019").query("scale == 'joy' and basis == 'full'")
    children = children.assign(y=children["points"], child_key=children["child_id"])
    apart = [children.assign(role="parent", scale="cooperation", y=children["y"] + sign * 50 + np.arange(len(children)),
                             form_id=children["form_id"] + str(sign)) for sign in (-1, 1)]
    found = agreement_entries(asked, pd.concat([children, *apart], ignore_index=True), {"level": "municipality", "unit": "alpha",
                                                                                       "wave": "2019"}).iloc[0]
    assert found["n"] == len(children)


def test_the_gap_of_leaders_and_staff_is_followed_from_wave_to_wave(parameters, facts, sources, table):
    found = take(table, "leader_staff_gap_change").iloc[0]
    gap = take(table, "leader_staff_gap", wave="2019").iloc[0]
    assert (found["role"], found["scale"], found["contrast"]) == ("leader", gap["scale"], f"{gap['contrast']}:2017")
    earlier = estimates.leader_staff_rows(made_sources(parameters, {"2017": facts["2019"]}, wave="2017", waves=("2015", "2017")))
    before = take(earlier, "leader_staff_gap").iloc[0]
    assert found["value"] == pytest.approx(gap["value"] - before["value"])
    assert found["n"] == min(gap["n"], before["n"])
    thresholds = sources.parameters.programme.thresholds.model_copy(update={"min_leaders": int(found["n"]) + 1})
    strict = sources.parameters.programme.model_copy(update={"thresholds": thresholds})
    assert estimates.leader_staff_change_rows(replace(sources, parameters=replace(sources.parameters, programme=strict))).empty


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


def test_leaders_get_no_centre_estimates_and_a_gap_to_staff(table):
    assert take(table, "centre_estimate", "centre", role="leader").empty
    gap = take(table, "leader_staff_gap").iloc[0]
    assert (gap["scale"], gap["contrast"], gap["n"]) == ("leader_goals", "staff.goals", 12)


def test_response_counts_children_and_flags_low_rates(parameters, facts, table):
    child = take(table, "response", role="child").iloc[0]
    assert (child["n"], child["n_groups"], child["value"]) == (240, 300, 0.8)
    assert take(table, "response", role="leader")["flags"].item() == "as_counts"
    assert take(table, "no_consent", role="child")["value"].item() == 12
    low = made_sources(parameters, facts)
    low.flow.loc[low.flow["step"] == "invited", "forms"] *= 2
    assert take(estimates.response_rows(low), "response", role="child")["flags"].item() == "uncertain_response"


def test_ratings_without_a_known_rater_give_the_municipality_only(parameters, facts):
    forms, responses, flow = tables_of("alpha", "2019")
    blind = {wave: everyone("alpha", wave).assign(rater_id=pd.Series(dtype="str")) for wave in ("2017", "2019")}
    found = gather(parameters, "alpha", "2019", scores=blind, forms=forms, responses=responses, flow=flow, facts=facts["2019"], norms=NORMS)
    contact = all_rows(found).query("role == 'contact'")
    assert set(contact.loc[contact["kind"] != "response", "level"]) - {"programme"} <= {"municipality", "centre"}
    assert set(contact.loc[contact["level"] == "centre", "kind"]) <= {"response", "no_consent"}


def test_a_municipality_alone_in_its_first_wave_has_no_level_findings_and_says_so(parameters):
    alone = wave_facts(parameters, "2015", lambda place, wave: everyone(place, wave) if place == "alpha" else None)
    forms, responses, flow = tables_of("alpha", "2015")
    found = all_rows(gather(parameters, "alpha", "2015", scores={"2015": everyone("alpha", "2015")}, forms=forms, responses=responses,
                            flow=flow, facts=alone, norms=NORMS))
    assert not {"comparison", "comparison_level", "change", "spread_change", "gap_change", "initiative"} & set(found["kind"])
    levels = take(found, "level", wave="2015")
    assert levels["flags"].str.contains("no_comparison").all()


def test_roles_that_are_missing_give_no_rows(parameters, facts):
    forms, responses, flow = tables_of("alpha", "2019")
    only = {wave: everyone("alpha", wave).query("role == 'child'") for wave in ("2017", "2019")}
    found = gather(parameters, "alpha", "2019", scores=only, forms=forms.query("role == 'child'"), responses=responses, flow=flow,
                   facts=facts["2019"], norms=NORMS)
    kinds = all_rows(found).query("level != 'programme' and kind not in ['response', 'no_consent', 'exposure']")
    assert set(kinds["role"]) == {"child"}


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


def test_the_view_shows_labels_and_leaves_small_counts_out(sources, table):
    found = estimates.view(table, sources, kinds=("level",), level="centre")
    assert set(found["role"]) == {"child", "contact", "staff", "leader"}         # no internal rule in this programme: all
    assert "se" not in found
    assert estimates.view(table, sources, kinds=("nothing",)).empty
    whole = estimates.centres_table(table, sources)
    estimated = table.query("kind == 'centre_estimate'")
    assert len(whole) == len(estimated)
    assert whole["value"].sum() == pytest.approx(estimated["value"].sum())
    assert whole["from_others"].sum() == pytest.approx(table.query("kind == 'centre_comparison'")["value"].sum())
    counts = estimates.kinds_table(table).set_index("kind")["rows"]
    assert counts["link"] == 2
    assert counts.sum() == len(table)


def test_the_table_refuses_what_its_contract_does_not_know():
    with pytest.raises(KeyError, match="colour"):
        rows([{"kind": "level", "colour": "red"}])
    good = rows([{"kind": "level", "level": "centre", "unit": "a", "n": 3, "value": 1.0}])
    assert list(validate(good).columns) == list(ESTIMATE_COLUMNS)
    from pandera.errors import SchemaErrors

    for wrong in ({"kind": "mood"}, {"level": "planet"}, {"flags": "odd"}, {"low": 2.0, "high": 1.0}, {"q": 1.5}):
        with pytest.raises(SchemaErrors):
            validate(good.assign(**wrong))
    with pytest.raises(SchemaErrors):
        validate(pd.concat([good, good], ignore_index=True))
    assert combine([good.iloc[:0]]).empty
    assert from_frame("level", pd.DataFrame({"estimate": [1.0]}), level="centre")["value"].item() == 1.0
