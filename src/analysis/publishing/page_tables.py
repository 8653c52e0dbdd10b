"""The tables of a page as text by row and column, with the figure each is the twin of."""

import re
from dataclasses import dataclass

from analysis.publishing.html_tree import Node


@dataclass(frozen=True)
class Table:
    """A table of the page. ``figure``: its figure's number, or None; ``note``: the figure's caption; ``rows`` hold heads first."""

    caption: str
    note: str
    figure: str | None
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(tree: Node) -> list[Table]:
    """Every table of the page, in reading order."""
    notes = {}
    for parent in (tree, *tree.find("div")):
        figure = None
        for node in parent.elements():
            if figure is not None and "twin" in node.classes:
                notes[id(node.first("table"))] = figure
            else:
                figure = node if node.tag == "figure" else None
    return [_table(node, notes.get(id(node))) for node in tree.find("table")]


def _table(node: Node, figure: Node | None) -> Table:
    heads, body = (_grid(node.first(part)) if node.first(part) else [] for part in ("thead", "tbody"))
    caption, note = node.first("caption"), figure.first("figcaption") if figure else None
    number = re.search(r"\d+$", figure.attributes.get("id", "")) if figure else None
    columns = [" – ".join(dict.fromkeys(filter(None, column))) for column in zip(*heads, strict=True)]
    return Table(caption.text() if caption else "", note.text() if note else "", number[0] if number else None, tuple(columns),
                 tuple(map(tuple, body)))


def _grid(part: Node) -> list[list[str]]:
    """Text by row and column; a cell that spans rows stands in each of them, one that spans columns in its first."""
    grid: dict[tuple[int, int], str] = {}
    lines = list(part.find("tr"))
    for row, line in enumerate(lines):
        column = 0
        for cell in line.elements():
            while (row, column) in grid:
                column += 1
            wide, high = (int(cell.attributes.get(name, "1")) for name in ("colspan", "rowspan"))
            for down in range(high):
                grid |= {(row + down, column + right): cell.text() if right == 0 else "" for right in range(wide)}
    width = max((column for _, column in grid), default=-1) + 1
    return [[grid.get((row, column), "") for column in range(width)] for row in range(len(lines))]
