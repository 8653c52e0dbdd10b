"""What the tests of intake share: the programme of one municipality alone, in a folder of its own that a test may break."""

import shutil
from pathlib import Path

import pytest

from analysis.parameters import Layout, load_parameters

ALENE = Path(__file__).resolve().parents[1] / "programmes" / "alene"


@pytest.fixture
def alone(tmp_path):
    """(parameters, layout) of a copy of the programme ``alene``, raw files and norms included."""
    shutil.copytree(ALENE, tmp_path, dirs_exist_ok=True)
    return load_parameters(tmp_path, "alene"), Layout(tmp_path, "alene")
