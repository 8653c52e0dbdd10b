"""Each rule hides what it is for and lets pass what it is not for; a new rule without such a pair fails the last test."""

from dataclasses import replace

import pytest

from analysis.disclosure import rules

NAN = float("nan")
CASES = {
    # rule: (hidden, shown) as keyword arguments of one estimate
    rules.few_forms: (dict(n=4), dict(n=5)),
    rules.few_forms_for_shares: (dict(kind="answer_share", level="centre", unit="x", n=9),
                                 dict(kind="answer_share", level="centre", unit="x", n=10)),
    rules.few_leaders_for_shares: (dict(kind="answer_share", role="leader", scale="leader_goals", n=19),
                                   dict(kind="answer_share", role="leader", scale="leader_goals", n=20)),
    rules.few_raters: (dict(role="contact", level="centre", unit="x", n=20, n_raters=2),
                       dict(role="contact", level="centre", unit="x", n=20, n_raters=3)),
    rules.persons_in_a_centre: (dict(role="staff", scale="leadership_experienced", level="centre", unit="x"),
                                dict(role="staff", scale="leadership_experienced", level="network", unit="x")),
    rules.single_leaders: (dict(role="leader", scale="leader_goals", n=4, n_groups=4),
                           dict(role="leader", scale="leader_goals", n=5, n_groups=5)),
    rules.unreliable: (dict(flags="hidden_reliability"), dict(flags="caution_reliability")),
    rules.few_other_centres: (None, dict(kind="centre_comparison", level="centre", unit="x")),
    rules.comparison_of_few: (dict(kind="comparison", n_groups=2), dict(kind="comparison", n_groups=3)),
    rules.spread_tells_on_one: (dict(kind="spread", n_groups=4), dict(kind="spread", n_groups=5)),
    rules.few_people_counted: (dict(kind="no_consent", scale="", value=3.0), dict(kind="no_consent", scale="", value=5.0)),
    rules.counts_too_few_to_round: (None, dict(kind="response", role="leader", scale="", n=11, value=0.92, flags="as_counts")),
    rules.initiative_cuts_through_the_hidden: (None, dict(kind="initiative", contrast="matematik-og-problemloesning")),
    rules.networks_that_tell: (None, dict(kind="response", scale="", level="network", unit="nattergalen")),
    rules.hidden_by_pattern: (dict(level="centre", unit="small"), dict(level="centre", unit="large")),
}


@pytest.mark.parametrize("check", CASES, ids=lambda check: check.__name__)
def test_a_rule_hides_what_it_is_for_and_nothing_else(check, one, rule, context, centres):
    names = {"small": centres[0], "large": centres[-1]}
    for wanted, case in zip((True, False), CASES[check], strict=True):
        if case is not None:
            table = one(**{**case, "unit": names.get(case.get("unit"), case.get("unit", "billund"))})
            assert check(table, rule("administration"), context()).tolist() == [wanted]


def test_no_rule_is_forgotten():
    assert set(CASES) == set(rules.RULES)


def test_others_are_at_least_three_centres(one, rule, context):
    from dataclasses import replace

    table = one("centre_comparison", level="centre", unit="x")
    assert rules.few_other_centres(table, rule("centre"), replace(context(), centres=("x", "a", "b"))).all()
    assert not rules.few_other_centres(table, rule("centre"), replace(context(), centres=("x", "a", "b", "c"))).any()


def test_a_networks_response_is_hidden_in_all_its_roles_or_in_none(one, rule, context):
    """Parents are invited for the children the contact pedagogues rate: what one role hides another would tell."""
    from dataclasses import replace

    from analysis.disclosure.secondary import Pattern

    def hidden(role: str, where: str, when: str = "2019") -> bool:
        patterns = {(role, when): Pattern(frozenset(), frozenset(), frozenset({where}))}
        table = one("response", role="parent", scale="", level="network", unit="nattergalen")
        return rules.networks_that_tell(table, rule("administration"), replace(context(), patterns=patterns)).item()

    assert hidden("child", "nattergalen")
    assert not hidden("child", "fyrtoejet")
    assert not hidden("child", "nattergalen", "2017")
    assert not hidden("leader", "nattergalen"), "leaders' response is not told by network"


def test_spread_over_centres_of_which_one_alone_is_hidden_tells_what_it_scored(one, rule, context):
    from dataclasses import replace

    from analysis.disclosure.secondary import Pattern

    table = one("spread", n_groups=12, value=30.0)
    for hidden, told in (({"a"}, True), ({"a", "b"}, False), (set(), False)):
        patterns = {("child", "2019"): Pattern(frozenset(), frozenset(hidden))}
        assert rules.spread_tells_on_one(table, rule("public"), replace(context(), patterns=patterns)).all() == told


def test_whatever_a_leaders_own_form_went_into_needs_as_many_leaders(one, rule, context):
    for case in (dict(kind="leader_staff_gap", role="staff", scale="collaboration"), dict(kind="link", contrast="leader.leader_goals"),
                 dict(kind="agreement", role="leader", scale="evaluation_leader_staff"),
                 dict(kind="agreement", role="staff", scale="evaluation_leader_staff")):
        assert rules.single_leaders(one(**case, n=40, n_groups=4), rule("administration"), context()).all()
        assert not rules.single_leaders(one(**case, n=40, n_groups=5), rule("administration"), context()).any()
    assert not rules.single_leaders(one("agreement", scale="friends_child_contact", n=40, n_groups=4), rule("public"), context()).any()


def test_a_leader_is_never_shown_in_a_centre_however_many_forms(one, rule, context):
    assert rules.single_leaders(one("response", role="leader", scale="", level="centre", unit="x", n=30), rule("centre"), context()).all()


def test_ratings_without_known_raters_stand_for_the_municipality_only(one, rule, context):
    for level, hidden in (("municipality", False), ("network", True), ("centre", True)):
        table = one(role="contact", scale="mathematics", level=level, unit="x", n_raters=0)
        assert rules.few_raters(table, rule("administration"), context()).all() == hidden


def test_scales_to_be_read_with_caution_stay_at_municipality_level_but_answers_stand(one, rule, context):
    for level in ("network", "centre"):
        assert rules.unreliable(one(level=level, unit="x", flags="caution_reliability"), rule("administration"), context()).all()
    assert not rules.unreliable(one("answer_share", flags="hidden_reliability"), rule("public"), context()).any()


def test_a_role_without_counts_by_centre_is_hidden_in_every_centre(one, rule, context, centres):
    assert rules.hidden_by_pattern(one(role="parent", level="centre", unit=centres[-1]), rule("administration"), context()).all()


def test_a_profile_hides_its_own_centre_only_where_that_is_itself_small(one, rule, context, centres):
    helper, small = centres[1], centres[0]
    assert rules.hidden_by_pattern(one(level="centre", unit=helper), rule("administration"), context()).all()
    assert not rules.hidden_by_pattern(one(level="centre", unit=helper), rule("centre"), context("centre", helper)).any()
    assert rules.hidden_by_pattern(one(level="centre", unit=small), rule("centre"), context("centre", small)).all()


def test_a_handful_invited_is_neither_rounded_into_an_untruth_nor_told_exactly(one, rule, context):
    few = one("response", role="leader", scale="", n=11, value=0.92, flags="as_counts")
    assert rules.counts_too_few_to_round(few, rule("public"), context()).all()
    assert not rules.counts_too_few_to_round(few.assign(flags=""), rule("public"), context()).any()


@pytest.mark.parametrize(("took_part", "hide"), [((0, 3, 4, 5, 6), True), ((0, 1, 2, 3, 4), False), ((3, 4, 5, 6, 7), False), (None, True)])
def test_an_initiative_of_some_centres_is_one_more_sum_over_the_hidden_ones(one, rule, context, centres, took_part, hide):
    """Centres 0, 1 and 2 are hidden: the sum of those that took part, less the shown ones, must not be one of them."""
    seen = context()
    assert seen.patterns["child", "2019"].hidden == set(centres[:3])
    arm = took_part if took_part is None else frozenset(centres[place] for place in took_part)
    seen = replace(seen, arms={"nature": arm})
    row = one("initiative", contrast="nature", n_groups=10)
    assert rules.initiative_cuts_through_the_hidden(row, rule("administration"), seen).tolist() == [hide]


def test_who_took_part_is_told_by_the_register_under_todays_names(parameters, billund):
    from analysis.disclosure.context import context_of
    from analysis.parameters import Subject

    place = parameters.municipality("billund")
    some = place.initiatives[0].model_copy(update={"design": "some", "centres": ("guldlyngen", place.centres[0].slug)})
    known = replace(parameters, municipalities=parameters.municipalities | {"billund": place.model_copy(update={"initiatives": (some,)})})
    found = context_of(billund, known, "administration", Subject("billund", "2019")).arms
    assert found == {some.slug: {"havfruemosset", place.centres[0].slug}}
