"""The plan's sums are computed, its parts hang together, and what does not is told with the nearest name."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from analysis.parameters import CompetencePlan, budget, load_parameters
from analysis.parameters.competence_plan import Effort, plans_hang_together

TEXT = {"da": "Et", "en": "One"}


@pytest.fixture(scope="module")
def kolding(root):
    return load_parameters(root, "laeringsledelse").municipality("kolding")


def effort(**told):
    return {"slug": "proeve", "start": "2018-09-01", "end": "2019-06-30", "who": TEXT, "responsible": TEXT, "decided": "central"} | told


def planned(place, *efforts, frame=None, per="centre"):
    package = {"slug": "leg", "name": TEXT, "need": TEXT, "scales": ["play_practice"], "per": per,
               "modules": [{"name": TEXT, "price": 1000}, {"name": TEXT, "price": 500}]}
    plan = {"catalogue": [package], "efforts": efforts, "frame": frame and {"amount": frame, "comes_from": TEXT}}
    return place.model_copy(update={"plan": CompetencePlan.model_validate(plan)})


def test_koldings_plan_keeps_to_the_frame_of_its_own_text(kolding):
    found = budget(kolding)
    assert found.frame == 1_700_000
    assert found.total == sum(cost.amount for cost in found.costs) == 37 * 5 * 6500 + 37 * 2 * 2400 + 180_000 + 60_000
    assert (found.over, found.unpriced) == (0, 0)


def test_a_package_is_paid_by_centre_by_participant_or_once(kolding):
    assert budget(planned(kolding, effort(package="leg"))).total == 37 * 1500                   # every centre open when it begins
    assert budget(planned(kolding, effort(package="leg", centres=["maaneaerten", "svaneaerten"]))).total == 2 * 1500
    assert budget(planned(kolding, effort(package="leg", participants=30), per="participant")).total == 30 * 1500
    assert budget(planned(kolding, effort(package="leg"), per="municipality")).total == 1500


def test_over_the_frame_is_by_how_much_and_on_it_is_not_over(kolding):
    assert budget(planned(kolding, effort(name=TEXT, cost=1_000_001), frame=1_000_000)).over == 1
    assert budget(planned(kolding, effort(name=TEXT, cost=1_000_000), frame=1_000_000)).over == 0
    assert budget(planned(kolding, effort(name=TEXT, cost=9))).over == 0                       # no frame was set


def test_what_has_no_price_is_counted_and_not_taken_for_free(kolding):
    found = budget(planned(kolding, effort(name=TEXT), effort(slug="to", name=TEXT, cost=5)))
    assert (found.total, found.unpriced) == (5, 1)


def test_an_effort_is_of_the_catalogue_or_has_a_name_and_ends_after_it_starts():
    for wrong in ({}, {"package": "leg", "name": TEXT}, {"package": "leg", "cost": 5}, {"name": TEXT, "end": "2018-08-31"}):
        with pytest.raises(ValidationError):
            Effort.model_validate(effort(**wrong))


@pytest.mark.parametrize(("told", "key", "nearest"), [
    ({"package": "lege"}, "plan.efforts.proeve.package", "leg"),
    ({"package": "leg", "centres": ["maaneaert"]}, "plan.efforts.proeve.centres", "maaneaerten"),
    ({"package": "leg", "initiative": "leg-og-eksperiment"}, "plan.efforts.proeve.initiative", "leg-og-eksperimenter"),
    ({"package": "leg"}, "plan.efforts.proeve.participants", None),
])
def test_names_that_are_not_there_are_told(root, told, key, nearest):
    parameters = load_parameters(root, "laeringsledelse")
    per = "participant" if key.endswith("participants") else "centre"
    place = planned(parameters.municipality("kolding"), effort(**told), per=per)
    found, = plans_hang_together(replace(parameters, municipalities={"kolding": place}), set(), "parameters/laeringsledelse")
    assert (found.key, found.nearest) == (key, nearest)


def test_the_embedded_facts_have_their_source(kolding):
    """What Kolding's own text says carries it; invented parts carry none, and the page says that they are made up."""
    plan = kolding.plan
    assert plan.frame.source
    assert all(decision.source for decision in plan.decisions)
    assert [one.source != "" for one in plan.milestones if one.deadline] == [True]
    assert not any(package.source for package in plan.catalogue)
