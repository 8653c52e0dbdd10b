"""A notebook and its report agree on their parameters, both ways; papermill alone would warn and render the default municipality."""

import pytest
from publishing.example import code, notebook

from analysis.parameters import ParameterError
from analysis.publishing.notebook_parameters import (
    NOTEBOOKS,
    AnalysisParameters,
    ReportParameters,
    check_notebook,
    check_notebooks,
    checked_parameters,
    defaults,
)


def problems(source: str, model=ReportParameters) -> str:
    return "\n".join(str(problem) for problem in check_notebook(notebook(code(source, "parameters")), "notebooks/x.ipynb", model))


def test_a_cell_that_agrees_has_no_problem():
    assert problems('shown = "a=b"  # an equals sign defeats papermill\'s own reading\nlanguage: str = "en"') == ""


def test_a_misspelled_parameter_is_told_with_the_nearest():
    found = problems('shown = ""\nlangauge = "da"')
    assert "parameters.langauge: found a parameter its report does not have" in found
    assert "Did you mean 'language'?" in found
    assert "parameters.language: found nothing" in found


def test_a_default_of_the_wrong_kind_is_told():
    assert "parameters.language" in problems('shown = ""\nlanguage = "sv"')
    assert "a literal value" in problems('shown = open("x")\nlanguage = "da"')


def test_only_assignments_belong_in_the_cell():
    assert "name = literal" in problems('import os\nshown = ""\nlanguage = "da"')
    assert "two assignments" in problems('shown = ""\nshown = "x"\nlanguage = "da"')
    assert "no valid Python" in problems("shown = ")


def test_exactly_one_cell_is_tagged():
    assert "0 cells" in str(defaults(notebook(code("shown = 1")), "x")[1][0])
    assert "2 cells" in str(defaults(notebook(code("a = 1", "parameters"), code("b = 1", "parameters")), "x")[1][0])


def test_values_of_a_run_go_through_the_same_model():
    assert checked_parameters("learning-report", {"shown": "x"}) == {"shown": "x", "language": "da"}
    with pytest.raises(ParameterError, match="wave"):
        checked_parameters("method-report", {"programme": "p", "municipality": "billund"})


def test_a_missing_notebook_is_a_problem(tmp_path):
    (tmp_path / "learning-raport.ipynb").write_text("{}")
    (problem,) = check_notebooks(tmp_path, ["learning-report"])
    assert problem.nearest == "learning-raport.ipynb"


def test_the_committed_notebooks_agree_with_their_reports(root):
    assert [str(problem) for problem in check_notebooks(root / "notebooks", list(NOTEBOOKS))] == []


def test_the_analysis_is_told_where_it_is():
    assert set(AnalysisParameters.model_fields) == {"programme", "municipality", "wave", "language", "raw", "out"}
