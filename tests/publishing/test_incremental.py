"""What a change makes again, by Snakemake's own reckoning: what depends on the changed content, and nothing else.

Every step of the flow is run once with a command that writes stand-ins; a dry run then says what would run after each change.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from analysis.commands import snake
from analysis.commands.project import Project
from analysis.publishing.flow import Flow

pytestmark = pytest.mark.slow

PROGRAMME = "laeringsledelse"
STAND_IN = "for one in {output}; do echo $one > $one; done; echo"
"""What each step does here; the words of its own command go to its log."""


@pytest.fixture(scope="module")
def project(root, tmp_path_factory):
    """Every report of Billund's latest wave, made; the library is a copy, so that it can change."""
    home = tmp_path_factory.mktemp("incremental")
    ignored = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    shutil.copytree(root / "parameters" / PROGRAMME, home / "parameters" / PROGRAMME, ignore=ignored)
    shutil.copytree(root / "notebooks", home / "notebooks", ignore=ignored)
    shutil.copytree(root / "src", home / "src", ignore=ignored)
    shutil.copy(root / "requirements.lock", home / "requirements.lock")
    flow = (root / "Snakefile").read_text(encoding="utf-8")
    assert flow.count('"{STAGE} ') == len(re.findall(r"^ +shell:", flow, re.MULTILINE))
    own_library = "import sys\nsys.path.insert(0, 'src')\n"
    (home / "Snakefile").write_text(own_library + flow.replace("{STAGE}", STAND_IN), encoding="utf-8")
    raw = home / "raw"
    project = Project(home, PROGRAMME, raw=str(raw), only="billund-2019")
    for path in Flow(project.parameters, project.layout).all_raw():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{path}\n", encoding="utf-8")
    subprocess.run(snake.command(project), cwd=home, env=snake.environment(), check=True, capture_output=True)
    return project


@pytest.fixture
def changed(project):
    """``changed(path)`` adds a line to a file until the test is over; returns the rules that would run, with their wildcards."""
    before: dict[Path, bytes] = {}

    def change(path: Path) -> set[tuple[str, ...]]:
        before[path] = path.read_bytes()
        with path.open("ab") as file:
            file.write(b"\n")
        return planned(project)

    yield change
    for path, content in before.items():
        path.write_bytes(content)


def planned(project) -> set[tuple[str, ...]]:
    return {(job.rule, *(job.wildcards.get(name, "") for name in ("municipality", "wave"))) for job in snake.dry_run(project)}


def test_touching_every_file_makes_nothing_again(project):
    for path in project.root.rglob("*"):
        if path.is_file() and ".snakemake" not in path.parts:
            os.utime(path)
    assert planned(project) == set()


def test_a_changed_answer_makes_again_what_rests_on_its_wave(project, changed):
    found = changed(project.layout.raw / "billund" / "2019" / "child" / "dataset.csv")
    assert {one for one in found if one[0] == "responses"} == {("responses", "billund", "2019")}
    assert {one for one in found if one[0] == "scores"} == {("scores", "billund", "2019")}
    assert {one for one in found if one[0] == "programme_facts"} == {("programme_facts", "", "2019")}
    assert {one for one in found if one[0] == "estimates"} == {("estimates", "billund", "2019")}
    assert ("shown_billund_2019", "", "") in found
    assert not [rule for rule, *_ in found if rule.startswith(("shown_", "render_")) and "billund_2019" not in rule]


def test_a_changed_sentence_renders_again_and_estimates_nothing(project, changed):
    found = changed(project.root / "src" / "analysis" / "display" / "catalogues" / "da.po")
    assert found
    assert not [rule for rule, *_ in found if not rule.startswith("render_")]


def test_a_changed_notebook_makes_its_own_reports_again(project, changed):
    found = changed(project.root / "notebooks" / "centre-profile.ipynb")
    assert {rule for rule, *_ in found} == {"render_centre_profile_billund_2019_da"}


def test_a_changed_text_of_a_municipality_estimates_nothing(project, changed):
    text = next((project.layout.parameters / "municipalities" / "billund").rglob("*.md"))
    found = changed(text)
    assert ("shown_billund_2019", "", "") in found
    assert not [rule for rule, *_ in found if not rule.startswith(("shown_", "render_"))]
