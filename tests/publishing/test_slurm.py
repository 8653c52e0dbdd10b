"""A cluster makes what one machine makes, byte for byte, and a job that is lost there is done again: the small programme, both ways.

The machine's run has forked kernels, the cluster's stock ones, so the two kinds are held to the same reports as well.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from importlib.metadata import distributions
from pathlib import Path

import pytest
from publishing import slurm

from analysis.commands.snake import environment

pytestmark = pytest.mark.heavy

PROFILE = Path("profiles") / "slurm"
LOST = "estimates"
"""The rule whose job is cancelled while it runs, once."""
OFTEN = ["--slurm-init-seconds-before-status-checks", "6"]
WITHOUT_ACCOUNTING = ["--slurm-status-command", "squeue", "--slurm-no-account"]


@pytest.fixture(scope="module")
def plugin(root) -> str:
    """The folder of Snakemake's Slurm executor, in the versions the profile names; "" where it is part of the environment."""
    if lacking := slurm.missing():
        pytest.skip(f"no Slurm on this machine ({', '.join(lacking)}): Debian's slurm-wlm has it")
    own = root / "build" / "slurm"
    folder = "" if importlib.util.find_spec("snakemake_executor_plugin_slurm") else str(own)
    found = {one.metadata["Name"]: one.version for one in distributions(path=[folder] if folder else sys.path)}
    if "snakemake-executor-plugin-slurm" not in found:
        pytest.skip(f"no Slurm executor for Snakemake: pip install --no-deps --target build/slurm --requirement {PROFILE}/requirements.txt")
    pinned = [line.split("==") for line in (root / PROFILE / "requirements.txt").read_text().splitlines() if "==" in line]
    assert {name: found.get(name) for name, _ in pinned} == dict(pinned)
    return folder


def made(root: Path, home: Path) -> None:
    """The small programme's project, nothing built."""
    shutil.copytree(root / "tests" / "programmes" / "alene", home)
    ignored = shutil.ignore_patterns(".ipynb_checkpoints")
    for folder in (Path("notebooks"), PROFILE):
        shutil.copytree(root / folder, home / folder, ignore=ignored)
    for name in ("Snakefile", "requirements.lock"):
        shutil.copy(root / name, home / name)


def built(home: Path) -> dict[str, bytes]:
    """Every file that a run has made, but for its logs."""
    places = (home / "data" / "processed", home / "reports")
    return {str(path.relative_to(home)): path.read_bytes() for place in places for path in sorted(place.rglob("*"))
            if path.is_file() and "logs" not in path.parts}


def reports(home: Path) -> str:
    """What ``make reports`` prints."""
    words = [sys.executable, "-m", "analysis", "reports", "PROGRAMME=alene", "--root", str(home)]
    done = subprocess.run(words, cwd=home, env=environment(), capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def one_job_lost(surroundings: dict[str, str]):
    """Cancel the first job of the rule ``LOST`` that is seen running; the list holds its number afterwards."""
    lost: list[str] = []
    over = threading.Event()

    def watch() -> None:
        while not lost and not over.wait(0.2):
            asked = ["squeue", "--noheader", "--states=RUNNING", "--format=%i %k"]
            queue = subprocess.run(asked, env=surroundings, capture_output=True, text=True).stdout
            for line in queue.splitlines():
                number, _, about = line.partition(" ")
                if about.startswith(f"rule_{LOST}_"):
                    subprocess.run(["scancel", number], env=surroundings, check=True)
                    lost.append(number)
                    return

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield lost
    finally:
        over.set()
        watcher.join()


def test_a_cluster_makes_what_one_machine_makes_though_a_job_is_lost(root, plugin, tmp_path):
    home, local = tmp_path / "project", tmp_path / "local"
    made(root, home)
    assert "6 reports made" in reports(home)
    home.rename(local)  # the other run has the same folder: the stored analysis names it
    made(root, home)

    surroundings = environment() | {"PYTHONPATH": os.pathsep.join(filter(None, [plugin, os.environ.get("PYTHONPATH", "")]))}
    words = [sys.executable, "-m", "snakemake", "--profile", str(PROFILE), *WITHOUT_ACCOUNTING, *OFTEN, "--config", "programme=alene"]
    (tmp_path / "slurm").mkdir()
    with slurm.cluster(tmp_path / "slurm") as variables, one_job_lost(surroundings | variables) as lost:
        run = subprocess.run(words, cwd=home, env=surroundings | variables, capture_output=True, text=True, timeout=600)
    told = run.stdout + run.stderr
    assert run.returncode == 0, told
    assert len(lost) == 1
    assert f"SLURM-job '{lost[0]}' failed, SLURM status is: 'CANCELLED'" in told
    assert told.count(f"(Rule: {LOST})") == 1, "it was done again"

    assert "Nothing to do" in reports(home)
    cluster, machine = built(home), built(local)
    assert sorted(cluster) == sorted(machine)
    assert [name for name in machine if cluster[name] != machine[name]] == []
    assert sum(name.startswith("reports/alene/") for name in machine) == 18
