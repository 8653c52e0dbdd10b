"""A report's HTML page taken apart: words and attributes, tables with their headers, pictures. Python's own parser, no template of ours."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

SPOKEN = frozenset({"alt", "aria-label", "title", "content", "summary", "placeholder", "value", "label", "aria-description"})
"""Attributes somebody may read; of all others only ``data-*`` may hold a number that a program could find."""
SILENT = frozenset({"style", "script"})
VOID = frozenset({"meta", "br", "img", "link", "hr", "input", "col", "wbr"})
SPACE = re.compile(r"\s+")
BLOCKS = frozenset(
    {
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "li",
        "dt",
        "dd",
        "figcaption",
        "summary",
        "title",
        "div",
        "header",
        "footer",
        "caption",
        "blockquote",
        "nav",
        "a",
        "td",
        "th",
        "text",
        "body",
    }
)


@dataclass
class Node:
    """An element: ``children`` are nodes and strings."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list = field(default_factory=list)
    line: int = 0

    def walk(self) -> Iterator["Node"]:
        """The element and all inside it, in the order of the page."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            inside = [child for child in node.children if child.__class__ is Node]
            inside.reverse()
            stack += inside

    def all(self, *tags: str) -> list["Node"]:
        return [node for node in self.walk() if node.tag in tags]

    @property
    def text(self) -> str:
        """Its words; those of blocks stand apart, and a block's own are in one line."""
        parts: list[str] = []
        self._say(parts)
        inside = "".join(parts)
        return SPACE.sub(" ", inside).strip() if self.tag in BLOCKS else inside

    def _say(self, parts: list[str]) -> None:
        for child in self.children:
            if isinstance(child, str):
                parts.append(child)
            elif child.tag in BLOCKS or child.tag == "br":
                parts.append(" ")
                child._say(parts)
                parts.append(" ")
            else:
                child._say(parts)


class _Parser(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root, self.comments = Node("page"), []
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        node = Node(tag, {name: value or "" for name, value in attrs}, line=self.getpos()[0])
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag, attrs):
        self.open[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}, line=self.getpos()[0]))

    def handle_endtag(self, tag):
        for place in range(len(self.open) - 1, 0, -1):
            if self.open[place].tag == tag:
                del self.open[place:]
                return

    def handle_data(self, data):
        self.open[-1].children.append(data)

    def handle_comment(self, data):
        self.comments.append(data)


def parse(page: str) -> tuple[Node, list[str]]:
    """The page's tree, and what its comments say."""
    parser = _Parser()
    parser.feed(page)
    parser.close()
    return parser.root, parser.comments


@dataclass(frozen=True)
class Cell:
    """A table's cell with the words that say what it is: its row's headers, its column's, the caption."""

    text: str
    row: tuple[str, ...]
    column: tuple[str, ...]
    caption: str
    header: bool


def cells(table: Node) -> list[Cell]:
    """The cells of an HTML table, spans filled in."""
    caption = " ".join(node.text for node in table.all("caption"))
    grid: dict[tuple[int, int], Node] = {}
    rows = table.all("tr")
    heads = {id(row) for part in table.all("thead") for row in part.all("tr")}
    for number, row in enumerate(rows):
        column = 0
        for node in (child for child in row.children if isinstance(child, Node) and child.tag in ("th", "td")):
            while (number, column) in grid:
                column += 1
            for down in range(int(node.attributes.get("rowspan") or 1)):
                for across in range(int(node.attributes.get("colspan") or 1)):
                    grid[number + down, column + across] = node
            column += 1
    head_rows = [number for number, row in enumerate(rows) if id(row) in heads]
    said = {id(node): node.text.strip() for node in grid.values()}
    headers: dict[int, list[Node]] = defaultdict(list)
    for (number, _), node in sorted(grid.items(), key=lambda one: one[0]):
        if node.tag == "th":
            headers[number].append(node)
    found, seen = [], set()
    for (number, column), node in sorted(grid.items(), key=lambda one: one[0]):
        if id(node) in seen:
            continue
        seen.add(id(node))
        head = number in head_rows
        above = tuple(said[id(grid[row, column])] for row in head_rows if row != number and (row, column) in grid)
        beside = () if head else tuple(dict.fromkeys(said[id(other)] for other in headers[number] if other is not node))
        found.append(Cell(said[id(node)], beside, above, caption, head or node.tag == "th"))
    return found
