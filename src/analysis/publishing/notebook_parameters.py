"""The parameter cell of a notebook against the typed parameters of its report, both ways: papermill itself would only warn, and go on."""

import ast
import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ValidationError

from analysis.parameters import Language, ParameterError, Problem, listed, nearest
from analysis.parameters.base import Closed, ReportName, Slug, WaveName


class ReportParameters(Closed):
    """A report notebook opens one file: the shown estimates of its report and audience."""

    shown: str
    language: Language = "da"


class AnalysisParameters(Closed):
    """The analysis notebook computes one municipality's wave. ``raw`` is the folder of raw exports ("" the usual one), ``out`` the Parquet
    file it writes ("" none)."""

    programme: Slug
    municipality: Slug
    wave: WaveName
    language: Language = "da"
    raw: str = ""
    out: str = ""


NOTEBOOKS: dict[ReportName, tuple[str, type[BaseModel]]] = {
    "learning-report": ("learning-report.ipynb", ReportParameters),
    "development-report": ("development-report.ipynb", ReportParameters),
    "centre-profile": ("centre-profile.ipynb", ReportParameters),
    "network-report": ("network-report.ipynb", ReportParameters),
    "programme-report": ("programme-report.ipynb", ReportParameters),
    "brief": ("brief.ipynb", ReportParameters),
    "parents-page": ("parents-page.ipynb", ReportParameters),
    "dialogue-cards": ("dialogue-cards.ipynb", ReportParameters),
    "method-report": ("analysis.ipynb", AnalysisParameters),
}
"""Report -> its notebook and the model of its parameters."""


def defaults(notebook: Mapping, name: str) -> tuple[dict[str, object], list[Problem]]:
    """Names and literal values of the cell tagged ``parameters``, and what is wrong with the cell itself."""
    cells = [cell for cell in notebook["cells"] if "parameters" in cell["metadata"].get("tags", [])]
    if len(cells) != 1 or cells[0]["cell_type"] != "code":
        return {}, [Problem(name, "parameters", f"{len(cells)} cells tagged 'parameters'", "one code cell")]
    found, problems = {}, []
    try:
        statements = ast.parse("".join(cells[0]["source"])).body
    except SyntaxError as error:
        return {}, [Problem(name, f"parameters line {error.lineno}", "no valid Python", "one assignment a line")]
    for statement in statements:
        where = f"parameters line {statement.lineno}"
        target = statement.targets[0] if isinstance(statement, ast.Assign) else getattr(statement, "target", None)
        if not isinstance(statement, ast.Assign | ast.AnnAssign) or not isinstance(target, ast.Name) or statement.value is None:
            problems.append(Problem(name, where, ast.unparse(statement)[:60], "name = literal"))
            continue
        try:
            value = ast.literal_eval(statement.value)
        except ValueError:
            problems.append(Problem(name, f"parameters.{target.id}", ast.unparse(statement.value)[:60], "a literal value"))
            continue
        if target.id in found:
            problems.append(Problem(name, f"parameters.{target.id}", "two assignments", "one"))
        found[target.id] = value
    return found, problems


def check_notebook(notebook: Mapping, name: str, model: type[BaseModel]) -> list[Problem]:
    """Every disagreement between the notebook's parameter cell and ``model``: names on one side only, defaults of the wrong kind."""
    found, problems = defaults(notebook, name)
    if problems and not found:
        return problems
    valid = list(model.model_fields)
    problems += [
        Problem(name, f"parameters.{key}", "a parameter its report does not have", listed(valid), nearest(key, valid))
        for key in found
        if key not in valid
    ]
    problems += [Problem(name, f"parameters.{key}", "nothing", "a default for the parameter") for key in valid if key not in found]
    try:
        model.model_validate({key: value for key, value in found.items() if key in valid})
    except ValidationError as error:
        problems += [
            Problem(name, f"parameters.{'.'.join(map(str, entry['loc']))}", repr(entry.get("input"))[:60], entry["msg"])
            for entry in error.errors()
            if entry["type"] != "missing"
        ]
    return problems


def check_notebooks(folder: Path, reports: list[ReportName]) -> list[Problem]:
    """Problems of every notebook the named reports need; a missing notebook is one."""
    problems = []
    for report in sorted(set(reports)):
        file, model = NOTEBOOKS[report]
        path, name = folder / file, f"notebooks/{file}"
        if not path.exists():
            have = [other.name for other in folder.glob("*.ipynb")]
            problems.append(Problem(name, "file", "nothing", f"the notebook of {report}", nearest(file, have)))
        else:
            problems += check_notebook(json.loads(path.read_text(encoding="utf-8")), name, model)
    return problems


def checked_parameters(report: ReportName, values: dict[str, object]) -> dict[str, object]:
    """``values`` through the report's model; ParameterError where they are not its parameters."""
    file, model = NOTEBOOKS[report]
    try:
        return model.model_validate(values).model_dump()
    except ValidationError as error:
        raise ParameterError(
            [
                Problem(f"notebooks/{file}", ".".join(map(str, entry["loc"])), repr(entry.get("input"))[:60], entry["msg"])
                for entry in error.errors()
            ]
        ) from None
