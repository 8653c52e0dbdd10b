"""The embedded programme, drawn and written once for all tests of this room."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.parameters import Layout, load_parameters
from analysis.simulation.draw import draw_municipality, make_models
from analysis.simulation.plan import read_plan
from analysis.simulation.stage import simulate
from analysis.simulation.tables import used_forms

ROOT = Path(__file__).resolve().parents[2]
SIMULATE = """
import sys
from dataclasses import dataclass
from pathlib import Path
from analysis.parameters import Layout, load_parameters
from analysis.simulation.stage import simulate

@dataclass(frozen=True)
class Elsewhere(Layout):
    @property
    def processed(self):
        return Path(sys.argv[2]) / "processed"

    @property
    def truth(self):
        return self.processed / "truth"

root = Path(sys.argv[1])
simulate(load_parameters(root, "laeringsledelse"), Elsewhere(root, "laeringsledelse", Path(sys.argv[2]) / "raw"))
"""


@pytest.fixture(scope="session")
def programme():
    return load_parameters(ROOT, "laeringsledelse")


@pytest.fixture(scope="session")
def plan(programme):
    return read_plan(ROOT / "parameters" / "laeringsledelse", programme)


@pytest.fixture(scope="session")
def models(programme, plan):
    return make_models(programme, plan)


@pytest.fixture(scope="session")
def drawn(programme, plan, models):
    """municipality -> everything drawn of it, with the programme's own seed."""
    return {slug: draw_municipality(programme, plan, models, slug, programme.programme.seed) for slug in programme.municipalities}


@pytest.fixture(scope="session")
def used(programme, drawn):
    """(forms, responses) of the whole programme, as intake would hand them on."""
    import pandas as pd

    parts = [used_forms(one, programme) for one in drawn.values()]
    return pd.concat([forms for forms, _ in parts], ignore_index=True), pd.concat([answers for _, answers in parts], ignore_index=True)


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    """Folder with ``raw`` and ``processed/truth``, written by a process of its own with another order of hashes."""
    folder = tmp_path_factory.mktemp("written")
    subprocess.run([sys.executable, "-c", SIMULATE, str(ROOT), str(folder)], check=True, env={**os.environ, "PYTHONHASHSEED": "7"})
    return folder


@pytest.fixture(scope="session")
def rewritten(programme, tmp_path_factory):
    """The same again, in this process."""
    folder = tmp_path_factory.mktemp("rewritten")

    class Elsewhere(Layout):
        truth = folder / "processed" / "truth"

    simulate(programme, Elsewhere(ROOT, "laeringsledelse", folder / "raw"))
    return folder
