"""The closed vocabulary of a page (docs/architecture.md, section 4): which elements, classes and attributes may stand where."""

import base64
import binascii
import re
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree

from analysis.publishing.html_tree import Node, PageError

INLINE = {"strong", "em", "a", "br", "span", "sup", "sub", "code"}
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}
CLASSES = {
    "header": {"cover"},
    "p": {"lead", "note", "figure-title", "byline"},
    "span": {"num"},
    "div": {
        "callout",
        "note",
        "caution",
        "finding",
        "summary",
        "box",
        "strengths",
        "challenges",
        "changes",
        "recommendations",
        "others",
        "twin",
        "recommendation",
        "authored",
        "worksheet",
        "lines",
        "cards",
        "card",
        "page-break",
    },
    "figure": {"figure"},
    "td": {"num"},
    "th": {"num"},
}
ATTRIBUTES = {
    "a": {"href"},
    "img": {"alt", "src", "data-phone"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "span": {"lang"},
    "p": {"lang"},
    "blockquote": {"lang"},
    "div": {"data-lines", "lang"},
    "ol": {"start"},
}
TAGS = (
    INLINE
    | set(HEADINGS)
    | {
        "header",
        "p",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "div",
        "figure",
        "img",
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
    }
)
PARENTS = {
    "li": {"ul", "ol"},
    "dt": {"dl"},
    "dd": {"dl"},
    "figcaption": {"figure"},
    "img": {"figure"},
    "details": {"div"},
    "summary": {"details"},
    "caption": {"table"},
    "thead": {"table"},
    "tbody": {"table"},
    "tr": {"thead", "tbody"},
    "th": {"tr"},
    "td": {"tr"},
    "header": {"root"},
}
CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd"},
    "table": {"caption", "thead", "tbody"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"th", "td"},
    "details": {"summary", "table"},
}
SVG = "data:image/svg+xml;base64,"
NAMESPACE = "{http://www.w3.org/2000/svg}"
MARKS = {"svg", "g", "path", "rect", "circle", "polygon", "text"}
LOOKS = {
    *("viewBox", "width", "height", "x", "y", "cx", "cy", "r", "d", "points", "transform"),
    *("fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap"),
    *("font-family", "font-size", "font-weight", "text-anchor"),
}
"""What a picture may be made of: elements and attributes of a drawing that does nothing but stand there."""
ID = re.compile(r"^[A-Za-z][\w\-]*$")


def problems(tree: Node) -> list[str]:
    """Everything in the tree the vocabulary does not know, one sentence each; text of the page is never quoted."""
    found = [sentence for node, parent in _walk(tree) for sentence in _of_node(node, parent)]
    return found + list(_of_page(tree))


def check(tree: Node) -> None:
    """PageError with every problem at once."""
    found = problems(tree)
    if found:
        raise PageError("the page is outside its vocabulary:\n" + "\n".join(f"  {sentence}" for sentence in found[:20]))


def _walk(tree: Node) -> Iterator[tuple[Node, Node]]:
    """Every element with its parent, in document order."""
    waiting = [(child, tree) for child in reversed(tree.elements())]
    while waiting:
        node, parent = waiting.pop()
        yield node, parent
        waiting += [(child, node) for child in reversed(node.elements())]


def _of_node(node: Node, parent: Node) -> Iterator[str]:
    here = f"line {node.line}: <{node.tag}>"
    if node.tag not in TAGS:
        yield f"{here} is not in the vocabulary"
        return
    for name in node.classes:
        if name not in CLASSES.get(node.tag, set()):
            yield f"{here} has the unknown class {name!r}"
    for name in node.attributes:
        if name not in {"class", "id"} | ATTRIBUTES.get(node.tag, set()):
            yield f"{here} has the unknown attribute {name!r}"
    if "id" in node.attributes and not ID.match(node.attributes["id"]):
        yield f"{here} has an id that is not a plain handle"
    if parent.tag not in PARENTS.get(node.tag, {parent.tag}):
        yield f"{here} stands in <{parent.tag}>, not in {' or '.join(sorted(PARENTS[node.tag]))}"
    allowed = CHILDREN.get(node.tag)
    if allowed is not None:
        if any(isinstance(child, str) and child.strip() for child in node.children):
            yield f"{here} holds text of its own"
        yield from (f"{here} holds <{child.tag}>" for child in node.elements() if child.tag not in allowed)
    if node.tag in INLINE or node.tag in {"p", "h1", "h2", "h3", "h4", "dt", "caption", "summary", "figcaption"}:
        yield from (f"{here} holds <{child.tag}>, which is not running text" for child in node.elements() if child.tag not in INLINE)
    yield from _of_kind(node, here)


def _of_kind(node: Node, here: str) -> Iterator[str]:
    if node.tag == "img":
        if not (node.attributes.get("alt", "").strip() and node.attributes.get("src", "").startswith(SVG)):
            yield f"{here} needs a text in alt and an SVG picture as {SVG}..."
        elif not all(_is_drawn(node.attributes[name].removeprefix(SVG)) for name in ("src", "data-phone") if name in node.attributes):
            yield f"{here} holds a picture that is no well-formed SVG of plain marks"
    if node.tag == "a" and not re.match(r"^(#[A-Za-z]|https?://|mailto:)", node.attributes.get("href", "")):
        yield f"{here} leads nowhere: href starts with #, http, https or mailto"
    if node.tag == "figure" and (len(list(node.find("img"))) != 1 or "figure" not in node.classes):
        yield f"{here} is class figure with exactly one picture"
    if node.tag == "th" and node.attributes.get("scope") not in {"col", "row", "colgroup", "rowgroup"}:
        yield f"{here} needs a scope: col, row, colgroup or rowgroup"
    if node.tag == "table":
        children = [child.tag for child in node.elements()]
        if children != ["caption", "thead", "tbody"] or not node.first("th"):
            yield f"{here} is made of caption, thead and tbody, with header cells; found {', '.join(children) or 'nothing'}"
    if node.tag == "div" and not node.classes:
        yield f"{here} has no class"
    if "twin" in node.classes and [child.tag for child in node.elements()] != ["details"]:
        yield f"{here} class twin holds one <details>"
    if "lines" in node.classes and not node.attributes.get("data-lines", "").isdigit():
        yield f"{here} class lines needs data-lines, a number"
    for name in ("colspan", "rowspan"):
        if not node.attributes.get(name, "1").isdigit():
            yield f"{here} has a {name} that is no number"


def _is_drawn(code: str) -> bool:
    """Whether the base64 text is an SVG of plain marks and text, well formed: it becomes part of the page."""
    try:
        elements = list(ElementTree.fromstring(base64.b64decode(code, validate=True)).iter())
    except (binascii.Error, ElementTree.ParseError):
        return False
    plain = all(
        isinstance(element.tag, str) and element.tag.removeprefix(NAMESPACE) in MARKS and set(element.attrib) <= LOOKS
        for element in elements
    )
    return plain and elements[0].tag == f"{NAMESPACE}svg"


def _of_page(tree: Node) -> Iterator[str]:
    headings = [node for node in tree.find(*HEADINGS)]
    ones = [node for node in headings if node.tag == "h1"]
    if len(ones) != 1:
        yield f"{len(ones)} h1 headings; a report has one"
    level = 0
    for node in headings:
        if HEADINGS[node.tag] > level + 1:
            yield f"line {node.line}: <{node.tag}> after level {level}: a heading level is skipped"
        level = HEADINGS[node.tag]
    ids = Counter(node.attributes["id"] for node, _ in _walk(tree) if "id" in node.attributes)
    yield from (f"the id {name!r} is used {count} times" for name, count in ids.items() if count > 1)
    for node in tree.find("a"):
        href = node.attributes.get("href", "")
        if href.startswith("#") and href[1:] not in ids:
            yield f"line {node.line}: a link to {href!r}, which is nowhere on the page"
