"""What the tests of scales share: the programme of one municipality alone with its wave taken in, and golden numbers."""

import json
import shutil
from pathlib import Path

import pytest

from analysis.intake.stage import make_responses
from analysis.parameters import Layout, load_parameters

TESTS = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def _taken_in(tmp_path_factory):
    root = tmp_path_factory.mktemp("alene")
    shutil.copytree(TESTS / "programmes" / "alene", root, dirs_exist_ok=True)
    make_responses(load_parameters(root, "alene"), Layout(root, "alene"), "nyby", "2024")
    return root


@pytest.fixture
def alone(_taken_in, tmp_path):
    """(parameters, layout) of a copy of the programme ``alene`` with its forms and responses made."""
    shutil.copytree(_taken_in, tmp_path, dirs_exist_ok=True)
    return load_parameters(tmp_path, "alene"), Layout(tmp_path, "alene")


@pytest.fixture
def golden():
    """Reader of ``tests/golden/<name>.json``; every file names who made its numbers."""

    def read(name: str) -> dict:
        content = json.loads((TESTS / "golden" / f"{name}.json").read_text(encoding="utf-8"))
        assert content["producer"]
        return content

    return read


@pytest.fixture
def oracle(shared):
    """Reader of the reference numbers made by R, beside the project."""

    def read(name: str) -> dict:
        return json.loads((shared / "oracles" / f"{name}.json").read_text(encoding="utf-8"))

    return read
