"""The rooms' doors: who may import whom (docs/architecture.md), walked in the source."""

import ast
from pathlib import Path

import pytest

ALLOWED = {
    "parameters": set(),
    "simulation": {"parameters"},
    "intake": {"parameters"},
    "scales": {"intake.tables", "parameters"},
    "estimates": {"scales", "intake.tables", "parameters"},
    "disclosure": {"estimates", "parameters"},
    "findings": {"disclosure", "parameters"},
    "display": {"findings", "disclosure", "parameters"},
    "auditing": {"parameters"},
    "publishing": {"display", "findings", "disclosure", "parameters"},
}


def imports(path: Path) -> set[str]:
    """Dotted names below ``analysis`` that a module imports, at the top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide where a name comes from"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.removeprefix("analysis.") for name in found if name.startswith("analysis.")}


def trespasses(room: str, names: set[str]) -> set[str]:
    """Imports that leave ``room`` through a door it has not got."""
    return {name for name in names if name.split(".")[0] != room and name.split(".")[0] in ALLOWED
            and not any(name == door or name.startswith(door + ".") for door in ALLOWED[room])}


def test_a_trespass_is_seen():
    assert trespasses("display", {"estimates.levels.municipality_level", "disclosure.show"}) == {"estimates.levels.municipality_level"}
    assert trespasses("scales", {"intake.stage.make_responses", "intake.tables.FORMS"}) == {"intake.stage.make_responses"}


@pytest.mark.parametrize("room", ALLOWED)
def test_a_room_imports_only_through_its_doors(root, room):
    modules = sorted((root / "src" / "analysis" / room).rglob("*.py"))
    assert modules, f"the room {room} is empty"
    found = {path.relative_to(root).as_posix(): trespasses(room, imports(path)) for path in modules}
    assert {path: names for path, names in found.items() if names} == {}


def test_every_room_is_known(root):
    folders = {path.name for path in (root / "src" / "analysis").iterdir() if path.is_dir() and any(path.glob("*.py"))}
    assert folders - {"commands"} == set(ALLOWED)


def test_modules_have_one_job(root):
    lengths = sorted(path.read_text(encoding="utf-8").count("\n") for path in (root / "src" / "analysis").rglob("*.py")
                     if path.name != "__init__.py")
    assert lengths[len(lengths) // 2] < 150
    assert lengths[-1] <= 400


def test_no_programme_is_named_in_the_library(root):
    """But for the one that the front door opens by default."""
    slugs = [path.name for path in (root / "parameters").iterdir() if path.is_dir()]
    assert len(slugs) >= 2
    named = {(path.relative_to(root).as_posix(), slug) for path in (root / "src" / "analysis").rglob("*.py") for slug in slugs
             if slug in path.read_text(encoding="utf-8")}
    assert named == {("src/analysis/__main__.py", "laeringsledelse")}
