"""Last wave's file again."""

import shutil

from analysis.intake.stage import make_responses
from analysis.parameters import Layout, load_parameters
from analysis.simulation.stage import simulate


def test_passes(delivery):
    assert delivery.after().told("file_of_last_wave") == []


def test_passes_over_a_wave_before_that_was_not_made(delivery):
    assert delivery.result("file_of_last_wave").reason == "the wave before (2022) has not been made yet"


def test_fails(delivery):
    delivery.after().damage("leader.csv", lambda data: (delivery.layout.raw / "2022" / "leader.csv").read_bytes())
    assert delivery.told("file_of_last_wave") == [
        "data/raw/proeve/2024/leader.csv: file: found the content of data/raw/proeve/2022/leader.csv, "
        "expected this wave's export, not that of 2022."
    ]


def test_passes_where_only_what_is_about_the_questions_is_the_same(root, tmp_path):
    """The embedded programme's leaders are asked the same in 2017 and 2019: their labels and structure are the same files again."""
    shutil.copytree(root / "parameters" / "laeringsledelse", tmp_path / "parameters" / "laeringsledelse")
    parameters, layout = load_parameters(tmp_path, "laeringsledelse"), Layout(tmp_path, "laeringsledelse")
    simulate(parameters, layout)
    folders = [layout.raw / "nordfyn" / wave / "leader" for wave in ("2017", "2019")]
    assert (folders[0] / "labels.csv").read_bytes() == (folders[1] / "labels.csv").read_bytes()
    make_responses(parameters, layout, "nordfyn", "2017")
    make_responses(parameters, layout, "nordfyn", "2019")
