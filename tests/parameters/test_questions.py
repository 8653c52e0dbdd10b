"""A municipality's own questions name what there is, before anything is run."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from analysis.parameters import load_parameters
from analysis.parameters.questions import Question, questions_can_be_answered


@pytest.fixture(scope="module")
def programme(root):
    return load_parameters(root, "laeringsledelse")


def problems(programme, slug="billund", initiatives=(), **part):
    told = {"asks": {"da": "Hvad?", "en": "What?"}, "quantity": "change", "scales": ["maths_practice"]} | part
    question = Question.model_validate({"slug": "proeve", "text": {"da": "Hvad?", "en": "What?"}, "parts": [told],
                                        "initiatives": initiatives})
    place = programme.municipality(slug).model_copy(update={"questions": (question,)})
    changed = replace(programme, municipalities={slug: place})
    return list(questions_can_be_answered(changed, set(), "parameters/laeringsledelse"))


def test_the_embedded_questions_can_be_answered(programme):
    assert list(questions_can_be_answered(programme, set(), "parameters/laeringsledelse")) == []
    assert {slug for slug, place in programme.municipalities.items() if place.questions} == {"billund", "esbjerg"}


@pytest.mark.parametrize(("part", "key", "nearest"), [
    ({"scales": ["math_practice"]}, "scales", "maths_practice"),
    ({"wave": "2018"}, "wave", "2019"),
    ({"since": "2019"}, "since", None),
    ({"quantity": "spread_change", "since": "2015"}, "since", None),           # a spread is held against the wave before alone
    ({"wave": "2015"}, "wave", None),
    ({"quantity": "initiative"}, "initiative", None),
    ({"quantity": "initiative", "initiative": "sprog-og-faelleskaber", "scales": ["reading_practice"]}, "initiative",
     "sprog-og-faellesskaber"),
    ({"quantity": "initiative", "initiative": "sprog-og-faellesskaber"}, "scales", None),   # not what it aimed at
    ({"initiative": "sprog-og-faellesskaber"}, "initiative", None),
    ({"quantity": "gap_change"}, "background", None),
    ({"quantity": "gap_change", "background": "gender:girls-boy"}, "background", "gender:girl-boy"),
    ({"quantity": "leader_staff_gap_change", "scales": ["goals_planning"]}, "scales", None),
    ({"quantity": "lasting_change", "wave": "2019"}, "quantity", None),
])
def test_what_no_estimate_could_answer_is_told(programme, part, key, nearest):
    found = [problem for problem in problems(programme, **part) if problem.key == f"questions.proeve.parts.0.{key}"]
    assert found
    if nearest:
        assert found[0].nearest == nearest


def test_three_waves_and_known_initiatives_are_needed(programme):
    assert problems(programme, "esbjerg", quantity="lasting_change")[0].expected.startswith("three waves")
    found, = problems(programme, initiatives=["matematik-og-problemlosning"])
    assert found.nearest == "matematik-og-problemloesning"


def test_a_report_has_room_for_so_many_parts():
    part = {"asks": {"da": "Hvad?"}, "quantity": "change", "scales": ["maths_practice"]}
    with pytest.raises(ValidationError, match="at most 4"):
        Question.model_validate({"slug": "proeve", "text": {"da": "Hvad?"}, "parts": [part] * 5})
