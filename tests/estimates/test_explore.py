"""The notebook that explores: one question from answers to a figure in ten lines, run on the small programme of the tests."""

import ast

import matplotlib
import nbformat
import pytest
from estimates.made import scores_of, tables_of
from estimates.rounds import NORMS

from analysis.estimates.facts import wave_facts
from analysis.estimates.sources import gather


@pytest.fixture(scope="module")
def notebook(root):
    return nbformat.read(root / "notebooks" / "explore.ipynb", as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_it_is_thin_and_without_outputs_and_writes_nothing(notebook):
    nbformat.validate(notebook)
    for cell in code(notebook):
        assert not cell.outputs
        assert len(cell.source.splitlines()) <= 10
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda | ast.For | ast.While)
            assert not getattr(node, "attr", "").startswith(("read_", "to_", "write", "save"))


def test_its_prose_is_translated(notebook):
    from analysis.display.text import translate_markdown

    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            assert translate_markdown(cell.source, "en") != cell.source


def test_its_defaults_are_a_practice_and_an_outcome_of_the_embedded_programme(notebook, root):
    from analysis.parameters import load_parameters

    names = {node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(code(notebook)[0].source).body}
    parameters = load_parameters(root, names["programme"])
    assert names["wave"] in {entry.wave for entry in parameters.municipality(names["municipality"]).waves}
    assert parameters.scale("staff", names["practice"]).asked(names["wave"])
    assert parameters.scale(*names["outcome"]).asked(names["wave"])


def test_it_goes_from_answers_to_a_figure(notebook, parameters):
    """Every cell as written; only the files are made here, since there are none before ``make reports``."""
    facts = wave_facts(parameters, "2019", lambda place, wave: scores_of(place, wave) if place == "alpha" else None)
    forms, responses, flow = tables_of("alpha", "2019")
    made = gather(parameters, "alpha", "2019", scores={"2019": scores_of("alpha", "2019")}, forms=forms, responses=responses, flow=flow,
                  facts=facts, norms=NORMS)
    space = {}
    with matplotlib.rc_context({"backend": "agg"}):
        for cell in code(notebook):
            source = cell.source.replace("open_sources(load_parameters(root, programme), Layout(root, programme), municipality, wave)",
                                         "made")
            space |= {"made": made}
            exec(compile(source, cell.id, "exec"), space)
            if "parameters" in cell.metadata.get("tags", []):
                space |= {"practice": "reading", "outcome": ("contact", "skills")}
    assert len(space["figure"].collections[0].get_offsets()) == 12
    assert space["link"].n_groups == 12
    assert space["link"].low < space["link"].estimate < space["link"].high
