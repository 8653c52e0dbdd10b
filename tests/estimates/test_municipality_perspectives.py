"""Informants beside each other: pairs about the same child, centres' averages, leaders and their staff."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from estimates.made import instrument, text
from estimates.made import scale as make_scale
from estimates.rounds import everyone, made_sources, take

from analysis.estimates import municipality as estimates
from analysis.estimates.municipality.perspectives import agreement_entries
from analysis.parameters.programme import Perspective


def with_parents(parameters, view: Perspective):
    """The programme with a form for parents and ``view`` as its only pair of informants."""
    parents = instrument("parent", "parent", [make_scale("cooperation", "c", "practice", "centre")])
    return replace(parameters, programme=parameters.programme.model_copy(update={"perspectives": (view,)}),
                   instruments={**parameters.instruments, "parent": parents})


def test_two_parents_of_a_child_count_once_in_the_agreement_of_centres(parameters):
    view = Perspective(name="together", label=text("t"), first_role="parent", first_scale="cooperation", second_role="staff",
                       second_scale="goals", joined_by="centre")
    asked = with_parents(parameters, view)
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
    asked = with_parents(parameters, view)
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


def test_leaders_get_no_centre_estimates_and_a_gap_to_staff(table):
    assert take(table, "centre_estimate", "centre", role="leader").empty
    gap = take(table, "leader_staff_gap").iloc[0]
    assert (gap["scale"], gap["contrast"], gap["n"]) == ("leader_goals", "staff.goals", 12)
