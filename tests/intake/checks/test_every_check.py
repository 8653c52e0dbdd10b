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


def test_there_are_enough_broken_exports_each_with_its_message():
    """Every failing example is an export broken on purpose, written as bytes and read by the real readers."""
    failing = [name for path in HERE.glob("test_*.py") for name in functions_of(path) if name.startswith("test_fails")]
    assert len(all_checks()) >= 40
    assert len(failing) >= 60


def test_what_could_not_be_read_has_not_passed(delivery):
    delivery.damage("staff.csv", lambda data: b"")
    results = {result.check.name: result for result in delivery.results()}
    assert results["readable"].result == "fail"
    assert (results["unknown_code"].result, results["unknown_code"].reason) == ("pass", "without staff, which could not be read")
    for role in ("child", "contact", "leader", "parent"):
        delivery.damage(f"{role}.csv", lambda data: b"")
    results = {result.check.name: result for result in delivery.results()}
    assert [
        name for name, result in results.items() if result.check.stage in ("columns", "codes", "plausibility") and result.result == "pass"
    ] == []
    assert results["unknown_code"].reason == "no file could be read"


def test_the_list_of_checks_is_the_one_in_the_documents(root):
    """A check that goes missing is missed here: `python -m analysis.intake.checks_page > docs/checks.md` makes the document again."""
    assert (root / "docs" / "checks.md").read_text(encoding="utf-8") == checks_document()


def test_a_delivery_in_good_order_passes_them_all(delivery):
    results = delivery.results()
    assert {result.check.name: result.message for result in results if result.result in ("fail", "warning")} == {}
    check_checks(checks_table(results))
