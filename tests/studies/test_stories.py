"""What is planted in the embedded programme is found as often as its size, the survey and the rule say, and not the wrong way."""

import numpy as np
import pytest
from studies import stories
from studies.tally import run

DRAWS = 24


@pytest.mark.slow
def test_leaders_who_were_trained_before_their_staff_are_seen_as_often_as_computed(monkeypatch):
    """Three standard errors of so few draws, and the computation's own."""
    monkeypatch.setattr(stories, "PILOT", 16)
    monkeypatch.setattr(stories, "FAMILIES", 1000)
    stories.probabilities.cache_clear()
    chapter = next(chapter for chapter in stories.CHAPTERS if chapter.quantity == "leaders")
    cell = next(cell for cell in stories.cells() if cell.name == chapter.name)
    told = {one.target: one for one in run(cell, DRAWS)}
    for scale in chapter.told:
        chance = told[f"{scale}: probability"].share
        spread = 3 * np.sqrt(chance * (1 - chance) / DRAWS)
        assert abs(told[f"{scale}: found"].share - chance) <= spread + stories.ROUGH, scale
        if told[f"{scale}: planted points"].share:
            assert told[f"{scale}: wrong direction"].share == 0
    assert told["leader_evaluation: probability"].share > 0.8


def test_the_rule_needs_the_margin_and_the_family():
    values, p = np.array([30.0, 30.0, 19.0, -25.0]), np.array([0.001, 0.04, 0.001, 0.02])
    one_family = stories.found(values, p, np.array(["a"] * 4), 20.0)
    assert one_family.tolist() == [True, True, False, True]
    alone = stories.found(values, np.array([0.001, 0.6, 0.7, 0.04]), np.array(["a"] * 4), 20.0)
    assert alone.tolist() == [True, False, False, False]


def test_every_story_is_about_something_that_is_there():
    for chapter in stories.CHAPTERS:
        parameters, _ = stories.cut(chapter)
        there = {scale.scale for role in chapter.roles for scale in parameters.instruments[role].scales}
        assert {name.split()[0] for name in chapter.told} <= there
