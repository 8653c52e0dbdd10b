"""What a step reads and rests on: nobody else's rows, and only the rooms it may import."""

import ast
import shutil
from pathlib import Path

import pandas as pd
import pytest

from analysis.estimates.facts import wave_facts
from analysis.estimates.scale_facts import Answers
from analysis.parameters import Layout, load_parameters, rounds
from analysis.publishing.flow import ROOMS, Flow
from analysis.publishing.hashes import LIBRARY, folder_hash, rooms_hash

ALENE = Path(__file__).resolve().parents[1] / "programmes" / "alene"


@pytest.fixture(scope="module")
def flow(root):
    return Flow(load_parameters(root, "laeringsledelse"), Layout(root, "laeringsledelse"))


def test_a_municipalitys_estimates_never_open_anothers_rows(flow):
    read = flow.for_estimates("billund", "2019")
    own = [path for path in read if "responses" in path.parts or "scores" in path.parts]
    assert own
    assert all("billund" in path.parts for path in own)
    assert {path.stem for path in read if "facts" in path.parts} == {"2015", "2017", "2019"}
    assert not [path for path in flow.for_estimates("billund", "2017") if "2019" in (path.stem, path.parent.name)]


def test_facts_rest_on_everybodys_waves_so_far_and_on_no_later_one(flow):
    def read(wave: str) -> set[Path]:
        return {path for path in flow.for_facts(wave) if "scores" in path.parts}

    assert read("2019") == {flow.layout.scores(*entry) for entry in flow.waves}
    assert read("2017") == {flow.layout.scores(*entry) for entry in flow.waves if entry[1] != "2019"}
    assert flow.layout.scores("kolding", "2016") in read("2015")  # others are compared with it
    assert not [path for path in read("2015") if path.stem == "2017"]


@pytest.mark.parametrize("programme", ["laeringsledelse", "eclsk"])
def test_facts_ask_for_no_round_they_do_not_rest_on(root, programme):
    """Were one left out of what Snakemake is told, facts would stay as they were when it changes."""
    parameters = load_parameters(root, programme)
    flow = Flow(parameters, Layout(root, programme))
    for wave in parameters.programme.waves:
        asked = set()
        answers = Answers(lambda *one, asked=asked: asked.add(one), pd.DataFrame({"role": [], "scale": [], "basis": [], "sd": []}))
        wave_facts(parameters, wave.wave, lambda *one, asked=asked: asked.add(one), answers)
        assert asked
        assert asked <= set(flow.facts_rest_on(wave.wave))


def test_shown_files_are_the_ones_the_disclosure_stage_writes(flow):
    from analysis.disclosure.stage import shown_paths

    for about in rounds(flow.parameters):
        assert flow.shown(about) == shown_paths(flow.parameters, flow.layout, about)


def test_every_reports_shown_file_is_written(flow):
    from analysis.publishing.plan import every_report

    for entry in every_report(flow.parameters):
        shown = entry.shown(flow.layout)
        assert shown is None or shown in flow.shown(entry.subject.round)


def test_a_change_in_a_room_touches_the_steps_that_rest_on_it():
    assert not [step for step in ("simulate", "responses", "scores", "facts", "estimates", "shown") if "display" in ROOMS[step]]
    assert "display" in ROOMS["render"]


def stage_imports(room: str) -> set[str]:
    """Rooms that any module of ``room`` imports."""
    found = set()
    for path in (LIBRARY / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("analysis."):
                found.add(node.module.split(".")[1])
    return found - {room}


@pytest.mark.parametrize("step", [step for step in ROOMS if step not in ("render", "shown")])
def test_a_step_rests_on_every_room_its_code_imports(step):
    """Hashing less than what is imported would leave stale files behind."""
    hashed = {room.partition("/")[0] for room in ROOMS[step]} | {"parameters"}
    for room in ROOMS[step]:
        if "/" not in room:
            assert stage_imports(room) <= hashed


def test_hashes_follow_content_and_names_not_times(tmp_path):
    (tmp_path / "a.py").write_text("1")
    (tmp_path / "__pycache__").mkdir()
    first = folder_hash(tmp_path)
    (tmp_path / "__pycache__" / "a.pyc").write_text("x")
    (tmp_path / "a.py").touch()
    assert folder_hash(tmp_path) == first
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert folder_hash(tmp_path) != first
    assert rooms_hash("parameters") != rooms_hash("intake")


def test_raw_files_are_named_one_by_one(flow):
    found = flow.raw("billund", "2019")
    assert Path("billund/2019/child/dataset.csv") in [path.relative_to(flow.layout.raw) for path in found]
    assert len(found) == len(set(found))


def test_a_programme_given_a_folder_of_raw_data_simulates_nothing(flow, tmp_path):
    assert flow.simulated
    given = Flow(flow.parameters, Layout(flow.layout.root, flow.layout.programme, tmp_path))
    assert not given.simulated
    assert given.missing_raw(["billund"])


def test_files_in_a_folder_of_an_export_are_inputs_one_by_one(tmp_path):
    """A folder's own date says nothing of what is in it."""
    shutil.copytree(ALENE, tmp_path, dirs_exist_ok=True)
    folder = tmp_path / "data" / "raw" / "alene" / "nyby-2024"
    (folder / "child").mkdir()
    (folder / "child.csv").rename(folder / "child" / "export.csv")
    path = tmp_path / "parameters" / "alene" / "municipalities" / "nyby.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("nyby-2024/child.csv, format: csv", "nyby-2024/child"), encoding="utf-8")
    flow = Flow(load_parameters(tmp_path, "alene"), Layout(tmp_path, "alene"))
    assert folder / "child" / "export.csv" in flow.raw("nyby", "2024")


def test_a_municipalitys_own_recommendations_are_read_for_its_reports_alone(root, tmp_path):
    shutil.copytree(root / "parameters" / "laeringsledelse", tmp_path / "parameters" / "laeringsledelse")
    own = tmp_path / "parameters" / "laeringsledelse" / "municipalities" / "billund" / "recommendations" / "guided-play.yml"
    own.parent.mkdir()
    own.write_text("recommendation: guided-play\ncaution: {da: Vores eget forbehold., en: Our own caution.}\n", encoding="utf-8")
    flow = Flow(load_parameters(tmp_path, "laeringsledelse"), Layout(tmp_path, "laeringsledelse"))
    assert own in flow.people("billund")
    assert own not in flow.people("kolding")
    assert own not in flow.people("")
