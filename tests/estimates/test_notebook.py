"""The analysis notebook is thin, readable and runs from top to bottom; the stages around it. On a small programme of one municipality."""

import ast
import os
import shutil

import nbformat
import pandas as pd
import pytest

from analysis.estimates.stage import make_facts, open_sources, write_estimates
from analysis.estimates.tables import ESTIMATE_COLUMNS, validate
from analysis.intake.stage import make_responses
from analysis.parameters import Layout, ParameterError, load_parameters
from analysis.scales.stage import make_scores

PLACE, WAVE = "nyby", "2024"


@pytest.fixture(scope="module")
def notebook(root):
    return nbformat.read(root / "notebooks" / "analysis.ipynb", as_version=4)


@pytest.fixture(scope="module")
def alone(root, tmp_path_factory):
    """A copy of the programme with its responses, scores and facts made."""
    home = tmp_path_factory.mktemp("alone")
    shutil.copytree(root / "tests" / "programmes" / "alene", home, dirs_exist_ok=True)
    parameters, layout = load_parameters(home, "alene"), Layout(home, "alene")
    make_responses(parameters, layout, PLACE, WAVE)
    make_scores(parameters, layout, PLACE, WAVE)
    make_facts(parameters, layout, WAVE)
    return parameters, layout


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def run(notebook, home, **parameters):
    """The notebook's cells in one namespace, as papermill would run them; returns it with what each last expression gave (``shown``)."""
    space, shown, before = {}, [], os.getcwd()
    os.chdir(home)
    try:
        for cell in code(notebook):
            tree = ast.parse(cell.source)
            last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, "cell", "exec"), space)
            if "parameters" in cell.metadata.get("tags", []):
                space.update(parameters)
            if last is not None:
                shown.append(eval(compile(ast.Expression(last.value), "cell", "eval"), space))
    finally:
        os.chdir(before)
    return space, shown


def test_it_is_committed_without_outputs(notebook):
    assert all(not cell.outputs and cell.execution_count is None for cell in code(notebook))


def test_its_parameters_have_the_defaults_of_the_embedded_programme(notebook):
    cell = next(cell for cell in code(notebook) if "parameters" in cell.metadata.get("tags", []))
    found = {node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(cell.source).body}
    assert found == {"programme": "laeringsledelse", "municipality": "billund", "wave": "2019", "language": "da", "raw": "", "out": ""}


def test_cells_are_short_and_hold_calls_only(notebook):
    for cell in code(notebook):
        assert len(cell.source.splitlines()) <= 9
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda | ast.For | ast.While)
            name = getattr(node, "attr", getattr(node, "id", ""))
            assert not name.startswith(("read_", "plot", "plt"))


def test_every_section_says_in_words_what_it_takes(notebook):
    words = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    assert sum(text.startswith("## ") for text in words) == 17
    assert all(len(text) > 60 for text in words)


def test_its_prose_is_translated(notebook, root):
    from analysis.display.text import FOLDER, translate_markdown

    if not (FOLDER / "notebooks.en.po").exists():
        pytest.skip("no catalogue of the notebooks' prose in English yet")
    words = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    for cell in code(notebook):
        words += [node.args[0].value for node in ast.walk(ast.parse(cell.source))
                  if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "words"]
    assert all(translate_markdown(text, "en") for text in words)


def test_it_runs_and_writes_every_estimate(notebook, alone):
    _, layout = alone
    out = layout.estimates(PLACE, WAVE)
    space, shown = run(notebook, layout.root, programme="alene", municipality=PLACE, wave=WAVE, out=str(out))
    written = pd.read_parquet(out)
    pd.testing.assert_frame_equal(written, validate(space["table"]))
    assert {"level", "answer_share", "centre_estimate", "spread", "response", "reliability"} <= set(written["kind"])
    assert not {"comparison", "change"} & set(written["kind"])                   # alone, in its first wave
    levels = written[(written["kind"] == "level") & (written["level"] == "municipality")]
    assert levels["flags"].str.contains("no_comparison").all()
    assert str(shown[0]).startswith('<header class="cover"><h1>')
    assert sum(one._repr_html_().startswith("<table>") for one in shown) >= 12
    first = out.read_bytes()
    run(notebook, layout.root, programme="alene", municipality=PLACE, wave=WAVE, out=str(out))
    assert out.read_bytes() == first                                             # two runs, the same bytes


def test_without_a_file_to_write_it_only_shows(notebook, alone):
    _, layout = alone
    layout.estimates(PLACE, WAVE).unlink(missing_ok=True)
    run(notebook, layout.root, programme="alene", municipality=PLACE, wave=WAVE)
    assert not layout.estimates(PLACE, WAVE).exists()


def test_missing_tables_are_named_all_at_once_with_the_stage_that_makes_them(alone, tmp_path):
    parameters, _ = alone
    with pytest.raises(ParameterError) as caught:
        open_sources(parameters, Layout(tmp_path, "alene"), PLACE, WAVE)
    told = str(caught.value)
    assert told.count("run the stage") == 6
    for stage in ("`responses`", "`scores`", "`facts`"):
        assert stage in told


def test_a_table_made_with_another_key_is_refused(alone):
    parameters, layout = alone
    path = layout.flow(PLACE, WAVE)
    good = path.read_bytes()
    flow = pd.read_parquet(path)
    flow.attrs = {"pseudonym_key": "another"}
    flow.to_parquet(path, index=False)
    try:
        with pytest.raises(ParameterError, match="another"):
            open_sources(parameters, layout, PLACE, WAVE)
    finally:
        path.write_bytes(good)


def test_estimates_that_break_their_contract_are_not_written(tmp_path):
    from pandera.errors import SchemaErrors

    with pytest.raises(SchemaErrors):
        write_estimates(pd.DataFrame({name: [] for name in ESTIMATE_COLUMNS[:-1]}), tmp_path / "x.parquet")
    assert not (tmp_path / "x.parquet").exists()
