"""The fixture programme is what its script makes, and valid."""

import importlib.util
from pathlib import Path

from analysis.parameters import load_parameters

HERE = Path(__file__).parent


def test_the_raw_files_are_the_scripts():
    spec = importlib.util.spec_from_file_location("make_alene", HERE / "make_alene.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert {path.name: path.read_bytes() for path in script.RAW.iterdir()} == script.files()


def test_the_programme_is_valid_and_alone():
    parameters = load_parameters(HERE / "alene", "alene")
    assert list(parameters.municipalities) == ["nyby"]
    assert len(parameters.municipality("nyby").waves) == 1
