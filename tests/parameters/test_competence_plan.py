"""The plan's sums are computed, its parts hang together, and what does not is told with the nearest name."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from analysis.parameters import CompetencePlan, budget, load_parameters, plan_after, plan_before
from analysis.parameters.competence_plan import Effort, plans_hang_together

TEXT = {"da": "Et", "en": "One"}


@pytest.fixture(scope="module")
def kolding(root):
    return load_parameters(root, "laeringsledelse").municipality("kolding")


def effort(**told):
    return {"slug": "proeve", "start": "2018-09-01", "end": "2019-06-30", "who": TEXT, "responsible": TEXT, "decided": "central"} | told


def planned(place, *efforts, frame=None, per="centre", follows="2017", **told):
    package = {"slug": "leg", "name": TEXT, "need": TEXT, "scales": ["play_practice"], "per": per,
               "modules": [{"name": TEXT, "price": 1000}, {"name": TEXT, "price": 500}]}
    plan = {"follows": follows, "catalogue": [package], "efforts": efforts, "frame": frame and {"amount": frame, "comes_from": TEXT}} | told
    return place.model_copy(update={"plans": (CompetencePlan.model_validate(plan),)})


def cost(place):
    return budget(place, place.plans[0])


def test_koldings_plan_keeps_to_the_frame_of_its_own_text(kolding):
    found = budget(kolding, plan_after(kolding, "2017"))
    assert found.frame == 1_700_000
    assert found.total == sum(cost.amount for cost in found.costs) == 37 * 5 * 6500 + 37 * 2 * 2400 + 180_000 + 60_000
    assert (found.over, found.unpriced) == (0, 0)


def test_a_package_is_paid_by_centre_by_participant_or_once(kolding):
    assert cost(planned(kolding, effort(package="leg"))).total == 37 * 1500                   # every centre open when it begins
    assert cost(planned(kolding, effort(package="leg", centres=["maaneaerten", "svaneaerten"]))).total == 2 * 1500
    assert cost(planned(kolding, effort(package="leg", participants=30), per="participant")).total == 30 * 1500
    assert cost(planned(kolding, effort(package="leg"), per="municipality")).total == 1500


def test_over_the_frame_is_by_how_much_and_on_it_is_not_over(kolding):
    assert cost(planned(kolding, effort(name=TEXT, cost=1_000_001), frame=1_000_000)).over == 1
    assert cost(planned(kolding, effort(name=TEXT, cost=1_000_000), frame=1_000_000)).over == 0
    assert cost(planned(kolding, effort(name=TEXT, cost=9))).over == 0                       # no frame was set


def test_what_has_no_price_is_counted_and_not_taken_for_free(kolding):
    found = cost(planned(kolding, effort(name=TEXT), effort(slug="to", name=TEXT, cost=5)))
    assert (found.total, found.unpriced) == (5, 1)


def test_an_effort_is_of_the_catalogue_or_has_a_name_and_ends_after_it_starts():
    for wrong in ({}, {"package": "leg", "name": TEXT}, {"package": "leg", "cost": 5}, {"name": TEXT, "end": "2018-08-31"}):
        with pytest.raises(ValidationError):
            Effort.model_validate(effort(**wrong))


def problems(root, place):
    parameters = load_parameters(root, "laeringsledelse")
    return list(plans_hang_together(replace(parameters, municipalities={"kolding": place}), set(), "parameters/laeringsledelse"))


@pytest.mark.parametrize(("told", "key", "nearest"), [
    ({"package": "lege"}, "plans.2017.efforts.proeve.package", "leg"),
    ({"package": "leg", "centres": ["maaneaert"]}, "plans.2017.efforts.proeve.centres", "maaneaerten"),
    ({"package": "leg", "initiative": "leg-og-eksperiment"}, "plans.2017.efforts.proeve.initiative", "leg-og-eksperimenter"),
    ({"package": "leg"}, "plans.2017.efforts.proeve.participants", None),
    ({"package": "leg", "start": "2017-10-15"}, "plans.2017.efforts.proeve.start", "2016"),
])
def test_names_that_are_not_there_and_days_before_the_survey_are_told(kolding, root, told, key, nearest):
    per = "participant" if key.endswith("participants") else "centre"
    found, = problems(root, planned(kolding, effort(**told), per=per))
    assert (found.key, found.nearest) == (key, nearest)


def test_a_plan_follows_from_a_survey_there_was_alone_and_is_followed_up_by_a_later_one(kolding, root):
    found, = problems(root, planned(kolding, follows="2018"))
    assert (found.key, found.found, found.nearest) == ("plans.0.follows", "'2018'", "2019")
    twice = kolding.model_copy(update={"plans": planned(kolding).plans * 2})
    assert [one.key for one in problems(root, twice)] == ["plans.2017"]
    found, = problems(root, planned(kolding, next_survey={"start": "2017-10-01", "end": "2017-10-20"}))
    assert found.key == "plans.2017.next_survey.start"


def test_what_was_planned_after_a_survey_is_that_surveys_and_is_followed_up_in_the_next_ones(kolding):
    assert not plan_after(kolding, "2016").efforts
    assert not plan_after(kolding, "2016").catalogue
    assert [plan_before(kolding, wave) for wave in ("2016", "2017")] == [None, None]
    assert plan_after(kolding, "2017").efforts
    assert plan_before(kolding, "2019") == plan_after(kolding, "2017")
    after = plan_after(kolding, "2019")
    assert not after.efforts
    assert after.catalogue == plan_after(kolding, "2017").catalogue, "what the municipality offers stands until it offers something else"


def test_the_next_survey_is_the_next_wave_where_there_is_one(kolding):
    assert plan_after(kolding, "2017").next_survey.start == kolding.wave("2019").field_period.start
    assert plan_after(kolding, "2019").next_survey.start.year == 2021


def test_where_nothing_was_planned_the_form_is_for_those_the_last_plan_was_for(kolding):
    told = planned(kolding, audiences=("public",))
    assert plan_after(told, "2019").audiences == ("public",)
    assert plan_after(told, "2016").audiences == ("administration",)


def test_the_embedded_facts_have_their_source(kolding):
    """What Kolding's own text says carries it; invented parts carry none, and the page says that they are made up."""
    plan = plan_after(kolding, "2017")
    assert plan.frame.source
    assert all(decision.source for decision in plan.decisions)
    assert [one.source != "" for one in plan.milestones if one.deadline] == [True]
    assert not any(package.source for package in plan.catalogue)
