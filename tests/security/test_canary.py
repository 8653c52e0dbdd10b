"""Errors, logs, progress and reports never hold an answer, a name or a key: a canary in the raw data is looked for in all of them."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from security.canary import WORD, columns, holders, plant

from analysis.__main__ import main

ALENE = Path(__file__).resolve().parents[1] / "programmes" / "alene"
RAW = Path("data", "raw", "alene", "nyby-2024")
NOBODYS = {"dagtilbud"}
"""A centre's code or name is nobody's answer: an unknown one is told, with the nearest that is known. So are counts of invited people."""
CELLS = [(name, column) for name in ("child.csv", "contact.csv") for column, words in enumerate(columns(ALENE / RAW / name))
         if words not in NOBODYS]
ID_COLUMNS = {"child.csv": ("barn", "bemaerkning"), "contact.csv": ("skema", "barn", "paedagog")}
"""Columns in which any word is as good as another: the run goes through, and what it made is looked through."""


def home(root, tmp_path) -> Path:
    shutil.copytree(ALENE, tmp_path, dirs_exist_ok=True)
    shutil.copytree(root / "notebooks", tmp_path / "notebooks")
    shutil.copy(root / "Snakefile", tmp_path / "Snakefile")
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize(("name", "column"), CELLS, ids=[f"{name}-{columns(ALENE / RAW / name)[column]}" for name, column in CELLS])
@pytest.mark.parametrize("whole", [True, False], ids=["instead", "before"])
def test_no_message_holds_what_stands_in_a_cell(tmp_path, capfd, name, column, whole):
    shutil.copytree(ALENE, tmp_path, dirs_exist_ok=True)
    plant(tmp_path / RAW / name, column, whole=whole)
    main(["stage", "responses", "--programme", "alene", "--municipality", "nyby", "--wave", "2024", "--root", str(tmp_path)])
    main(["check", "ONLY=nyby-2024", "PROGRAMME=alene", "--root", str(tmp_path)])
    told = capfd.readouterr()
    assert WORD not in told.out + told.err
    assert holders(tmp_path) == []


@pytest.mark.heavy
def test_a_whole_run_puts_no_id_and_no_remark_outside_the_data(root, tmp_path):
    folder = home(root, tmp_path)
    for name, words in ID_COLUMNS.items():
        path = folder / RAW / name
        plant(path, *[columns(path).index(word) for word in words], whole=False)
    assert holders(folder, but=()) != [], "nothing is planted: the test would prove nothing"
    done = run(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert WORD not in done.stdout + done.stderr
    assert holders(folder) == []
    assert list(folder.rglob("*.html"))


@pytest.mark.heavy
def test_a_run_that_fails_says_nothing_of_the_data(root, tmp_path):
    folder = home(root, tmp_path)
    for name, column in CELLS:
        plant(folder / RAW / name, column)
    done = run(folder)
    assert done.returncode != 0
    assert WORD not in done.stdout + done.stderr
    assert holders(folder) == []


def run(folder: Path) -> subprocess.CompletedProcess:
    words = [sys.executable, "-m", "analysis", "reports", "PROGRAMME=alene", "--root", str(folder)]
    return subprocess.run(words, capture_output=True, text=True, timeout=900)
