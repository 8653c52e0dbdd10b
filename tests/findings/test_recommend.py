"""Findings to recommendations: each pattern fires on what it is for, and on nothing else."""

import pytest

from analysis.findings.recommend import PATTERNS, candidates, lower_category, recommend

FIRING = {
    "low_level": dict(kind="challenge"), "decline": dict(kind="decline"), "centre_spread": dict(kind="spread"),
    "background_gap": dict(kind="gap", contrast="gender:girl-boy", value=30.0), "low_response": dict(kind="low_response", scale=""),
    "informant_disagreement": dict(kind="disagreement", contrast="staff.goals_planning"),
    "strong_association": dict(kind="association", contrast="staff.reading_practice", value=0.12),
}


def called(entries, findings, thresholds) -> list[str]:
    return [one.recommendation.recommendation for one in recommend(findings, entries, thresholds)]


@pytest.mark.parametrize("pattern", FIRING)
def test_a_pattern_fires_on_its_own_kind_of_finding_and_on_no_other(entry, finding, thresholds, pattern):
    for other, case in FIRING.items():
        assert called([entry("it", pattern)], [finding(**case)], thresholds) == (["it"] if other == pattern else [])


def test_every_pattern_of_the_catalogue_can_fire():
    from typing import get_args

    from analysis.parameters.recommendation import Pattern

    assert set(PATTERNS.values()) == set(get_args(Pattern)) == set(FIRING)


@pytest.mark.parametrize("kind", ["strength", "progress", "unchanged", "cannot_tell"])
def test_nothing_is_recommended_from_what_is_good_or_undecided(entry, finding, thresholds, kind):
    entries = [entry(pattern.replace("_", "-"), pattern, area=pattern) for pattern in FIRING]
    assert called(entries, [finding(kind, importance=9.0, contrast="gender:girl-boy")], thresholds) == []


def test_roles_scales_and_background_narrow_a_trigger(entry, finding, thresholds):
    low = finding("challenge", role="contact", scale="mathematics")
    assert called([entry("it", "low_level", roles=("contact",), scales=("mathematics",))], [low], thresholds) == ["it"]
    assert called([entry("it", "low_level", roles=("child",))], [low], thresholds) == []
    assert called([entry("it", "low_level", roles=("contact",), scales=("language_skills",))], [low], thresholds) == []
    gap = finding("gap", contrast="home_language:other-danish", value=-30.0)
    assert called([entry("it", "background_gap", background=("home_language",))], [gap], thresholds) == ["it"]
    assert called([entry("it", "background_gap", background=("gender",))], [gap], thresholds) == []


def test_a_gap_calls_only_for_the_group_that_lies_lower(entry, finding, thresholds):
    boys = entry("boys", "background_gap", background=("gender",), lower=("boy",))
    below, above = finding("gap", contrast="gender:girl-boy", value=30.0), finding("gap", contrast="gender:girl-boy", value=-30.0)
    assert (lower_category(below), lower_category(above)) == ("boy", "girl")
    assert called([boys], [below], thresholds) == ["boys"]
    assert called([boys], [above], thresholds) == []


def test_an_association_is_found_by_its_outcome_or_its_practice(entry, finding, thresholds):
    link = finding("association", value=0.12, role="child", scale="child_books", contrast="staff.reading_practice")
    for role, scale in (("child", "child_books"), ("staff", "reading_practice")):
        assert called([entry("it", "strong_association", roles=(role,), scales=(scale,))], [link], thresholds) == ["it"]
    assert called([entry("it", "strong_association", roles=("staff",), scales=("play_practice",))], [link], thresholds) == []


def test_a_sure_but_small_association_calls_for_nothing(entry, finding, thresholds):
    for value, expected in ((0.09, []), (0.10, ["it"]), (-0.30, [])):
        link = finding("association", value=value, role="child", contrast="staff.reading_practice")
        assert called([entry("it", "strong_association")], [link], thresholds) == expected


def test_the_score_is_importance_times_malleability_times_fit(entry, finding, thresholds):
    low = finding("challenge", importance=2.0)
    by_name, generic = entry("a", "low_level", scales=("child_books",), area="x", level=3), entry("b", "low_level", area="y")
    scores = {one.recommendation.recommendation: one.score for one in candidates([low], [by_name, generic], thresholds)}
    assert scores == {"a": pytest.approx(2.0 * 3 / 4), "b": pytest.approx(2.0 * thresholds.generic_trigger_weight)}


def test_at_most_one_of_each_area(entry, finding, thresholds):
    findings = [finding("challenge", importance=3.0), finding("challenge", scale="child_friends", importance=1.0)]
    books, friends = (entry(slug, "low_level", scales=(f"child_{slug}",), area="one") for slug in ("books", "friends"))
    assert called([books, friends], findings, thresholds) == ["books"]
    assert called([books, friends.model_copy(update={"area": "other"})], findings, thresholds) == ["books", "friends"]


def test_none_that_rests_only_on_findings_already_answered(entry, finding, thresholds):
    findings = [finding("challenge", importance=3.0), finding("challenge", scale="child_friends", importance=1.0)]
    first, same, other = (entry(slug, "low_level", scales=(scale,), area=slug)
                          for slug, scale in (("a", "child_books"), ("b", "child_books"), ("c", "child_friends")))
    assert called([first, same, other], findings, thresholds) == ["a", "c"]
    assert [one.recommendation.recommendation for one in candidates(findings, [first, same, other], thresholds)] == ["a", "b", "c"]


def test_a_second_recommendation_is_weighed_by_what_the_first_leaves(entry, finding, thresholds):
    large, middle, small = (finding("challenge", scale=scale, importance=size) for scale, size in (("x", 5.0), ("y", 2.0), ("z", 1.0)))
    entries = [entry("first", "low_level", scales=("x",), area="a"), entry("partly", "low_level", scales=("x", "z"), area="b", level=3),
               entry("other", "low_level", scales=("y",), area="c")]
    chosen = recommend([large, middle, small], entries, thresholds)
    assert [(one.recommendation.recommendation, one.because) for one in chosen] == [
        ("first", (large,)), ("other", (middle,)), ("partly", (small,))]


def test_a_finding_without_importance_calls_for_nothing(entry, finding, thresholds):
    assert called([entry("it", "centre_spread")], [finding("spread", importance=0.0)], thresholds) == []


def test_no_more_than_asked_for_and_the_same_every_time(entry, finding, thresholds):
    findings = [finding("challenge", scale=f"s{number}", importance=1.0) for number in range(6)]
    entries = [entry(f"r{number}", "low_level", scales=(f"s{number}",), area=f"a{number}") for number in range(6)]
    assert called(entries, findings, thresholds) == ["r0", "r1", "r2"]
    assert called(entries[::-1], findings[::-1], thresholds) == ["r0", "r1", "r2"]
    assert len(recommend(findings, entries, thresholds, most=5)) == 5


def test_each_recommendation_says_which_findings_called_it_most_important_first(entry, finding, thresholds):
    small, large = finding("challenge", importance=1.0), finding("challenge", scale="child_friends", importance=2.0)
    chosen = recommend([small, large], [entry("it", "low_level")], thresholds)
    assert chosen[0].because == (large, small)


def test_more_important_findings_never_lower_a_score(entry, finding, thresholds):
    entries = [entry("it", "low_level")]
    scores = [candidates([finding("challenge", importance=size)], entries, thresholds)[0].score for size in (0.2, 0.5, 1.0, 3.0)]
    assert scores == sorted(scores)


def test_the_catalogue_may_come_as_it_stands_in_a_shown_file(entry, finding, thresholds):
    dump = entry("it", "low_level").model_dump(mode="json")
    assert called([dump], [finding("challenge")], thresholds) == ["it"]


def test_a_theme_stands_for_its_scales_by_the_law_of_the_wave(entry, finding, thresholds):
    low = finding("challenge", role="contact", scale="mathematics")
    it = entry("it", "low_level", roles=("contact",), themes=("nature_science",))

    def taken(themes) -> list[str]:
        return [one.recommendation.recommendation for one in recommend([low], [it], thresholds, themes=themes)]

    assert taken({("contact", "mathematics"): "nature_science"}) == ["it"]
    assert taken({("contact", "mathematics"): "nature"}) == taken({("child", "mathematics"): "nature_science"}) == taken(None) == []


def test_a_scale_or_its_theme_will_do_and_counts_as_named(entry, finding, thresholds):
    low = finding("challenge", role="contact", scale="mathematics", importance=2.0)
    it = entry("it", "low_level", roles=("contact",), scales=("language_skills",), themes=("nature_science",))
    (one,) = candidates([low], [it], thresholds, {("contact", "mathematics"): "nature_science"})
    assert one.score == 2.0


def test_a_trigger_may_ask_for_a_size(entry, finding, thresholds):
    it = entry("it", "low_level", least=50)
    assert called([it], [finding("challenge", value=-50.0)], thresholds) == ["it"]
    assert called([it], [finding("challenge", value=-49.0)], thresholds) == []


def test_a_centre_meets_what_its_own_people_can_do_and_no_way_of_working(entry):
    from analysis.findings.recommend import for_level

    staff = entry("staff", "low_level")
    politicians = staff.model_copy(update={"recommendation": "politicians", "who_acts": ("administration", "politicians")})
    process = staff.model_copy(update={"recommendation": "process", "evidence_kind": "process"})
    told = [staff, politicians, process]
    assert [one.recommendation for one in for_level(told, "centre")] == ["staff"]
    assert for_level(told, "municipality") == told


def test_at_most_as_many_as_the_programme_says(entry, finding, thresholds):
    findings = [finding("challenge", scale=f"s{number}") for number in range(6)]
    entries = [entry(f"r{number}", "low_level", scales=(f"s{number}",), area=f"a{number}") for number in range(6)]
    for most in (0, 1, 5):
        assert len(recommend(findings, entries, thresholds.model_copy(update={"recommendations": most}))) == most
