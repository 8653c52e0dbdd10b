"""No check without its rule, guidance and two examples; none forgotten; a delivery in good order passes them all."""

import ast
from pathlib import Path

from analysis.intake.checking import SEVERITIES, STAGES, all_checks, checks_table
from analysis.intake.checks_page import checks_document
from analysis.intake.tables import check_checks

HERE = Path(__file__).parent
GENERAL = {"test_every_check.py"}


def functions_of(path: Path) -> list[str]:
    return [node.name for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)]


def test_every_check_says_what_it_wants_and_what_to_do():
    for check in all_checks():
        assert check.stage in STAGES, check.name
        assert check.severity in SEVERITIES, check.name
        assert check.rule.endswith("."), check.name
        assert len(check.guidance) > 20, check.name


def test_every_check_has_a_passing_and_a_failing_example_and_no_example_is_without_a_check():
    names = {f"test_{check.name}.py" for check in all_checks()}
    files = {path.name for path in HERE.glob("test_*.py")} - GENERAL
    assert files == names
    for name in sorted(names):
        found = functions_of(HERE / name)
        assert any(test.startswith("test_passes") for test in found), f"{name} has no passing example"
        assert any(test.startswith("test_fails") for test in found), f"{name} has no failing example"


def test_the_list_of_checks_is_the_one_in_the_documents(root):
    """A check that goes missing is missed here: `python -m analysis.intake.checks_page > docs/checks.md` makes the document again."""
    assert (root / "docs" / "checks.md").read_text(encoding="utf-8") == checks_document()


def test_a_delivery_in_good_order_passes_them_all(delivery):
    results = delivery.results()
    assert {result.check.name: result.message for result in results if result.result in ("fail", "warning")} == {}
    check_checks(checks_table(results))
