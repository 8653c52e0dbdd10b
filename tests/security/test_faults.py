"""Whatever breaks a run, no part of a report stands as a whole one, and the next run finishes with the very files of an undisturbed one."""

import hashlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis.intake.pseudonyms import VARIABLE, fingerprint

pytestmark = pytest.mark.heavy

ALENE = Path(__file__).resolve().parents[1] / "programmes" / "alene"
RAW = Path("data", "raw", "alene", "nyby-2024", "child.csv")
KILLS = int(os.environ.get("KILLS", "20"))
LIMIT = 40_000
"""Bytes a file may have on the full disk: less than a page, more than a log."""


def folder_of(root, place: Path) -> Path:
    shutil.copytree(ALENE, place, dirs_exist_ok=True)
    shutil.copytree(root / "notebooks", place / "notebooks")
    shutil.copy(root / "Snakefile", place / "Snakefile")
    return place


def words(home: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "analysis", "reports", "PROGRAMME=alene", *more, "--root", str(home)]


def run(home: Path, **more) -> subprocess.CompletedProcess:
    return subprocess.run(words(home), capture_output=True, text=True, timeout=900, **more)


def made(home: Path) -> dict[str, str]:
    """Path -> hash of every report's file; the method report tells the versions and times of nothing, so it is among them."""
    kinds = (".html", ".pdf", ".xlsx", ".json")
    return {path.relative_to(home).as_posix(): _sha(path) for path in sorted((home / "reports").rglob("*")) if path.suffix in kinds}


def assert_whole(home: Path) -> None:
    """Every passport's files are there and are the ones it was written for; a page without its passport is not a report."""
    for passport in (home / "reports").rglob("*.passport.json"):
        told = json.loads(passport.read_text(encoding="utf-8"))
        stem = passport.name.removesuffix(".passport.json")
        for suffix, digest in told["files"].items():
            assert _sha(passport.with_name(f"{stem}.{suffix}")) == digest


def _sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def undisturbed(root, tmp_path_factory) -> dict[str, str]:
    home = folder_of(root, tmp_path_factory.mktemp("undisturbed"))
    done = run(home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert_whole(home)
    return made(home)


def members(group: int) -> list[int]:
    """Processes of a process group: the run, Snakemake, a step, its kernels."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getpgid(int(entry.name)) == group:
                    found.append(int(entry.name))
            except ProcessLookupError:
                continue
    return sorted(found)


def test_killed_at_random_moments(root, tmp_path, undisturbed):
    home, draw = folder_of(root, tmp_path), random.Random(1)
    for _ in range(KILLS):
        process = subprocess.Popen(words(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        until = time.monotonic() + draw.uniform(0.5, 12)
        while time.monotonic() < until and process.poll() is None:
            time.sleep(0.05)
        alive = members(process.pid)
        if alive:
            os.kill(draw.choice(alive), signal.SIGKILL)
            time.sleep(draw.uniform(0, 0.5))
        for one in members(process.pid):
            try:
                os.kill(one, signal.SIGKILL)
            except ProcessLookupError:
                continue
        process.wait()
        assert_whole(home)
    done = run(home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert made(home) == undisturbed


def test_a_full_disk(root, tmp_path, undisturbed):
    home = folder_of(root, tmp_path)
    done = run(home, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, LIMIT)))
    assert done.returncode != 0
    assert_whole(home)
    assert not list((home / "reports").rglob("*learning-report*.html"))
    done = run(home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert made(home) == undisturbed


def test_two_runs_at_once(root, tmp_path, undisturbed):
    home = folder_of(root, tmp_path)
    both = [subprocess.Popen(words(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(2)]
    for process in both:
        process.wait(timeout=900)
    assert_whole(home)
    done = run(home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert made(home) == undisturbed


def test_files_cut_short_between_two_runs(root, tmp_path, undisturbed):
    """Made files that were cut short stop the run that reads them, by name; removed, they are made again."""
    home = folder_of(root, tmp_path)
    assert run(home).returncode == 0
    cut = next((home / "data" / "processed" / "alene").rglob("scores/**/*.parquet"))
    cut.write_bytes(cut.read_bytes()[:100])
    done = run(home)
    assert done.returncode != 0
    assert_whole(home)
    assert made(home) == undisturbed, "the last good reports stand"
    cut.unlink()
    done = run(home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert made(home) == undisturbed


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def unreadable(path: Path) -> None:
    """Whoever runs this may read everything, so: something that is no file."""
    path.unlink()
    path.mkdir()


def gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("damage", [half, unreadable, gone])
def test_raw_files_that_break_between_two_runs(root, tmp_path, undisturbed, damage):
    """A broken export stops the run by its name; the last good reports stand, and with the file whole they come again."""
    home = folder_of(root, tmp_path)
    assert run(home).returncode == 0
    raw = home / RAW
    whole = raw.read_bytes()
    damage(raw)
    done = run(home)
    assert done.returncode != 0
    assert raw.name in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert made(home) == undisturbed
    raw.rmdir() if raw.is_dir() else raw.unlink(missing_ok=True)
    raw.write_bytes(whole)
    done = run(home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert made(home) == undisturbed


def test_a_run_without_its_key_or_with_another_makes_nothing_and_the_right_one_finishes(root, tmp_path):
    home, keys = folder_of(root, tmp_path / "home"), {name: tmp_path / name for name in ("right", "wrong")}
    for name, path in keys.items():
        path.write_text(f"{name}-key-of-a-test-that-is-long-enough-to-be-one\n")
        path.chmod(0o600)
    programme = home / "parameters" / "alene" / "programme.yml"
    ours = fingerprint(keys["right"].read_bytes().split()[0])
    programme.write_text(programme.read_text(encoding="utf-8").replace("pseudonym_key: public-test", f"pseudonym_key: {ours}"))
    without = {name: value for name, value in os.environ.items() if name != VARIABLE}
    for surroundings in (without, without | {VARIABLE: str(keys["wrong"])}):
        done = run(home, env=surroundings)
        assert done.returncode != 0
        assert VARIABLE in done.stdout + done.stderr
        assert not list((home / "reports").rglob("*.passport.json"))
    done = run(home, env=without | {VARIABLE: str(keys["right"])})
    assert done.returncode == 0, done.stdout + done.stderr
    assert_whole(home)
    assert made(home)
