"""A municipality's estimates from its sources: what is there, what is left out and why, with flags and families."""

import pandas as pd
import pytest
from estimates.made import tables_of
from estimates.rounds import NORMS, all_rows, everyone, take

from analysis.estimates import municipality as estimates
from analysis.estimates.sources import gather
from analysis.estimates.tables import ESTIMATE_COLUMNS, KEY, combine, from_frame, rows, validate


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


def test_ratings_without_a_known_rater_give_the_municipality_only(parameters, facts):
    forms, responses, flow = tables_of("alpha", "2019")
    blind = {wave: everyone("alpha", wave).assign(rater_id=pd.Series(dtype="str")) for wave in ("2017", "2019")}
    found = gather(parameters, "alpha", "2019", scores=blind, forms=forms, responses=responses, flow=flow, facts=facts["2019"], norms=NORMS)
    contact = all_rows(found).query("role == 'contact'")
    assert set(contact.loc[contact["kind"] != "response", "level"]) - {"programme"} <= {"municipality", "centre"}
    assert set(contact.loc[contact["level"] == "centre", "kind"]) <= {"response", "no_consent"}


def test_roles_that_are_missing_give_no_rows(parameters, facts):
    forms, responses, flow = tables_of("alpha", "2019")
    only = {wave: everyone("alpha", wave).query("role == 'child'") for wave in ("2017", "2019")}
    found = gather(parameters, "alpha", "2019", scores=only, forms=forms.query("role == 'child'"), responses=responses, flow=flow,
                   facts=facts["2019"], norms=NORMS)
    kinds = all_rows(found).query("level != 'programme' and kind not in ['response', 'no_consent', 'exposure']")
    assert set(kinds["role"]) == {"child"}


def test_forms_without_a_single_answer_tell_nothing_of_reliability(parameters, facts):
    forms, responses, flow = tables_of("alpha", "2019")
    found = gather(parameters, "alpha", "2019", scores={"2019": everyone("alpha", "2019")}, forms=forms, responses=responses.iloc[:0],
                   flow=flow, facts=facts["2019"], norms=NORMS)
    assert found.measured()
    assert [alpha.n for alpha in found.alphas.values()] == [0] * len(found.measured())


def test_no_person_of_another_municipality_is_in_the_sources(sources):
    for frame in (sources.scores, sources.linked, sources.forms):
        assert set(frame["municipality"]) == {"alpha"}
    assert not {"form_id", "child_id", "rater_id"} & set(sources.facts.columns)


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
