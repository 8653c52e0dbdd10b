"""Goals are set on the learning environment: what children answer, or is said of them, is followed, and by the municipality alone."""

from dataclasses import replace

import pytest

from analysis.parameters import Goal, ParameterError, load_parameters, of_the_environment
from analysis.parameters.goals import goals_are_about_the_learning_environment
from analysis.parameters.problems import Problem

CENTRE = "fabelkloeveren"


@pytest.fixture(scope="module")
def programme(root):
    return load_parameters(root, "laeringsledelse")


def problems(programme, **goal) -> list[Problem]:
    told = {"slug": "proeve", "role": "staff", "scale": "maths_practice", "text": {"da": "Et", "en": "One"}, "set_in": "2017"} | goal
    billund = programme.municipality("billund").model_copy(update={"goals": (Goal.model_validate(told),)})
    changed = replace(programme, municipalities={"billund": billund})
    return list(goals_are_about_the_learning_environment(changed, set(), "parameters/laeringsledelse"))


def test_a_centre_sets_its_goals_on_the_learning_environment(programme):
    assert problems(programme, centre=CENTRE) == []
    assert problems(programme, centre=CENTRE, role="parent", scale="information") == []


@pytest.mark.parametrize(("role", "scale", "nearest"), [
    ("contact", "mathematics", "maths_practice"),             # the practice the programme joins to it
    ("child", "child_books", "reading_practice"),
    ("leader", "leader_collaboration", "collaboration"),      # one leader's answers: nobody could ever see them
    ("staff", "leadership_experienced", None),                # about a person: never shown by centre
    ("parent", "child_thriving", None),
])
def test_a_centre_sets_no_goal_it_could_not_be_shown(programme, role, scale, nearest):
    found, = problems(programme, centre=CENTRE, role=role, scale=scale)
    assert found.file == "parameters/laeringsledelse/municipalities/billund.yml"
    assert found.key == "goals.proeve.scale"
    assert f"{scale!r} of {role!r} for the centre {CENTRE!r}" in found.found
    assert "a scale of the learning environment" in found.expected
    if nearest:
        assert found.nearest == nearest


def test_a_municipality_follows_childrens_scales_without_an_aim(programme):
    assert problems(programme, role="contact", scale="mathematics") == []
    for aim in ({"rise": 20}, {"level": 500}):
        found, = problems(programme, role="contact", scale="mathematics", **aim)
        assert "followed, not aimed at" in found.expected
        assert found.nearest == "maths_practice"
    assert problems(programme, role="leader", scale="leader_collaboration", rise=15) == []


def test_a_scale_of_another_role_and_a_slug_twice_are_told(programme):
    found, = problems(programme, role="parent", scale="maths_practice")
    assert "'maths_practice'" in found.found
    billund = programme.municipality("billund")
    twice = billund.model_copy(update={"goals": (billund.goals[0], billund.goals[0])})
    found, = goals_are_about_the_learning_environment(replace(programme, municipalities={"billund": twice}), set(), "parameters")
    assert found.found == "several goals of this slug"


def test_one_aim_is_enough(root, tmp_path):
    import shutil

    shutil.copytree(root / "parameters", tmp_path / "parameters")
    path = tmp_path / "parameters" / "laeringsledelse" / "municipalities" / "billund.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("    level: 520\n", "    level: 520\n    rise: 20\n"), encoding="utf-8")
    with pytest.raises(ParameterError, match="either rise"):
        load_parameters(tmp_path, "laeringsledelse")


def test_the_embedded_goals_show_every_kind(programme):
    goals = [goal for place in programme.municipalities.values() for goal in place.goals]
    followed = [goal for goal in goals
                if not of_the_environment(programme.instruments[goal.role], programme.scale(goal.role, goal.scale))]
    assert [goal.scale for goal in followed] == ["mathematics"]
    assert any(goal.centre for goal in goals)
    assert any(goal.level for goal in goals)
