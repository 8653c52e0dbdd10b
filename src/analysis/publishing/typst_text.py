"""Text in Typst: string literals, so nothing a person wrote can be read as markup; white space collapsed as HTML does."""

import re

from analysis.publishing.html_tree import Node

SPACE = re.compile(r"[ \t\r\n\f]+")
BLOCKS = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "div",
    "figure",
    "figcaption",
    "details",
    "summary",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "header",
    "img",
}


def quoted(text: str) -> str:
    """A Typst string literal."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "") + '"'


def collapse(node: Node) -> None:
    """Collapse white space in place: one space between words, none where a block or a line begins or ends."""
    run: list[tuple[Node, int]] = []

    def close() -> None:
        last_space = True
        kept: tuple[Node, int] | None = None
        for parent, index in run:
            text = SPACE.sub(" ", parent.children[index])
            if last_space:
                text = text.removeprefix(" ")
            parent.children[index] = text
            if text:
                last_space, kept = text.endswith(" "), (parent, index)
        if kept and last_space:
            parent, index = kept
            parent.children[index] = parent.children[index].rstrip(" ")
        run.clear()

    def visit(node: Node) -> None:
        for index, child in enumerate(node.children):
            if isinstance(child, str):
                run.append((node, index))
            elif child.tag in BLOCKS or child.tag == "br":
                close()
                visit(child)
                close()
            else:
                visit(child)

    visit(node)
    close()
