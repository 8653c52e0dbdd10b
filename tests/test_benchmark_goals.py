"""How ``make benchmark`` judges: a missed goal is told, and only a figure worse than noise explains fails the command."""

import sys

import pandas as pd
import pytest


@pytest.fixture
def benchmarks(root, monkeypatch):
    """Modules of benchmarks/ can be imported, as scripts there import each other."""
    monkeypatch.setattr(sys, "path", [str(root / "benchmarks"), *sys.path])
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        if str(root / "benchmarks") in (getattr(sys.modules[name], "__file__", None) or ""):
            del sys.modules[name]


def test_a_goal_is_told_with_its_figure_ratio_and_verdict(benchmarks, capsys):
    from goals import Goal, tell

    tell(Goal("report", "per report", 0.5, 0.4, "s", beside="0.9 s of processor"))
    tell(Goal("stock", "stock over ours", 12.0, 10, least=True))
    assert capsys.readouterr().out.splitlines() == [
        "per report: 0.50 s (0.9 s of processor); goal at most 0.40 s, ratio 1.25: MISSED",
        "stock over ours: 12; goal at least 10, ratio 1.20: met",
    ]


def test_only_a_figure_twice_as_bad_as_what_was_reached_is_a_step_back(benchmarks):
    from goals import Goal

    slow, poor = Goal("a", "seconds", 3.0, 1.0, "s"), Goal("b", "ratio", 4.0, 10, least=True)
    assert slow.fell_back(1.4)
    assert not slow.fell_back(1.6), "missed, and no worse than noise explains"
    assert poor.fell_back(8.5)
    assert not poor.fell_back(7.5)


def test_a_busy_machine_stretches_the_clock_and_is_no_step_back(benchmarks):
    from goals import Goal

    assert not Goal("a", "seconds", 90.0, 1.0, "s", steady=1.1).fell_back(1.0)
    assert Goal("a", "seconds", 90.0, 1.0, "s", steady=2.1).fell_back(1.0)


def test_what_was_reached_is_kept_and_what_was_not_measured_stays(benchmarks, monkeypatch, tmp_path):
    import goals

    monkeypatch.setattr(goals, "REACHED", tmp_path / "reached.csv")
    goals.REACHED.write_text("goal,figure,date\na,5.000,2020-01-01\nb,7.000,2020-01-01\n", encoding="utf-8")
    goals.keep([goals.Goal("a", "seconds", 3.0, 1.0, "s", steady=2.5)])
    assert goals.reached() == {"a": 2.5, "b": 7.0}


def test_the_peer_draws_the_numbers_that_the_tables_say(benchmarks):
    from peers.export import numbers_of

    table = pd.DataFrame([["Trivsel", "+9", "−12 til 32", "5.040"], ["Sprog", "0,04", "−0,01 til 0,08", "36"]],
                         columns=["Mål", "Forskel", "Interval", "Svar i alt"])
    drawn = numbers_of("intervals", table).to_numpy().tolist()
    assert drawn == [["Trivsel", "Forskel", 9, -12, 32], ["Sprog", "Forskel", 0.04, -0.01, 0.08]]
    waves = pd.DataFrame([["Trivsel", "493 (477–509)", "skjult"]], columns=["Mål", "2015", "2017"])
    assert numbers_of("waves", waves).to_numpy().tolist() == [["Trivsel", "2015", 493, 477, 509]]
