"""What a programme may change of the disclosure rules: to the safe side, and not past the floor."""

import pytest
from pydantic import ValidationError

from analysis.disclosure.meta import plan_of
from analysis.parameters import DisclosureRule, Thresholds, load_parameters

STRICTER = {"min_forms": 6, "min_raters": 4, "min_forms_for_shares": 12, "min_leaders_for_shares": 25, "dominant_share": 0.8,
            "insiders": 2, "secondary_ratio": 3.0, "min_other_centres": 4, "min_centres_for_spread": 6, "round_forms_to": 10}
LOOSER = {"min_forms": 2, "min_raters": 2, "min_forms_for_shares": 2, "min_leaders_for_shares": 4, "dominant_share": 0.95,
          "insiders": 0, "secondary_ratio": 0.5, "min_other_centres": 1, "min_centres_for_spread": 2, "round_forms_to": 0}


@pytest.mark.parametrize("key", STRICTER)
def test_a_rule_may_be_made_stricter_and_not_looser_than_its_floor(key):
    assert getattr(DisclosureRule(levels=["municipality"], **{key: STRICTER[key]}), key) == STRICTER[key]
    with pytest.raises(ValidationError, match=key):
        DisclosureRule(levels=["municipality"], **{key: LOOSER[key]})


def test_nothing_written_is_the_rule():
    rule = DisclosureRule(levels=["municipality"])
    assert (rule.min_forms, rule.min_raters, rule.dominant_share, rule.leader_in_centre_profile, rule.insiders) == (5, 3, 0.9, False, 1)


def test_quantities_of_leaders_rest_on_five_of_them_at_least():
    assert Thresholds().min_leaders == 5
    with pytest.raises(ValidationError, match="min_leaders"):
        Thresholds(min_leaders=4)


@pytest.mark.parametrize("told", [{"plain_lix": 0}, {"plain_lix": 70}, {"weak_association": 1.2}])
def test_a_limit_that_can_never_be_met_or_missed_is_refused(told):
    with pytest.raises(ValidationError):
        Thresholds(**told)


def test_a_report_for_an_audience_without_a_rule_is_not_planned(root):
    """Refused where its numbers are looked up: the rule that is not there cannot be forgotten."""
    from dataclasses import replace

    parameters = load_parameters(root, "laeringsledelse")
    rules = {audience: rule for audience, rule in parameters.programme.disclosure.items() if audience != "public"}
    without = replace(parameters, programme=parameters.programme.model_copy(update={"disclosure": rules}))
    assert plan_of(parameters, "learning-report", "public")
    with pytest.raises(ValueError, match="public"):
        plan_of(without, "learning-report", "public")


def test_the_public_reads_numbers_of_forms_to_the_nearest_five(root):
    for programme in ("laeringsledelse", "eclsk"):
        assert load_parameters(root, programme).programme.disclosure["public"].round_forms_to == 5
