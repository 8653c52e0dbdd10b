"""A report's HTML as a tree, strictly: an end tag that closes something else, or a tag left open, is an error."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "img"}


class PageError(ValueError):
    """The page holds something the closed vocabulary (docs/architecture.md, section 4) does not know. Never quotes the page's text."""


@dataclass(slots=True)
class Node:
    """One element. ``children`` are Nodes and strings, in order; ``line`` is where its start tag stands."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)
    line: int = 0

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def elements(self) -> list["Node"]:
        """Child elements, without the text between them."""
        return [child for child in self.children if child.__class__ is Node]

    def find(self, *tags: str) -> Iterator["Node"]:
        """Every descendant with one of ``tags``, in document order."""
        waiting = self.elements()[::-1]
        while waiting:
            node = waiting.pop()
            if node.tag in tags:
                yield node
            waiting += node.elements()[::-1]

    def first(self, *tags: str) -> "Node | None":
        return next(self.find(*tags), None)

    def text(self) -> str:
        """All text inside, white space collapsed."""
        return " ".join("".join(self._pieces()).split(" ")).strip() if self.children else ""

    def _pieces(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child.replace("\n", " ").replace("\t", " ")
            else:
                yield " " if child.tag == "br" else "".join(child._pieces())


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, line=self.getpos()[0])
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.open[-1].tag != tag:
            raise PageError(f"line {self.getpos()[0]}: </{tag}> closes <{self.open[-1].tag}>")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_decl(self, decl: str) -> None:
        raise PageError(f"line {self.getpos()[0]}: a declaration inside the content")

    def handle_pi(self, data: str) -> None:
        raise PageError(f"line {self.getpos()[0]}: a processing instruction inside the content")

    def handle_comment(self, data: str) -> None:
        raise PageError(f"line {self.getpos()[0]}: a comment would travel with the page unseen")


def parse(content: str) -> Node:
    """The tree of a page's content (what stands inside ``main``); PageError where it is not well nested."""
    parser = _Parser()
    parser.feed(content)
    parser.close()
    if len(parser.open) > 1:
        node = parser.open[-1]
        raise PageError(f"line {node.line}: <{node.tag}> is never closed")
    return parser.root
