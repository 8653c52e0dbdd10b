"""The recommendations themselves: complete, in both languages, called by the programme's own scales, as strong as their rule says."""

import re
from collections import Counter

import pytest

from analysis.findings.evidence import evidence_words, printable_figure, printable_references, to_check
from analysis.findings.find import find
from analysis.findings.recommend import PATTERNS, fit, mismatch, recommend
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


FIRES = {
    "low_level": dict(kind="comparison", value=-60, low=-80, high=-40, q=0.001, contrast="programme"),
    "decline": dict(kind="change", value=-60, low=-80, high=-40, q=0.001, contrast="2017"),
    "background_gap": dict(kind="gap", value=60, low=40, high=80, q=0.001),
    "centre_spread": dict(kind="spread", value=60, low=50, high=80),
    "informant_disagreement": dict(kind="leader_staff_gap", value=60, low=40, high=80, q=0.001),
    "strong_association": dict(kind="link", value=0.4, low=0.3, high=0.5, q=0.001, contrast="no_such_role.no_such_practice"),
    "low_response": dict(kind="response", value=0.45),
}
"""A number of each pattern that is large and sure."""
UNDECIDED = {pattern: dict(low=-100, high=100, q=0.4) for pattern in FIRES}
UNDECIDED |= {"low_response": dict(value=0.85), "centre_spread": dict(low=0)}
"""What makes of it one that calls for nothing."""


@pytest.mark.parametrize("place", range(35))
def test_every_trigger_fires_on_the_number_it_is_for_and_on_none_that_is_near(parameters, shown, thresholds, place):
    """From the shown number to the trigger: a sure number fires; hidden, undecided, another role, scale, group or way round does not."""
    entry = parameters.recommendations[place]
    known = {variable.name: [category.category for category in variable.categories] for variable in parameters.programme.background}
    scales = {role: [scale.scale for scale in instrument.scales] for role, instrument in parameters.instruments.items()}
    for trigger in entry.triggers:
        role, scale = next((role, scale) for role in trigger.roles for scale in trigger.scales or scales[role] if scale in scales[role])
        assert all(any(one in scales[role] for role in trigger.roles) for one in trigger.scales), "every scale is one of its roles'"
        number = FIRES[trigger.pattern] | {"role": role, "scale": "" if trigger.pattern == "low_response" else scale}
        if trigger.pattern == "background_gap":
            variable = (*trigger.background, "gender")[0]
            lower = (*trigger.lower, known[variable][0])[0]
            other = next(category for category in known[variable] if category not in (lower, *trigger.lower))
            number["contrast"] = f"{variable}:{other}-{lower}"

        def fires(trigger=trigger, number=number, **changes) -> bool:
            found = find(shown(**number | changes), thresholds)
            return any(mismatch(trigger, one, thresholds) is None and one.importance > 0 for one in found)

        name = f"{entry.recommendation}: {trigger.pattern}"
        assert fires(), name
        nan = float("nan")
        assert not fires(**dict.fromkeys(("value", "low", "high", "q"), nan), status="hidden"), name
        assert not fires(**UNDECIDED[trigger.pattern]), name
        assert not fires(role="no_such_role"), name
        if trigger.scales:
            assert not fires(scale="no_such_scale"), name
        if trigger.background:
            assert not fires(contrast="no_such_variable:x-y"), name
        if trigger.lower:
            assert not fires(value=-60, low=-80, high=-40), name
        if trigger.pattern in ("low_level", "decline"):
            assert not fires(value=60, low=40, high=80), name
        if trigger.pattern == "strong_association":
            assert not fires(flags="same_respondents"), name
            assert not fires(value=0.05, low=0.03, high=0.07), name


def test_an_entry_nobody_signed_is_said_to_be_unread(parameters, root):
    """docs/recommendations.md says that nothing was read in full, until the last entry is signed."""
    said = " ".join((root / "docs" / "recommendations.md").read_text(encoding="utf-8").split())
    unsigned = [entry.reviewed_by is None for entry in parameters.recommendations]
    assert ("Set som uddrag, ikke læst i fuld længde" in said) == any(unsigned)
    assert ("Nobody has signed any of the embedded entries" in said) == all(unsigned)


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
    assert len({one.publication for one in publications.values() if one.unverified_fields}) == 18


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
