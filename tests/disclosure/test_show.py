"""What leaves the house: the right rows, nobody else's, hidden values absent, one mark for every hidden cell."""

import pandas as pd
import pytest

from analysis.disclosure.show import show
from analysis.disclosure.tables import (
    COUNTS,
    HIDDEN,
    KINDS,
    NOT_MEASURED,
    NOTES,
    NUMBERS,
    PROGRAMME_KINDS,
    SHOWN,
    SHOWN_COLUMNS,
    ShownError,
    check_shown,
    typed,
)
from analysis.estimates.tables import KINDS as ESTIMATED
from analysis.estimates.tables import combine
from analysis.parameters import Subject


def statuses(rows: pd.DataFrame, **key: str) -> set[str]:
    for column, value in key.items():
        rows = rows[rows[column] == value]
    return set(rows["status"])


def test_the_table_keeps_its_contract(seen, billund):
    rows = seen(billund)
    assert list(rows.columns) == SHOWN_COLUMNS
    assert len(rows) > 100
    check_shown(rows)


def test_the_public_sees_nothing_below_the_municipality(seen, billund):
    assert set(seen(billund, "public")["level"]) == {"municipality"}


def test_a_kind_the_rules_do_not_know_reaches_nobody(seen, billund, one, centres):
    new = combine([billund, one(kind="comparability", level="municipality"), one(kind="something_new", level="municipality")])
    for audience, centre in (("public", ""), ("administration", ""), ("centre", centres[3])):
        assert set(seen(new, audience, centre)["kind"]) <= KINDS - PROGRAMME_KINDS


def test_what_stays_in_the_method_report_is_decided_kind_by_kind():
    of_scales = {"item_difference", "invariance", "age_slope"}
    of_estimates = {"initiative_dose", "programme_change", "effect_size", "detectable_change", "critical_difference",
                    "variance_explained", "background_known", "response_background", "level_raked"}
    assert of_scales | of_estimates == ESTIMATED - KINDS
    assert KINDS <= ESTIMATED


def test_nobody_sees_another_municipality(seen, billund, centres):
    for audience, centre in (("public", None), ("administration", None), ("centre", centres[3])):
        assert set(seen(billund, audience, centre)["unit"]) <= {"billund", *centres}
        assert set(seen(billund, audience, centre).query("level == 'municipality'")["unit"]) == {"billund"}


def test_a_centre_sees_no_row_of_another_centre(seen, billund, centres):
    rows = seen(billund, "centre", centres[3])
    assert set(rows.query("level == 'centre'")["unit"]) == {centres[3]}
    assert statuses(rows, level="centre", kind="answer_share") == {SHOWN}


def test_hidden_values_are_absent_and_every_hidden_row_looks_alike(seen, billund, centres):
    hidden = seen(billund).query("status == 'hidden'")
    assert set(centres[:3]) <= set(hidden["unit"])
    assert hidden[[*COUNTS, *NUMBERS]].isna().all().all()
    assert (hidden[NOTES] == "").all().all()


def test_a_small_centre_hides_two_more_and_nobody_else_reads_a_centres_response(seen, billund, centres):
    rows = seen(billund)
    assert rows[(rows["kind"] == "response") & (rows["level"] == "centre")].empty, "three roles share one number of invited children"
    for kind in ("level", "centre_estimate", "centre_comparison", "change"):
        at = rows[(rows["kind"] == kind) & (rows["role"] == "child") & (rows["level"] == "centre") & (rows["wave"] == "2019")]
        assert set(at[at["status"] == HIDDEN]["unit"]) == set(centres[:3]), kind


def test_editions_for_several_readers_hold_no_shares_of_answers_by_centre(seen, billund):
    rows = seen(billund)
    assert rows[(rows["kind"] == "answer_share") & (rows["level"] == "centre")].empty


def test_shares_of_answers_need_ten_forms_where_means_need_five(seen, billund, centres):
    fewer = billund.copy()
    at = (fewer["unit"] == centres[5]) & (fewer["wave"] == "2019")
    fewer.loc[at & ~fewer["kind"].isin(["response"]), "n"] = 9
    rows = seen(fewer, "centre", centres[5])
    assert statuses(rows, kind="answer_share", level="centre") == {HIDDEN}
    assert statuses(rows, kind="centre_estimate", level="centre") == {SHOWN}


def test_a_centre_below_the_minimum_is_hidden_from_itself(seen, billund, centres):
    rows = seen(billund, "centre", centres[0])
    assert statuses(rows, level="centre", wave="2019") == {HIDDEN}
    assert SHOWN in statuses(rows, level="municipality")


def test_a_change_needs_both_sides(seen, billund, centres):
    rows = seen(billund)
    assert statuses(rows, kind="change", unit=centres[5]) == {SHOWN}
    few_before = billund.copy()
    few_before.loc[(few_before["unit"] == centres[5]) & (few_before["wave"] == "2017"), "n"] = 4
    rows = seen(few_before)
    assert statuses(rows, kind="level", unit=centres[5], wave="2017") == {HIDDEN}
    assert statuses(rows, kind="level", unit=centres[5], wave="2019") == {SHOWN}
    assert statuses(rows, kind="change", unit=centres[5]) == {HIDDEN}


def test_a_comparison_needs_both_sides(seen, one):
    level, others = one(), one("comparison_level", n_groups=5)
    difference = one("comparison", contrast="programme", n_groups=5, value=-20.0, low=-30.0, high=-10.0)
    assert statuses(seen(combine([level, others, difference])), kind="comparison") == {SHOWN}
    for sides in ([level], [others], [others, one(n=4)]):
        assert statuses(seen(combine([*sides, difference])), kind="comparison") == {HIDDEN}


def test_the_change_of_the_leaders_gap_needs_the_gap_and_enough_leaders(seen, one):
    key = {"role": "leader", "scale": "leader_goals", "contrast": "staff.goals_planning"}
    gap = one("leader_staff_gap", n=12, **key)
    change = one("leader_staff_gap_change", n=12, **key | {"contrast": "staff.goals_planning:2017"}, value=-9.0, low=-20.0, high=2.0)

    def status(*parts, **audience):
        rows = seen(pd.concat(parts, ignore_index=True), **audience)
        return rows.loc[rows["kind"] == "leader_staff_gap_change", "status"].tolist()

    assert status(gap, change) == ["shown"]
    assert status(change) == ["hidden"]
    assert status(gap, change.assign(n=4)) == ["hidden"]
    assert status(gap, change, audience="centre", centre="alfebregnen") == []


def test_exposure_counts_centres_whatever_their_number(seen, one):
    counted = one("exposure", role="", scale="", contrast="sprog-og-faellesskaber", item="3", value=1, n=1, low=float("nan"),
                  high=float("nan"))
    for audience in ("public", "administration"):
        rows = seen(counted, audience)
        told = rows[rows["kind"] == "exposure"].iloc[0]
        assert (told["status"], told["value"], told["n"]) == ("shown", 1, 1)


def test_a_lasting_change_needs_the_level_of_all_three_waves(seen, one):
    parts = [one("lasting_change", contrast=pair, value=24.0, low=10.0, high=38.0, flags=flag)
             for pair, flag in (("immediate:2015-2017", ""), ("later:2017-2019", ""), ("lasting:2015-2019", "lasting_progress"))]

    def found(*levels) -> dict[str, str]:
        rows = seen(combine([*levels, *parts]))
        own = rows[rows["kind"] == "lasting_change"]
        assert (own.loc[own["status"] == HIDDEN, "flags"] == "").all(), "the class is hidden with it"
        return dict(zip(own["contrast"].str.partition(":")[0], own["status"], strict=True))

    waves = {wave: one(wave=wave) for wave in ("2015", "2017", "2019")}
    assert set(found(*waves.values()).values()) == {SHOWN}
    assert set(found(waves["2015"], one(wave="2017", n=4), waves["2019"]).values()) == {HIDDEN}, "the class tells on the middle one"
    assert set(found(waves["2017"], waves["2019"]).values()) == {HIDDEN}


def test_an_adjusted_gap_and_its_change_need_the_gap(seen, one):
    gap = one("gap", contrast="gender:girl-boy", value=22.0, low=10.0, high=34.0)
    more = [one("gap_adjusted", contrast="gender:girl-boy", value=20.0, low=8.0, high=32.0),
            one("gap_change", contrast="gender:girl-boy:2017", value=2.0, low=-18.0, high=22.0)]
    rows = seen(combine([gap, *more]))
    assert statuses(rows, kind="gap_adjusted") | statuses(rows, kind="gap_change") == {SHOWN}
    rows = seen(combine([one("gap", contrast="gender:girl-boy", n=4), *more]))
    assert statuses(rows, kind="gap_adjusted") | statuses(rows, kind="gap_change") == {HIDDEN}


def test_links_answered_by_the_same_people_leave_no_row(seen, one):
    for flags, rows in (("same_respondents", 0), ("", 1)):
        table = one("link", contrast="staff.reading_practice", value=0.2, low=0.1, high=0.3, flags=flags)
        assert len(seen(table).query("kind == 'link'")) == rows


def test_what_was_not_asked_is_told_apart_from_what_is_hidden(seen, billund, parameters):
    rows = seen(billund, "public")
    asked = {(role, scale.scale) for role, scale in parameters.scales() if scale.asked("2015")}
    for role, scale in parameters.scales():
        measured = (role, scale.scale) in asked and role in parameters.municipality("billund").wave("2015").raw
        assert statuses(rows, kind="level", role=role, scale=scale.scale, wave="2015") == {HIDDEN if measured else NOT_MEASURED}


def test_childminding_districts_were_never_asked_about_children(parameters, rule):
    open_centres = parameters.open_centres("esbjerg", "2019")
    district = next(centre.slug for centre in open_centres if centre.kind == "childminding")
    house = next(centre.slug for centre in open_centres if centre.kind == "municipal")
    from analysis.estimates.tables import rows as estimate_rows

    numbers = {"wave": "2019", "n": 20, "value": 500.0, "low": 480.0, "high": 520.0}
    entries = [dict(kind="level", role=role, scale=scale, level="centre", unit=centre.slug, **numbers)
               for role, scale in (("child", "child_books"), ("staff", "reading_practice")) for centre in open_centres
               if centre.slug != house and (role, centre.kind) != ("child", "childminding")]
    rows = show(estimate_rows(entries), parameters, rule("administration"), "administration", Subject("esbjerg", "2019"))
    child, staff = (rows[(rows["role"] == role) & (rows["level"] == "centre")].set_index("unit")["status"] for role in ("child", "staff"))
    assert (child[district], child[house]) == (NOT_MEASURED, HIDDEN)
    assert staff[district] == SHOWN


def test_a_dominated_distribution_becomes_one_capped_category(seen, billund, centres):
    unanimous = billund.copy()
    at = (unanimous["kind"] == "answer_share") & (unanimous["unit"] == centres[5]) & (unanimous["scale"] == "child_books")
    for code, share in (("1", 0.02), ("2", 0.05), ("3", 0.93)):
        unanimous.loc[at & (unanimous["contrast"] == code), "value"] = share
    rows = seen(unanimous, "centre", centres[5])
    found = rows[(rows["kind"] == "answer_share") & (rows["level"] == "centre") & (rows["scale"] == "child_books")].set_index("contrast")
    assert found["status"].tolist() == [HIDDEN, HIDDEN, SHOWN]
    assert (found.loc["3", "value"], found.loc["3", "flags"]) == (0.9, "capped")
    assert pd.isna(found.loc["3", "high"])


def test_a_municipality_where_all_answer_alike_is_capped_and_nearly_all_is_not(seen, one):
    for top, status in ((0.95, SHOWN), (0.996, HIDDEN)):
        table = combine([one("answer_share", item="q", contrast=code, value=share) for code, share in (("1", 1 - top), ("2", top))])
        rows = seen(table, "public").query("kind == 'answer_share'").set_index("contrast")
        assert rows.loc["1", "status"] == status
        assert ("capped" in rows.loc["2", "flags"]) == (status == HIDDEN)


def test_of_so_few_that_nine_in_ten_are_all_of_them_nothing_of_a_dominated_distribution_is_shown(seen, one):
    """\"90 % or more\" of nine says that nobody gave another answer; of ten it leaves room for one."""
    for n, status in ((9, HIDDEN), (10, SHOWN)):
        of = {"item": "q", "n": n, "n_groups": n}
        table = combine([one("answer_share", contrast=code, value=share, **of) for code, share in (("1", 0), ("2", 1))])
        rows = seen(table, "public").query("kind == 'answer_share'").set_index("contrast")
        assert rows["status"].to_dict() == {"1": HIDDEN, "2": status}


def test_all_leaders_answering_alike_are_capped(seen, one):
    table = combine([one("answer_share", role="leader", scale="leader_goals", item="q", contrast=code, value=share, n=24, n_groups=24)
                     for code, share in (("1", 0.04), ("2", 0.96))])
    rows = seen(table, "public").query("kind == 'answer_share'").set_index("contrast")
    assert rows["status"].to_dict() == {"1": HIDDEN, "2": SHOWN}


def test_the_answer_does_not_depend_on_the_order_of_the_rows(seen, billund):
    pd.testing.assert_frame_equal(seen(billund), seen(billund.sample(frac=1, random_state=3)))


def test_the_leaders_stand_in_a_centres_profile_only_where_the_rule_says(parameters, rule, one, centres):
    table = combine([one(role="leader", scale="leader_goals", n=12, n_groups=12),
                     one(role="leader", scale="leader_goals", level="centre", unit=centres[3])])
    for told in (False, True):
        own = rule("centre").model_copy(update={"leader_in_centre_profile": told})
        rows = show(table, parameters, own, "centre", Subject("billund", "2019", centre=centres[3]))
        leaders = rows[(rows["role"] == "leader") & (rows["status"] == SHOWN)]
        assert set(leaders["level"]) == ({"municipality"} if told else set())


def test_a_centre_that_was_not_open_is_refused(seen, billund):
    with pytest.raises(ValueError, match="no open centre 'atlantis'"):
        seen(billund, "centre", "atlantis")


def test_a_table_that_breaks_the_contract_is_refused(seen, billund):
    good = seen(billund)
    leaking = good.copy()
    leaking.loc[leaking.index[leaking["status"] == HIDDEN][0], "n"] = 4.0
    for broken, words in ((leaking, "n: stands in rows that are not shown"), (pd.concat([good, good.tail(1)]), "stand twice"),
                          (good.assign(status="secret"), "expected one of"), (good.drop(columns="status"), "found columns")):
        with pytest.raises(ShownError, match=words):
            check_shown(broken)
    assert typed(good).equals(good)
