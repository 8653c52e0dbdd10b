"""The verdict on a goal: by the interval, at its very ends, and never from a number that is not shown."""

import pandas as pd
import pytest

from analysis.findings.goal import follow_up, judge

GOAL = {"slug": "laesning", "role": "staff", "scale": "reading", "set_in": "2017", "centre": None, "rise": None, "level": None,
        "followed": False}
MARGIN = 20.0


@pytest.mark.parametrize(("rise", "verdict"), [
    ((25, 60), "reached"),
    ((20, 60), "reached"),          # the interval begins on the aim
    ((19, 60), "on_the_way"),       # ... or a point below it
    ((1, 15), "on_the_way"),        # progress is certain, the aim is not yet there
    ((0, 15), "not_reached"),       # no progress at all is possible
    ((-30, -5), "not_reached"),
    ((-10, 19), "not_reached"),
    ((-10, 20), "cannot_tell"),     # the aim itself is possible
    ((0, 40), "cannot_tell"),
    ((-40, 60), "cannot_tell"),
])
def test_the_whole_interval_decides_about_a_rise(rise, verdict):
    assert judge(MARGIN, rise, rise) == verdict


@pytest.mark.parametrize(("level", "rise", "verdict"), [
    ((520, 560), (-5, 30), "reached"),      # the level is what was aimed at, however it came about
    ((519, 560), (-5, 30), "cannot_tell"),
    ((519, 560), (1, 30), "on_the_way"),
    ((480, 519), (1, 30), "on_the_way"),
    ((480, 519), (0, 30), "not_reached"),
    ((480, 520), (0, 30), "cannot_tell"),
])
def test_the_whole_interval_decides_about_a_level(level, rise, verdict):
    assert judge(520, level, rise) == verdict


def rows(rise=(25.0, 15.0, 35.0), level=(525.0, 510.0, 540.0), status="shown", flags="", level_status="shown"):
    common = {"role": "staff", "scale": "reading", "item": "", "level": "municipality", "unit": "birkelund", "wave": "2019"}
    numbers = [("change", "2017", rise, status), ("level", "", level, level_status)]
    return pd.DataFrame([
        {**common, "kind": kind, "contrast": contrast, "value": value[0], "low": value[1], "high": value[2], "status": state,
         "flags": flags if state == "shown" else ""}
        for kind, contrast, value, state in numbers
    ])


def judged(shown, **changed):
    return follow_up(GOAL | changed, shown, "municipality", "birkelund", "2019", MARGIN)


def test_without_an_aim_the_programmes_margin_is_aimed_at():
    assert judged(rows()).verdict == "on_the_way"
    assert judged(rows(rise=(35.0, 20.0, 50.0))).verdict == "reached"
    assert judged(rows(), rise=15).verdict == "reached"


def test_a_level_is_held_against_the_level():
    assert judged(rows(), level=510).verdict == "reached"
    assert judged(rows(rise=(5.0, -5.0, 15.0)), level=541).verdict == "not_reached"


@pytest.mark.parametrize("hidden", [{"status": "hidden"}, {"level_status": "hidden"}])
def test_a_hidden_number_gives_no_verdict_and_no_number(hidden):
    found = judged(rows(**hidden))
    assert (found.verdict, found.rise, found.level) == ("hidden", None, None)


def test_what_was_not_measured_has_no_verdict():
    nothing = float("nan")
    assert judged(rows(status="not_measured")).verdict == "no_numbers"
    assert judged(rows().iloc[:0]).verdict == "no_numbers"
    assert judged(rows(rise=(25.0, nothing, nothing))).verdict == "no_numbers"
    assert judged(rows(), set_in="2015").verdict == "no_numbers"
    assert judged(rows(flags="not_interpreted")).verdict == "no_numbers"


def test_what_cannot_be_compared_cannot_be_told():
    assert judged(rows(rise=(80.0, 60.0, 99.0), flags="not_comparable")).verdict == "cannot_tell"


def test_what_is_followed_has_numbers_and_no_verdict():
    found = judged(rows(rise=(35.0, 20.0, 50.0)), followed=True)
    assert (found.verdict, found.rise.value) == ("followed", 35.0)


def test_another_units_numbers_are_no_follow_up():
    shown = rows().assign(unit="aerteskoven", level="centre")
    assert judged(shown).verdict == "no_numbers"
    assert follow_up(GOAL, shown, "centre", "aerteskoven", "2019", MARGIN).verdict == "on_the_way"
