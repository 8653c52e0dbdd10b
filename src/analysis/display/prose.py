"""A notebook's prose belongs to its section: where a section has nothing to show in this report, its words go too."""

from typing import Any

SECTION = "section:"


def without_unused_prose(notebook: Any) -> Any:
    """The executed notebook without the Markdown cells of empty sections.

    A cell's section is its tag ``section:<name>``. A section is empty where none of its code cells gave any HTML. Markdown cells without
    such a tag always stay. The notebook is changed in place and returned.
    """
    full = {tag for cell in notebook.cells if cell.cell_type == "code" and _html(cell) for tag in _sections(cell)}
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type != "markdown" or not _sections(cell) or full & _sections(cell)]
    return notebook


def _sections(cell: Any) -> set[str]:
    return {tag for tag in cell.get("metadata", {}).get("tags", []) if tag.startswith(SECTION)}


def _html(cell: Any) -> bool:
    """Whether the cell put anything on the page."""
    found = ("".join(output.get("data", {}).get("text/html", "")) for output in cell.get("outputs", []))
    return any(words.strip() for words in found)
