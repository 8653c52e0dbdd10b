"""Steps of the flow forked from the process that has imported everything: as steps started afresh, and gone with whoever waits for them."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis.commands import events, fork
from analysis.publishing import warm

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="steps are forked on Linux only")]

ASK = "from analysis.commands.fork import in_a_fork\nraise SystemExit(in_a_fork(['help']))"


@pytest.fixture(scope="module")
def forking(tmp_path_factory):
    """The environment of a job that may fork its step."""
    with warm.prepared(tmp_path_factory.mktemp("zygote") / "log", fork.modules()) as (variables, start):
        start()
        for _ in range(600):
            if Path(variables[warm.SOCKET]).exists():
                break
            time.sleep(0.1)
        yield os.environ | variables | {"PYTHONHASHSEED": "0"}


def step(environment: dict[str, str], *words: str) -> tuple[int, str, str]:
    """(status, output, errors) of a step, as Snakemake calls it."""
    done = subprocess.run([sys.executable, "-m", "analysis", "stage", *words], env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def test_a_forked_step_makes_the_files_that_a_started_one_makes(layout, forking, tmp_path):
    words = ("render", "--programme", layout.programme, "--root", str(layout.root), "--report", "learning-report", "--municipality",
             "billund", "--wave", "2019", "--language", "da", "--only", "billund-2019")
    made = []
    for environment in ({**os.environ, "PYTHONHASHSEED": "0"}, forking):
        log = tmp_path / f"{len(made)}.jsonl"
        status, said, errors = step(environment | {events.VARIABLE: str(log)}, *words)
        assert status == 0, errors
        assert [(one.stage, one.exception) for one in events.read(log)[0]] == [("render", "")] * len(said.splitlines())
        files = {path: path.read_bytes() for path in sorted(layout.staged.reports.rglob("*")) if path.is_file()}
        for path in files:
            path.unlink()
        made.append(files)
    assert made[0] == made[1]
    assert {path.suffix for path in made[0]} == {".html", ".pdf", ".xlsx", ".json"}


def test_a_step_that_fails_says_so_in_the_same_words(layout, forking):
    words = ("scores", "--programme", "nowhere", "--municipality", "billund", "--wave", "2019", "--root", str(layout.root))
    stock = step(dict(os.environ), *words)
    assert step(forking, *words) == stock
    assert stock[0] != 0
    assert "nowhere" in stock[2]


def test_where_nothing_listens_a_step_runs_in_its_own_process(monkeypatch, tmp_path):
    monkeypatch.delenv(warm.SOCKET, raising=False)
    assert fork.in_a_fork(["help"]) is None
    monkeypatch.setenv(warm.SOCKET, str(tmp_path / "gone"))
    assert fork.in_a_fork(["help"]) is None


def waiting(environment: dict[str, str]) -> tuple[subprocess.Popen, int, int]:
    """(who asked, its fork, the pipe's other end): the fork says more than its pipe takes, and so waits."""
    read, write = os.pipe()
    os.write(write, b" " * fcntl.fcntl(write, fcntl.F_GETPIPE_SZ))
    before = children()
    asked = subprocess.Popen([sys.executable, "-c", ASK], env=environment, stdout=write)
    os.close(write)
    for _ in range(100):
        if forked := children() - before:
            return asked, forked.pop(), read
        time.sleep(0.1)
    raise AssertionError("nothing was forked")


def children() -> set[int]:
    """The processes that the zygote of this test has forked."""
    mine = [task.joinpath("children").read_text().split() for task in Path("/proc/self/task").iterdir()]
    zygotes = [pid for pids in mine for pid in pids if b"zygote.py" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    return {int(pid) for zygote in zygotes for pid in Path(f"/proc/{zygote}/task/{zygote}/children").read_text().split()}


def test_a_killed_step_ends_its_command_with_the_same_signal(forking):
    asked, forked, pipe = waiting(forking)
    os.kill(forked, signal.SIGKILL)
    assert asked.wait(timeout=30) == -signal.SIGKILL, "Snakemake names the signal that ended a step"
    os.close(pipe)


def test_a_step_ends_with_the_command_that_waits_for_it(forking):
    asked, forked, pipe = waiting(forking)
    asked.kill()
    asked.wait()
    for _ in range(100):
        if forked not in children():
            break
        time.sleep(0.1)
    assert forked not in children()
    os.close(pipe)
