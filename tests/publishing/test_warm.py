"""Kernels forked from a zygote: the same outputs as stock ones, a fresh process each, and no report lost when the zygote is."""

import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from publishing.example import code, notebook

from analysis.publishing import warm
from analysis.publishing.execute import execute
from analysis.publishing.failures import CellFailure

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")

PARAMETERS = code('shown = "default"\nlanguage = "da"', "parameters")
CELLS = (
    "import sys, warnings\nprint(shown, sorted({'b', 'a', 'c'}), {'b', 'a', 'c'})\nprint('told apart', file=sys.stderr)",
    "import pandas as pd\npd.DataFrame({f'column {number}': [number / 3] for number in range(30)})",
    "from IPython.display import HTML, display\ndisplay(HTML('<p>one</p>'))\nHTML('<p>two</p>')",
    "import matplotlib.pyplot as plt\nfigure, axes = plt.subplots(figsize=(2, 1))\naxes.plot([1, 2, 3]);",
    "import seaborn as sns\nsns.set_theme()\nsns.stripplot(x=[1, 2, 3], y=['a', 'b', 'a'], jitter=False).set_title('æøå');",
    "import numpy as np\nnp.random.default_rng(5).normal(size=3)",
    "import os\nos.getcwd(), sys.argv, sys.path, sorted({*os.environ} - {'JPY_PARENT_PID', 'PYDEVD_USE_FRAME_EVAL'})",
    "warnings.warn('seen', RuntimeWarning)",
)
"""What a report's cells may do: print, show frames, HTML and figures, draw at random, warn."""


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """The variable that leads to a zygote that listens."""
    with warm.zygote(tmp_path_factory.mktemp("zygote") / "log") as variables:
        for _ in range(600):
            if Path(variables[warm.SOCKET]).exists():
                break
            time.sleep(0.1)
        yield variables


@pytest.fixture
def forked(running, monkeypatch):
    """Kernels are forked in this test."""
    monkeypatch.setenv(warm.SOCKET, running[warm.SOCKET])
    assert warm.available()


def run(folder: Path, *sources: str, **parameters: str):
    folder.mkdir(exist_ok=True)
    return execute(notebook(PARAMETERS, *map(code, sources)), parameters or {"shown": "x"}, name="example", folder=folder)


def said(done, cell: int = -1) -> str:
    return done.notebook.cells[cell].outputs[0].text.strip()


def outputs(done) -> list:
    """Every cell's outputs and number; without the numbers of processes and the names of temporary folders, which no two kernels share."""
    import json
    import re

    told = [(cell.get("execution_count"), json.dumps(cell.get("outputs", []), sort_keys=True)) for cell in done.notebook.cells]
    return [(number, re.sub(r"ipykernel_\d+/\d+|/lr-\w+", "", text)) for number, text in told]


@pytest.mark.slow
def test_a_forked_kernel_gives_what_a_stock_kernel_gives(tmp_path, running, monkeypatch):
    stock = run(tmp_path, *CELLS)
    monkeypatch.setenv(warm.SOCKET, running[warm.SOCKET])
    forked = run(tmp_path, *CELLS)
    assert outputs(forked) == outputs(stock)
    assert sum("image/" in told for _, told in outputs(stock)) == 2, "the figures are there"
    assert (forked.warnings, forked.notebook.metadata) == (stock.warnings, stock.notebook.metadata)


def test_a_kernel_was_forked_and_not_started(tmp_path, forked):
    parent = said(run(tmp_path, "import os\nprint(open(f'/proc/{os.getppid()}/cmdline').read().split(chr(0))[1])"))
    assert Path(parent).name == "zygote.py"


def test_nothing_crosses_from_one_report_to_the_next(tmp_path, forked):
    plant = "import analysis.display, os\nanalysis.display.planted = os.environ['PLANTED'] = 'here'\nprint('planted')"
    look = "import analysis.display, os\nprint(hasattr(analysis.display, 'planted'), 'PLANTED' in os.environ)"
    assert said(run(tmp_path, plant)) == "planted"
    assert said(run(tmp_path, look)) == "False False"


def test_chance_is_another_in_every_kernel(tmp_path, forked):
    source = "import random, uuid, numpy\nprint(random.random(), numpy.random.random(), numpy.random.default_rng().random(), uuid.uuid4())"
    first, second = (said(run(tmp_path, source)).split() for _ in range(2))
    assert not set(first) & set(second)


def test_a_report_imports_nothing_heavy_after_the_fork(tmp_path, forked):
    """What is imported in every kernel anew is what the zygote was meant to save."""
    source = (
        "import sys\nbefore = set(sys.modules)\n"
        "import analysis.display.report, analysis.disclosure.shown_file, analysis.estimates.municipality, pyarrow.parquet, babel.numbers\n"
        "print(len(set(sys.modules) - before))"
    )
    assert int(said(run(tmp_path, source))) <= 2


def test_many_at_once(tmp_path, forked):
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda number: run(tmp_path / str(number), "print(shown)", shown=f"report {number}"), range(8)))
    assert [said(one) for one in done] == [f"report {number}" for number in range(8)]


@pytest.mark.parametrize("ending", ["os._exit(3)", "os.kill(os.getpid(), 9)"])
def test_a_forked_kernel_that_dies_is_told_as_such(tmp_path, forked, ending):
    with pytest.raises(CellFailure, match="the kernel: DeadKernelError"):
        run(tmp_path, f"import os\n{ending}")
    assert said(run(tmp_path, "print('the next one runs')")) == "the next one runs"


def test_a_kernel_ends_with_its_notebook(tmp_path, forked):
    pid = int(said(run(tmp_path, "import os, subprocess\nchild = subprocess.Popen(['sleep', '100'])\nprint(child.pid)")))
    assert ended(pid), "what it started is gone with it"


def test_a_kernel_nobody_waits_for_is_ended(tmp_path, forked):
    request = {"argv": ["-f", str(tmp_path / "connection.json")], "env": dict(os.environ), "cwd": str(tmp_path)}
    process = warm.Forked(request)
    assert process.poll() is None
    process._connection.close()  # as when the job that asked for it is killed
    assert ended(process.pid)


def test_without_its_zygote_a_report_is_made_by_a_stock_kernel(tmp_path, monkeypatch):
    with warm.zygote(tmp_path / "log") as variables:
        monkeypatch.setenv(warm.SOCKET, variables[warm.SOCKET])
    assert not warm.available()
    assert said(run(tmp_path, "print('made')")) == "made"


def test_all_kernels_end_with_the_zygote(tmp_path):
    with warm.zygote(tmp_path / "log") as variables:
        for _ in range(600):
            if Path(variables[warm.SOCKET]).exists():
                break
            time.sleep(0.1)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(warm.SOCKET, variables[warm.SOCKET])
            process = warm.Forked({"argv": ["-f", str(tmp_path / "connection.json")], "env": dict(os.environ), "cwd": str(tmp_path)})
    assert ended(process.pid)
    assert process.poll() == -signal.SIGKILL


def test_one_switch_turns_it_off(tmp_path, monkeypatch):
    monkeypatch.setenv("KERNELS", "stock")
    with warm.zygote(tmp_path / "log") as variables:
        assert variables == {}


def ended(pid: int) -> bool:
    """Whether process ``pid`` is gone, within ten seconds."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False
