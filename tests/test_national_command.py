"""`make national` at its smallest: four municipalities and one wave through the whole flow, by the command a user types."""

import shutil
import subprocess
import sys

import pytest

from analysis.commands.events import Event
from analysis.commands.national import handles
from analysis.commands.tally import Tally
from analysis.parameters import Layout, Subject, load_parameters
from analysis.simulation.country import country, read_country, resized


@pytest.fixture(scope="module")
def parameters(root, tmp_path_factory):
    plan, home = resized(read_country(root), {"municipalities": 6, "profiles": 10}), tmp_path_factory.mktemp("parameters")
    for name, content in country(load_parameters(root, plan.programme), Layout(root, plan.programme), plan).items():
        path = home / "parameters" / plan.slug / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return load_parameters(home, plan.slug), plan


def test_profiles_are_a_sample_over_the_whole_country_and_the_other_reports_are_everybodys(parameters):
    found, plan = parameters
    (whole, everybody), (profile, sample) = handles(found, plan).items()
    assert whole == "learning-report,programme-report"
    assert everybody == [*(f"{slug}-2019" for slug in found.municipalities), "2019"]
    assert profile == "centre-profile"
    assert len(sample) == len(set(sample)) == 10
    assert len({handle.partition("/")[0] for handle in sample}) > 2
    _, every = handles(found, plan.model_copy(update={"profiles": 3000})).values()
    assert every == [f"{slug}-2019" for slug in found.municipalities]


def test_the_tally_tells_seconds_by_step_and_by_the_number_of_reports():
    tally = Tally()
    tally.heard(Event("scores", "kommune-01-2019", 2.0))
    for number in range(12):
        tally.heard(Event("render", f"centre-profile/centre/kommune-01-2019/{number}", 1.0 if number < 10 else 4.0))
    tally.heard(Event("render", "learning-report/public/kommune-01-2019", 3.0, exception="ValueError"))
    told = "\n".join(tally.lines())
    assert "scores: 1 in 2 s" in told
    assert "centre-profile: 12, a report 1.50 s (of the first 10 1.00 s)" in told
    assert "learning-report" not in told, "what failed is no report"


@pytest.mark.heavy
def test_a_small_country_goes_the_whole_way(root, tmp_path):
    home = tmp_path / "project"
    for name in ("parameters", "notebooks"):
        shutil.copytree(root / name, home / name)
    for name in ("Snakefile", "requirements.lock"):
        shutil.copy(root / name, home / name)
    plan = home / "parameters" / "national.yml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("waves: [2015, 2017, 2019]", "waves: [2019]"), encoding="utf-8")
    words = ["MUNICIPALITIES=4", "CENTRES=20", "CHILDREN=400", "PROFILES=2", "--root", str(home)]
    done = subprocess.run([sys.executable, "-m", "analysis", "national", *words], capture_output=True, text=True, timeout=3000)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "learning-report: 4, a report" in done.stdout
    assert "largest process of steps and notebooks that were forked" in done.stdout
    layout = Layout(home / "build" / "national", "national")
    programme = layout.report("programme-report", "partners", Subject(wave="2019"), status="endelig").read_text(encoding="utf-8")
    assert "Syntetiske data" in programme
    assert "Kommune 04" in programme
    assert len(list(layout.reports.rglob("centre-profile.pdf"))) == 2
    assert not list((home / "reports").rglob("*.html")), "the project's own reports are left alone"
