"""The committed notebooks are thin, readable as the analysis, and without outputs."""

import ast

import nbformat
import pytest

REPORTS = ("learning-report", "development-report", "centre-profile", "network-report", "programme-report", "brief", "parents-page",
           "dialogue-cards")
FIGURES = {
    "gantt",
    "answer_shares",
    "centre_intervals",
    "centre_against_others",
    "change_interval",
    "dot_interval",
    "gap_interval",
    "informants",
    "lasting_changes",
    "levels_over_waves",
    "link_forest",
    "response_rates",
    "scale_in_answers",
    "spread_interval",
    "timeline",
}
TABLES = {
    "centre_table", "competence_needs", "exposure_table", "goals", "initiative_table", "knowledge_sharing_table", "letter_levels",
    "limits", "meeting_plan", "municipality_table", "plan_budget", "plan_changes", "plan_efforts", "plan_progress", "question_part",
    "reliabilities", "year_wheel",
}
SECTIONS = [
    "summary",
    "response",
    "reading",
    "wellbeing",
    "environment",
    "perspectives",
    "spread",
    "background",
    "change",
    "links",
    "initiatives",
    "recommendations",
    "action",
    "method",
]


@pytest.fixture(params=REPORTS)
def notebook(request, root):
    return nbformat.read(root / "notebooks" / f"{request.param}.ipynb", as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def trees(notebook):
    return [(cell.id, ast.parse(cell.source)) for cell in code(notebook)]


def test_it_is_valid_with_ids_that_stay(notebook):
    nbformat.validate(notebook)
    assert notebook.nbformat_minor >= 5
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    assert notebook.metadata.kernelspec.name == "python3"


def test_it_is_committed_without_outputs(notebook):
    assert [cell.id for cell in code(notebook) if cell.outputs or cell.execution_count] == []


def test_the_first_cell_holds_the_parameters_and_nothing_else(notebook):
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    assert tagged == [notebook.cells[0]]
    names = [target.id for statement in ast.parse(tagged[0].source).body for target in statement.targets]
    assert names == ["shown", "language"]


def test_only_display_is_imported(notebook):
    found = [node for _, tree in trees(notebook) for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [getattr(node, "module", None) for node in found] == ["analysis.display"]


def test_everything_imported_is_there_and_used(notebook):
    from analysis import display

    imported = [
        alias.name for _, tree in trees(notebook) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    ]
    assert set(imported) <= set(display.__all__)
    used = {node.id for _, tree in trees(notebook) for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert set(imported) - used == set()


def test_cells_are_a_few_lines_without_functions_loops_or_reading(notebook):
    for name, tree in trees(notebook):
        kinds = {type(node) for node in ast.walk(tree)}
        assert not kinds & {ast.FunctionDef, ast.Lambda, ast.For, ast.While, ast.ClassDef, ast.If, ast.Try}, name
        calls = {getattr(node.func, "attr", getattr(node.func, "id", "")) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        assert not [call for call in calls if call.startswith("read") or call in ("plot", "savefig", "figure", "exec", "open")], name
    assert max(cell.source.count("\n") + 1 for cell in code(notebook) if "import" not in cell.source) <= 4


def test_a_cell_shows_one_thing(notebook):
    for name, tree in trees(notebook):
        calls = [node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
        assert sum(call in FIGURES | TABLES for call in calls) <= 1, name


def test_prose_holds_no_numbers_that_could_change(notebook):
    import re

    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            numbers = set(re.findall(r"\d+", re.sub(r"\*\*\d\.|trin \d( og \d)?", "", cell.source)))
            assert numbers <= {"500", "100", "1", "3", "6"}, cell.id


def test_prose_stands_in_a_section(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            assert [tag for tag in cell.metadata.get("tags", []) if tag.startswith("section:")], cell.id


def test_the_learning_report_goes_through_its_sections_in_order(root):
    notebook = nbformat.read(root / "notebooks" / "learning-report.ipynb", as_version=4)
    headings = [
        node.args[1].value
        for _, tree in trees(notebook)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "heading"
    ]
    assert [name for name in headings if name != "centres"] == SECTIONS
    assert notebook.cells[3].source == "cover(report)"


def test_any_cell_that_shows_can_be_deleted(root):
    """Cells that set a name stand apart from cells that show, but for a quantity and its one figure."""
    notebook = nbformat.read(root / "notebooks" / "learning-report.ipynb", as_version=4)
    set_at, used_from = {}, {}
    for place, (_, tree) in enumerate(trees(notebook)):
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                set_at.setdefault(node.id, place)
            elif isinstance(node, ast.Name):
                used_from.setdefault(node.id, place)
    names = {name: used_from[name] for name in used_from if name in set_at}
    assert [name for name, place in names.items() if place < set_at[name]] == []
