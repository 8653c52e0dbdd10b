"""One small interface to run a notebook: what it does to the process around it, and what it says when a cell fails."""

import os
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest
from publishing.example import code, notebook

from analysis.publishing.execute import environment, execute
from analysis.publishing.failures import CellFailure, cell_failure, our_line

PARAMETERS = code('shown = "default"\nlanguage = "da"', "parameters")


def run(tmp_path, *cells, **parameters):
    return execute(notebook(PARAMETERS, *cells), parameters or {"shown": "x"}, name="example", folder=tmp_path)


def output(done, cell: int = -1) -> str:
    return done.notebook.cells[cell].outputs[0].text.strip()


def test_parameters_arrive_and_the_kernel_works_in_its_folder(tmp_path):
    here = os.getcwd()
    done = run(tmp_path, code("import os\nprint(shown, os.getcwd())"), shown="the one file")
    assert output(done) == f"the one file {tmp_path}"
    assert os.getcwd() == here


def test_two_threads_two_notebooks(tmp_path):
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda name: run(tmp_path, code("print(shown)"), shown=name), ["one", "two"]))
    assert [output(one) for one in done] == ["one", "two"]


def test_the_same_notebook_gives_the_same_bytes(tmp_path):
    cells = (code("print({'b', 'a', 'c'})"), code("1"))
    first, second = (nbformat.writes(run(tmp_path, *cells).notebook) for _ in range(2))
    assert first == second


def test_a_failing_cell_is_named_and_no_answer_is_told(tmp_path):
    with pytest.raises(CellFailure) as caught:
        run(tmp_path, code("answers = ['hemmeligt svar']"), code("# a comment first\n{}[answers[0]]"))
    failure = caught.value
    assert (failure.cell, failure.source, failure.exception) == (3, "{}[answers[0]]", "KeyError")
    assert "hemmeligt" not in str(failure) + repr(failure)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_the_line_of_the_library_is_found(tmp_path):
    source = "from pathlib import Path\nfrom analysis.disclosure.shown_file import read_shown\nread_shown(Path('hemmeligt'))"
    with pytest.raises(CellFailure) as caught:
        run(tmp_path, code(source))
    assert caught.value.exception == "FileNotFoundError"
    assert caught.value.line.startswith("src/analysis/disclosure/shown_file.py:")
    assert "hemmeligt" not in str(caught.value)


def test_a_kernel_that_dies_is_told_as_such(tmp_path):
    with pytest.raises(CellFailure, match="the kernel: DeadKernelError"):
        run(tmp_path, code("import os\nos._exit(3)"))


def test_what_a_cell_prints_is_its_own(tmp_path):
    done = run(tmp_path, code("print('one')"), code("1 + 1"), code("print('two', end='')"), code("print('three')"))
    printed = ["".join(each.get("text", "") for each in cell.outputs) for cell in done.notebook.cells[-4:]]
    assert printed == ["one\n", "", "two", "three\n"]


def test_warnings_are_counted_by_name_only(tmp_path):
    done = run(tmp_path, code("import warnings\nwarnings.warn('hemmeligt', RuntimeWarning)"))
    assert done.warnings == ("RuntimeWarning",)


def test_nothing_of_the_persons_own_setting_reaches_a_kernel(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("LAERINGSRAPPORT_KEY", "/a/key")
    seen = environment(tmp_path)
    assert "PYTHONDONTWRITEBYTECODE" not in seen
    assert "LAERINGSRAPPORT_KEY" not in seen
    assert seen["PYTHONHASHSEED"] == "0"
    assert seen["OMP_NUM_THREADS"] == "1"
    assert seen["IPYTHONDIR"].startswith(str(tmp_path))


def test_the_cell_is_counted_as_it_was_committed():
    """papermill puts a cell of its own behind the parameters."""
    committed = notebook(code("a = 1"), PARAMETERS, code("b = 1"), code("c = 1"))
    assert [cell_failure("x", committed, count, "E", []).cell for count in (1, 2, 4, 5)] == [1, 2, 3, 4]


def test_the_innermost_line_of_ours_is_told_with_its_source():
    traceback = 'File "/x/src/analysis/__init__.py", line 1\nFile /y/src/analysis/__init__.py:7, in f(x)\nFile "/z/pandas/core.py", line 3'
    assert our_line(traceback) == 'src/analysis/__init__.py:7: __version__ = "0.1.0"'
