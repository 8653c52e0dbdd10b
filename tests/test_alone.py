"""A municipality alone, its first wave, files in the project's own plain CSV: the whole way by the command a user types.

It gets its reports, and they say why they hold no level findings; what has not changed is not made again.
"""

import re
import shutil
import subprocess
import sys

import pandas as pd
import pytest

from analysis.disclosure.shown_file import read_shown
from analysis.parameters import Layout, Subject

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home(root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("alone")
    shutil.copytree(root / "tests" / "programmes" / "alene", folder, dirs_exist_ok=True)
    shutil.copytree(root / "notebooks", folder / "notebooks")
    shutil.copy(root / "Snakefile", folder / "Snakefile")
    return folder


def reports(home, *words: str) -> str:
    """What `make reports` prints; the run has to end well."""
    done = subprocess.run([sys.executable, "-m", "analysis", "reports", "PROGRAMME=alene", *words, "--root", str(home)],
                          capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def text_of(path) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", path.read_text(encoding="utf-8").split("</style>")[-1]))


def test_it_gets_its_reports_and_they_say_why_nothing_is_compared(home):
    assert "6 reports made" in reports(home)
    layout = Layout(home, "alene")
    estimates = pd.read_parquet(layout.estimates("nyby", "2024"))
    assert {"level", "answer_share", "spread", "gap"} <= set(estimates["kind"])
    assert not {"comparison", "comparison_level", "change", "link"} & set(estimates["kind"])
    draft = layout.report("learning-report", "public", Subject("nyby", "2024"), status="udkast")
    page = text_of(draft)
    assert "uden andre kommuner at sammenligne med" in page
    assert "Dette er den første kortlægning" in page
    shown, meta = read_shown(layout.shown("learning-report", "public", Subject("nyby", "2024")))
    assert (shown["level"] != "centre").all()
    assert meta["centres"] == []

    again = reports(home)
    assert "Nothing to do" in again

    before = {path: path.read_bytes() for path in (home / "reports").rglob("*.html") if path.name != "index.html"}
    municipality = home / "parameters" / "alene" / "municipalities" / "nyby.yml"
    municipality.write_text(municipality.read_text(encoding="utf-8").replace("status: udkast", "status: endelig"), encoding="utf-8")
    changed = reports(home, "REPORT=learning-report")
    assert "2 reports made" in changed
    page = layout.report("learning-report", "public", Subject("nyby", "2024"))
    assert page.read_bytes() != before[draft]
    assert not [path for path in page.parent.iterdir() if ".udkast." in path.name], "no draft beside the final report"
    assert "Status: endelig" in text_of(page)


@pytest.mark.heavy
def test_a_report_is_made_again_from_its_raw_data_byte_by_byte(home):
    """Of the method report too, whose notebook is told where the raw data lie."""
    reports(home, "REPORT=learning-report,method-report")

    def verify() -> subprocess.CompletedProcess:
        words = ["verify", "PROGRAMME=alene", "REPORT=learning-report,method-report", "--root", str(home)]
        return subprocess.run([sys.executable, "-m", "analysis", *words], capture_output=True, text=True, timeout=580)

    done = verify()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "byte by byte the same" in done.stdout
    assert not list((home / "data" / "processed" / "alene").glob(".verify-*")), "rows of persons are not left behind"

    raw = next(path for path in sorted((home / "data" / "raw").rglob("*.csv")) if path.stat().st_size)
    raw.write_bytes(raw.read_bytes() + b"\n")
    done = verify()
    assert done.returncode == 1
    assert raw.name in done.stdout
