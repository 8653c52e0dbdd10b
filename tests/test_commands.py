"""The front door: what it answers, what it refuses, what it tells while it works. Snakemake is asked; no notebook runs."""

import json
import os
import re
import subprocess
import sys

import nbformat
import pytest
from publishing.example import analysis_notebook, report_notebook

from analysis.__main__ import COMMANDS, DEFAULT_PROGRAMME, OWN_WORDS, main
from analysis.commands import snake
from analysis.commands.events import VARIABLE, Event, read, tell
from analysis.commands.listing import in_words
from analysis.commands.progress import Progress, clock, failure_table
from analysis.commands.project import NARROWING, Project
from analysis.commands.reports import only_run
from analysis.commands.stages import STAGES
from analysis.parameters import Layout, Subject, load_parameters
from analysis.publishing.flow import Flow
from analysis.publishing.notebook_parameters import NOTEBOOKS
from analysis.publishing.plan import plan
from analysis.publishing.selection import select


def test_without_a_command_it_tells_what_there_is(capsys):
    assert main([]) == 0
    told = capsys.readouterr().out
    for name in (*COMMANDS, *OWN_WORDS, "test", "benchmark", "coverage-study", "key"):
        assert re.search(rf"^  {name} ", told, re.MULTILINE)
    for key in NARROWING:
        assert f"{key}=" in told


def test_the_makefile_has_a_target_for_every_command(root):
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^COMMANDS := (.*)$", makefile, re.MULTILINE)[1].split()
    assert set(targets) == {*COMMANDS, *OWN_WORDS, "test", "benchmark", "coverage-study", "key"}
    own = re.search(r"^OWN_WORDS := (.*)$", makefile, re.MULTILINE)[1].split()
    assert set(own) == {word for _, words in OWN_WORDS.values() for word in words}
    assert re.search(r"foreach word,(.*?),", makefile)[1].split() == list(NARROWING)


@pytest.mark.parametrize("command", ["reports", "list", "explain"])
def test_an_unknown_name_ends_with_2_and_the_nearest(capsys, root, command):
    assert main([command, "ONLY=bilund-2019", "--root", str(root)]) == 2
    assert "Did you mean 'billund-2019'?" in capsys.readouterr().err


def test_an_unknown_word_or_programme_is_told(capsys, root, tmp_path):
    assert main(["reports", "ONYL=billund", "--root", str(root)]) == 2
    assert "Did you mean 'ONLY'?" in capsys.readouterr().err
    assert main(["list", "PROGRAMME=laeringsledelsen", "--root", str(root)]) == 2
    assert f"Did you mean '{DEFAULT_PROGRAMME}'?" in capsys.readouterr().err
    assert main(["reports", f"RAW={tmp_path}/nowhere", "CORES=two", "--root", str(root)]) == 2
    told = capsys.readouterr().err
    assert "2 problems" in told


def test_raw_data_that_are_not_there_are_named_before_anything_starts(capsys, root, tmp_path):
    assert main(["reports", "ONLY=billund-2019", f"RAW={tmp_path}", "--root", str(root)]) == 2
    assert "billund/2019/child/dataset.csv: raw data: found no such file" in capsys.readouterr().err


def test_every_stage_of_the_flow_has_its_rule(root):
    snakefile = (root / "Snakefile").read_text(encoding="utf-8")
    for stage in STAGES:
        assert f"{{STAGE}} {stage} " in snakefile
    assert not re.search(r"^\s+run:", snakefile, re.MULTILINE), "a run: block costs a second each"


DRY_RUN = """Building DAG of jobs...
Job stats:
job          count
all              1

[Sun Nov 22 03:28:26 2026]
rule estimates:
    input: a.parquet, b.parquet
    output: estimates/billund/2019.parquet, estimates/billund/2019.ipynb
    jobid: 3
    reason: Missing output files: estimates/billund/2019.parquet; Input files updated by another job: a.parquet
    wildcards: municipality=billund, wave=2019

[Sun Nov 22 03:28:26 2026]
rule render_learning_report_billund_2019_da:
    output: x.html
    jobid: 2
    reason: Params have changed since last execution: before: 1 now: 2

[Sun Nov 22 03:28:26 2026]
rule all:
    input: x.html
    jobid: 0
    reason: Input files updated by another job: x.html
"""


def test_snakemakes_reasons_come_in_plain_words():
    estimates, render = snake.parse_jobs(DRY_RUN.splitlines())
    assert estimates.wildcards == {"municipality": "billund", "wave": "2019"}
    assert estimates.outputs == ("estimates/billund/2019.parquet", "estimates/billund/2019.ipynb")
    assert in_words(estimates.reason) == "not made yet, an earlier step will run"
    assert in_words(render.reason) == "the library or the lock has changed"
    assert in_words("Updated input files: parameters/x/programme.yml") == "what it reads has changed (parameters/x/programme.yml)"


def test_events_are_told_and_heard_line_by_line(tmp_path, monkeypatch):
    place = tmp_path / "events.jsonl"
    assert read(place) == ([], 0)
    monkeypatch.setenv(VARIABLE, str(place))
    first, second = Event("scores", "billund-2019", 1.0), Event("render", "Æ", 2.0, "cell 3", "KeyError", "src/analysis/x.py:1")
    tell(first)
    found, offset = read(place)
    tell(second)
    assert found == [first]
    assert read(place, offset)[0] == [second]
    with place.open("a") as file:
        file.write('{"half a line')
    assert read(place, offset)[0] == [second], "a line that is being written is left for the next time"


def test_progress_tells_done_left_seconds_and_failures(capsys):
    progress = Progress({"render_a": ("learning-report", 5)}, processors=2)
    progress.planned({"all": 1, "scores": 2, "programme_facts": 1, "shown_billund_2019": 1, "render_a": 1})
    assert capsys.readouterr().out == "To do: 2 x scores, 1 x programme facts, 1 x what each audience may see, 5 x reports.\n"
    progress.heard(Event("scores", "billund-2019", 1.25))
    assert re.match(r"\[ +1 of 9  \d+ s\] scores billund-2019  1\.2 s", capsys.readouterr().out)
    progress.heard(Event("render", "learning-report/public/billund-2019", 2.0, "cell 3 (x)", "KeyError", "src/analysis/x.py:1"))
    told = capsys.readouterr().out
    assert "2 of 9" in told
    assert "1 failed" in told
    assert "FAILED (KeyError)" in told
    for name in ("b", "c"):
        progress.heard(Event("render", f"learning-report/{name}", 4.0))
    told = capsys.readouterr().out.splitlines()
    assert "left" not in told[0], "two are too few to tell from"
    assert "left ~3 s" in told[1], "two more of 10/3 seconds each on two processors"
    assert progress.closing().endswith("1 failures.")
    assert Progress({}).closing().startswith("Nothing to do: everything is current")
    assert (clock(59.4), clock(185)) == ("59 s", "3 min 05 s")


def test_the_table_of_failures_names_report_cell_exception_and_line():
    failures = [
        Event("render", "b", 1, "cell 3 (x)", "KeyError", "src/analysis/x.py:1: y"),
        Event("shown", "a", 1, "", "ValueError", "one\ntwo"),
    ]
    lines = failure_table(failures).splitlines()
    assert re.split(r"  +", lines[0]) == ["what", "where", "exception", "why"]
    assert re.split(r"  +", lines[1]) == ["shown: a", "-", "ValueError", "one"]
    assert lines[2] == "    two"
    assert re.split(r"  +", lines[3]) == ["b", "cell 3 (x)", "KeyError", "src/analysis/x.py:1: y"]


def test_a_step_that_was_killed_is_in_the_table_too():
    log = "CalledProcessError\nCommand 'x' died with <Signals.SIGKILL: 9>.\n[now]\nError in rule render_a_b:\n    message: None\n"
    assert snake.deaths(log) == [("render a b", "SIGKILL")]
    assert snake.deaths("Command 'x' returned non-zero exit status 1.\nError in rule scores:") == []
    assert "render a b: all of it" in failure_table([Event("render a b", "all of it", 0, "the process", "SIGKILL", "")])


def test_one_run_at_a_time(tmp_path):
    with only_run(tmp_path / "lock"), pytest.raises(SystemExit, match="Another run"), only_run(tmp_path / "lock"):
        pass
    with only_run(tmp_path / "lock"):
        pass


def test_a_failing_stage_tells_type_and_line_but_no_value(tmp_path, root):
    """Through the real command line, as Snakemake calls it."""
    events = tmp_path / "events.jsonl"
    words = ["--programme", DEFAULT_PROGRAMME, "--municipality", "billund", "--wave", "2019", "--root", str(tmp_path)]
    (tmp_path / "parameters").symlink_to(root / "parameters")
    told = subprocess.run(
        [sys.executable, "-m", "analysis", "stage", "shown", *words],
        capture_output=True,
        env=os.environ | {VARIABLE: str(events)},
        cwd=tmp_path,
    )
    assert told.returncode == 1
    (event,), _ = read(events)
    assert (event.stage, event.what, event.exception) == ("shown", "billund-2019", "FileNotFoundError")
    assert event.problem.startswith("src/analysis/disclosure/stage.py:")
    assert str(tmp_path) not in event.problem


@pytest.fixture
def made(tmp_path, root):
    """A project in which everything of Billund 2015 has been made: empty files in the order of the flow."""
    for name in ("Snakefile", "parameters"):
        (tmp_path / name).symlink_to(root / name)
    (tmp_path / "notebooks").mkdir()
    for report, (name, _) in NOTEBOOKS.items():
        nbformat.write(analysis_notebook() if report == "method-report" else report_notebook(), tmp_path / "notebooks" / name)
    project = Project(tmp_path, DEFAULT_PROGRAMME, only="billund-2015")
    parameters, layout = load_parameters(root, DEFAULT_PROGRAMME), Layout(tmp_path, DEFAULT_PROGRAMME)
    flow = Flow(parameters, layout)
    reports = plan(parameters, select(parameters, only="billund-2015"))
    estimates = layout.estimates("billund", "2015")
    files = [*flow.all_raw()]
    files += [path(*entry) for entry in flow.waves for path in (layout.forms, layout.responses, layout.flow, layout.checks)]
    files += [layout.scores(*entry) for entry in flow.waves]
    files += [layout.facts("2015"), estimates, estimates.with_suffix(".ipynb"), *flow.shown(Subject("billund", "2015"))]
    files += [path for entry in reports for path in entry.files(layout.staged, "da")]
    newest = max(path.stat().st_mtime for folder in (root / "parameters", tmp_path / "notebooks") for path in folder.rglob("*"))
    for number, path in enumerate(files):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"status": "endelig", "warnings": [], "files": {}}))
        os.utime(path, (newest + number, newest + number))
    return project


@pytest.mark.slow
def test_when_everything_is_there_nothing_runs_and_what_goes_missing_is_missed(made, capsys, monkeypatch):
    monkeypatch.setattr("analysis.commands.look.looks", lambda project: ())  # the files are stand-ins with nothing to look at
    root = str(made.root)
    assert main(["reports", "ONLY=billund-2015", "--root", root]) == 0
    assert "Nothing to do: everything is current" in capsys.readouterr().out

    assert main(["explain", "ONLY=billund-2015", "--root", root]) == 0
    assert capsys.readouterr().out == "Nothing would run: everything is current.\n"

    gone = made.layout.staged.report("learning-report", "public", Subject("billund", "2015"), suffix="pdf")
    gone.unlink()
    assert main(["explain", "ONLY=billund-2015", "--root", root]) == 0
    assert capsys.readouterr().out == "render learning report billund 2015 da (8 files): not made yet\n1 step would run.\n"

    assert main(["list", "ONLY=billund-2015", "--root", root]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.split()[:3] for line in told if not line.startswith("current")][:2] == [
        ["missing", "learning-report", "public"],
        ["stale", "learning-report", "administration"],
    ]


@pytest.mark.slow
def test_what_would_be_made_again_is_not_released(made):
    """Asked of Snakemake itself, in every language."""
    from analysis.commands.release import outdated

    reports = plan(made.parameters, made.selection)
    assert outdated(made, reports) == []
    reports[0].path(made.layout.staged, "pdf", "da").unlink()
    found = outdated(made, reports)
    assert reports[0].name in {problem.file for problem in found}
    assert {problem.found for problem in found} == {"not current"}


def test_cleaning_leaves_raw_data_alone(made, capsys):
    raw = made.layout.raw / "billund" / "2015" / "child" / "dataset.csv"
    assert main(["clean", "--root", str(made.root)]) == 0
    assert raw.exists()
    assert not made.layout.processed.exists()
    assert not made.layout.reports.exists()
