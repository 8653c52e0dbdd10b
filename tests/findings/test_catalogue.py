"""The recommendations themselves: complete, in both languages, called by the programme's own scales, as strong as their rule says."""

import re
from collections import Counter

import pytest

from analysis.findings.evidence import evidence_words, printable_figure, printable_references, to_check
from analysis.findings.recommend import PATTERNS, fit, recommend
from analysis.parameters.base import Text

AREAS = 17


def texts(model) -> list[Text]:
    """Every Text inside a model."""
    if isinstance(model, Text):
        return [model]
    parts = model if isinstance(model, tuple) else [getattr(model, name) for name in getattr(type(model), "model_fields", ())]
    return [text for part in parts for text in texts(part)]


def test_the_whole_catalogue_is_there(parameters):
    assert len(parameters.recommendations) == 35
    assert len({publication.publication for entry in parameters.recommendations for publication in entry.evidence}) == 94
    assert len({entry.area for entry in parameters.recommendations}) == AREAS
    assert {trigger.pattern for entry in parameters.recommendations for trigger in entry.triggers} == set(PATTERNS.values())


def test_every_file_is_called_what_it_holds(parameters, root):
    files = {path.stem for path in (root / "parameters" / "laeringsledelse" / "recommendations").glob("*.yml")}
    assert files == {entry.recommendation for entry in parameters.recommendations}


def test_every_word_is_there_in_danish_and_in_english(parameters):
    for entry in parameters.recommendations:
        found = texts(entry)
        assert len(found) > 8
        assert all(text.languages() == {"da", "en"} and text.da != text.en for text in found), entry.recommendation


def test_strength_is_the_base_less_its_deductions(parameters):
    for entry in parameters.recommendations:
        assert entry.strength.level == max(1, entry.strength.base - len(entry.strength.deductions)), entry.recommendation
    assert Counter(entry.strength.level for entry in parameters.recommendations) == {4: 3, 3: 12, 2: 12, 1: 8}


def test_no_recommendation_without_caution_and_main_evidence(parameters):
    for entry in parameters.recommendations:
        assert entry.caution.da
        assert any(publication.role == "main" for publication in entry.evidence), entry.recommendation


def test_no_municipality_of_the_programme_is_named(parameters):
    names = [slug for slug in parameters.municipalities]
    for entry in parameters.recommendations:
        words = entry.model_dump_json(exclude={"evidence": {"__all__": {"seen_at"}}}).lower()
        assert [name for name in names if name in words] == [], entry.recommendation


def test_numbers_are_the_same_in_both_languages(parameters):
    """0,41 and 0.41, 18.292 and 18,292 are the same digits; single digits may be written out in one of the languages."""

    def digits(words: str) -> list[str]:
        return sorted(re.findall(r"\d\d+", words.replace(".", "").replace(",", "")))

    for entry in parameters.recommendations:
        for text in texts(entry):
            assert digits(text.da) == digits(text.en), text.da


def test_danish_never_says_effect_nor_anonymous(parameters):
    for entry in parameters.recommendations:
        for text in texts(entry):
            assert "anonym" not in text.da.lower()
            assert not re.search(r"\beffekt(en|er|erne)?\b", text.da.lower()), text.da


def test_every_trigger_can_fire_on_a_scale_that_is_measured(parameters, finding, thresholds):
    """Each trigger is called by a finding on its own role and scale, and not by one on a scale it does not name."""
    kind_of = {pattern: kind for kind, pattern in PATTERNS.items()}
    scales = {role: [scale.scale for scale in instrument.scales] for role, instrument in parameters.instruments.items()}
    for entry in parameters.recommendations:
        for trigger in entry.triggers:
            homes = [(role, scale) for role in trigger.roles for scale in trigger.scales or scales[role] if scale in scales[role]]
            assert homes, f"{entry.recommendation}: {trigger.pattern} names no scale of its roles"
            assert set(trigger.scales) <= {scale for _, scale in homes}, f"{entry.recommendation}: {trigger.pattern}"
            role, scale = homes[0]
            variable = trigger.background[0] if trigger.background else "gender"
            told = next(known for known in parameters.programme.background if known.name == variable)
            lower = next((category.category for category in told.categories if category.category in trigger.lower), told.reference)
            other = next(category.category for category in told.categories if category.category != lower)
            contrast = f"{variable}:{other}-{lower}" if trigger.pattern == "background_gap" else ""
            called = finding(kind_of[trigger.pattern], role=role, scale=scale, contrast=contrast, value=30.0)
            assert fit(entry, called, thresholds) > 0, f"{entry.recommendation}: {trigger.pattern}"
            if trigger.scales:
                elsewhere = finding(kind_of[trigger.pattern], role=role, scale="no_such_scale", contrast=contrast, value=30.0)
                others = [one for one in entry.triggers if one.pattern == trigger.pattern and not one.scales]
                assert others or fit(entry, elsewhere, thresholds) == 0


@pytest.mark.parametrize(("role", "scale", "slug"), [
    ("contact", "mathematics", "early-mathematics-every-day"), ("contact", "language_skills", "systematic-shared-reading-open-frame"),
    ("child", "child_adults", "warm-relations-every-child"), ("parent", "home_activities", "parents-practise-at-home"),
    ("contact", "social_skills", "social-emotional-programme-in-tiers"), ("contact", "motor_skills", "motor-skills-where-low"),
])
def test_a_low_scale_calls_for_the_step_that_is_about_it(parameters, finding, thresholds, role, scale, slug):
    low = finding("challenge", role=role, scale=scale)
    chosen = recommend([low], parameters.recommendations, thresholds)
    by_name = {entry.recommendation for entry in parameters.recommendations if fit(entry, low, thresholds) == 1}
    assert slug in by_name
    assert chosen[0].recommendation.recommendation in by_name


def test_mathematics_comes_first_where_mathematics_is_weak(parameters, finding, thresholds):
    chosen = recommend([finding("challenge", role="contact", scale="mathematics")], parameters.recommendations, thresholds)
    assert chosen[0].recommendation.recommendation == "early-mathematics-every-day"


@pytest.mark.parametrize(("kind", "level", "words"), [
    ("effect", 4, "research_shows"), ("effect", 3, "research_suggests"), ("effect", 2, "experience_suggests"),
    ("process", 2, "experience_suggests"), ("association", 2, "goes_together"), ("diagnostic", 2, "known_pattern"),
    ("method", 3, "experience_suggests"), ("effect", 1, "professional_judgement"), ("association", 1, "professional_judgement"),
    ("process", 1, "professional_judgement"), ("diagnostic", 1, "professional_judgement"),
])
def test_the_words_follow_kind_and_strength(parameters, kind, level, words):
    entry = parameters.recommendations[0]
    other = entry.model_copy(update={"evidence_kind": kind, "strength": entry.strength.model_copy(update={"level": level})})
    assert evidence_words(other) == words


def test_only_what_was_seen_is_printed_and_only_what_was_checked_is_referred_to(parameters):
    publications = {one.publication: one for entry in parameters.recommendations for one in entry.evidence}
    assert Counter(one.figure_status for one in publications.values()) == {"seen": 74, "second_hand": 10, "none": 10}
    assert {one.publication for one in publications.values() if printable_figure(one)} == {
        one.publication for one in publications.values() if one.figure_status == "seen"}
    for entry in parameters.recommendations:
        assert len(printable_references(entry)) + len(to_check(entry)) == len(entry.evidence)
        assert not any(one.unverified_fields for one in printable_references(entry))
    assert len({one.publication for one in publications.values() if one.unverified_fields}) == 14


@pytest.mark.shared
def test_nothing_was_lost_or_changed_on_the_way_from_the_evidence(parameters, shared):
    import yaml

    evidence = yaml.safe_load((shared / "evidence" / "evidence.yml").read_text(encoding="utf-8"))
    source = {entry["id"]: entry for entry in evidence["recommendations"]}
    assert set(source) == {entry.recommendation for entry in parameters.recommendations}
    for entry in parameters.recommendations:
        told = source[entry.recommendation]
        assert (entry.area, entry.title.da, entry.practice.da, entry.practice.en) == (
            told["area"], told["title_da"], told["practice_da"], told["practice_en"])
        assert (entry.evidence_kind, entry.strength.level, list(entry.strength.deductions), list(entry.who_acts)) == (
            told["evidence_kind"], told["strength"]["level"], told["strength"]["deductions"], told["who_acts"])
        for mine, theirs in zip(entry.evidence, told["evidence"], strict=True):
            assert (mine.publication, mine.role, mine.authors, mine.year, mine.title, mine.outlet, mine.doi, mine.figure_status) == (
                theirs["pub"], theirs["role"], theirs["authors"], theirs["year"], theirs["title"], theirs["outlet"], theirs.get("doi"),
                theirs["figure_status"])
            assert mine.main_figure.en == theirs["main_figure"]


@pytest.mark.parametrize(("key", "danish", "english"), [
    ("research_shows", "Forskning viser", "Research shows"), ("research_suggests", "Forskning tyder på", "Research suggests"),
    ("experience_suggests", "Erfaringer og enkelte studier peger på", "Experience and a few studies point"),
    ("goes_together", "hænger sammen med", "goes together with"), ("goes_together", "ikke vist at virke", "not been shown to work"),
    ("known_pattern", "Mønsteret er kendt, løsningen er ikke afprøvet", "The pattern is known, the remedy has not been tested"),
    ("professional_judgement", "faglig vurdering", "professional judgement"),
])
def test_the_words_of_the_evidence_are_the_agreed_ones(key, danish, english):
    from analysis.display.text import say

    assert danish in say(f"evidence.{key}", "da")
    assert english in say(f"evidence.{key}", "en")
