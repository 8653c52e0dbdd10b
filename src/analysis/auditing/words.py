"""The words, tables and pictures of an HTML report against its list of shown cells."""

import re
from collections.abc import Iterable, Iterator

from analysis.auditing.findings import Told
from analysis.auditing.naming import Names
from analysis.auditing.numerals import numerals
from analysis.auditing.page import BLOCKS, SPOKEN, Cell, Node, cells, parse
from analysis.auditing.pictures import picture_numbers, unrounded_marks
from analysis.auditing.structural import Structural

UNLISTED = "is none of the shown cells listed for this file"
BINDING = frozenset({"centre", "network", "scale", "item"})
"""Names that say whose number a cell holds: nothing but the cell's own then stands there."""
FIGURES = re.compile(r"(?:[\d.,%+\u2212\u2013()\s\u00a0-]|\b(?:til|to)\b)*")
"""A cell of nothing but numbers and intervals."""
APART = frozenset({"svg", "table", "style", "script"})


def read_page(page: str, file: str, names: Names, structural: Structural) -> tuple[list[Told], frozenset[str]]:
    """(everything on an HTML page that is neither listed nor structural, every number it says)."""
    root, comments = parse(page)
    found = [Told(file, "comment", text.strip()[:40], "comments are read by programs") for text in comments]
    tables = {id(table): cells(table) for table in root.all("table")}
    for table in tables.values():
        found += read_cells(table, file, names, structural)
    twins = _twins(root, tables, names.language)
    for picture in root.all("svg"):
        found += _picture(picture, file, twins.get(id(picture)), names, structural)
    for place, text in prose(root):
        found += read_prose(text, file, place, names, structural)
    return found, _numbers_of(root, names.language)


def _numbers_of(root: Node, language: str) -> frozenset[str]:
    """Every number in a page's words, tables and pictures, and the parts of the addresses of its sources: paper breaks them."""
    body = " ".join(node.text for node in root.all("body"))
    pieces = {piece for word in body.split() if "/" in word for piece in re.findall(r"\d+", word)}
    return frozenset({one.written for one in numerals(body, language)} | {piece.lstrip("0") or "0" for piece in pieces})


def read_prose(text: str, file: str, place: str, names: Names, structural: Structural) -> Iterator[Told]:
    """Numbers of running text: a listed cell's, or structural where they stand."""
    for one in numerals(text, names.language):
        if one.written not in names.listing.everything and not structural.allows(one, text):
            yield Told(file, place, one.text, UNLISTED)


def read_cells(table: Iterable[Cell], file: str, names: Names, structural: Structural) -> Iterator[Told]:
    """Numbers of a table: those of a cell that is about what the row's and the column's headers name."""
    for cell in table:
        if cell.header:
            place = f"header of »{cell.caption[:60]}«"
            yield from read_prose(cell.text, file, place, names, structural)
            continue
        places = names.named((*cell.row, *cell.column))
        bound = bool(BINDING & set(places))
        allowed = names.numbers(places if bound else places | names.named([cell.caption]))
        for one in numerals(cell.text, names.language):
            if (
                one.written in allowed
                or structural.of_a_goal(cell.row, one.written)
                or structural.of_a_period(cell.column, one.written)
                or names.counts_municipalities(cell.column, places, one.written)
                or ((not bound or not FIGURES.fullmatch(cell.text)) and structural.allows(one, cell.text))
            ):
                continue
            yield Told(
                file,
                f"table »{cell.caption[:60]}«, row »{' / '.join(cell.row)[:60]}«, column »{' / '.join(cell.column)[:60]}«",
                one.text,
                UNLISTED + (" for what its headers name" if places else ""),
            )


def prose(root: Node) -> Iterator[tuple[str, str]]:
    """(place, text) of everything a reader or a screen reader meets outside tables and pictures."""
    heading = "the head"
    for node, inside in _outside(root):
        if node.tag in ("h1", "h2", "h3", "h4"):
            heading = f"»{node.text[:60]}«"
        for name, value in node.attributes.items():
            if name in SPOKEN or name.startswith("data-"):
                yield f"{heading}, {name} of <{node.tag}>", value
        if inside:
            yield f"{heading}, <{node.tag}>", inside


def _outside(root: Node) -> Iterator[tuple[Node, str]]:
    """Nodes outside ``APART`` with the text of each block that holds no other block."""
    stack = [root]
    while stack:
        node = stack.pop()
        if node.tag in APART:
            continue
        inner = [child for child in node.children if isinstance(child, Node)]
        whole = all(child.tag not in APART and not _has_block(child) and child.tag not in BLOCKS for child in inner)
        if whole:
            yield node, node.text
            for child in inner:
                yield from ((one, "") for one in child.walk())
        else:
            yield node, " ".join(child for child in node.children if isinstance(child, str)).strip()
            stack.extend(reversed(inner))


def _has_block(node: Node) -> bool:
    return any(one.tag in BLOCKS or one.tag in APART for one in node.walk() if one is not node)


def _twins(root: Node, tables: dict[int, list[Cell]], language: str) -> dict[int, frozenset[str]]:
    """Picture -> the numbers of the table that follows its figure, or of the several that stand folded right after it."""

    def spoken_in(table: Node) -> frozenset[str]:
        return frozenset(one.written for cell in tables[id(table)] for one in numerals(cell.text, language))

    found: dict[int, frozenset[str]] = {}
    waiting: list[Node] = []
    for node in root.walk():
        if node.tag == "figure":
            waiting = node.all("svg")
        elif node.tag == "table" and waiting:
            spoken = spoken_in(node)
            found |= {id(picture): spoken for picture in waiting}
            waiting = []
    for parent in root.walk():
        pictures: list[Node] = []
        for child in (one for one in parent.children if isinstance(one, Node)):
            if child.tag == "div" and "twin" in child.attributes.get("class", "").split():
                spoken = frozenset().union(*(spoken_in(table) for table in child.all("table")))
                found |= {id(picture): found.get(id(picture), frozenset()) | spoken for picture in pictures}
            else:
                pictures = child.all("svg") if child.tag == "figure" else []
    return found


def _picture(picture: Node, file: str, twin: frozenset[str] | None, names: Names, structural: Structural) -> Iterator[Told]:
    """A picture says what its table says: its words, and where its marks lie."""
    allowed = names.listing.everything if twin is None else twin
    ticks, said = picture_numbers(picture, names.language)
    for one, text in said:
        if one.written not in allowed and not structural.allows(one, text):
            yield Told(file, "picture", one.text, UNLISTED if twin is None else "stands in the picture and not in its table")
    yield from (Told(file, "picture", mark, "a mark lies where no whole step of its axis is") for mark in unrounded_marks(picture, ticks))
