"""What a printed page arranges anew: which table a figure points to, and which heading begins a page."""

from analysis.publishing.html_tree import Node


def number_twins(tree: Node) -> dict[int, tuple[int, int]]:
    """Numbers of the first and the last table that say what a figure shows, by the figure's identity; numbered in reading order."""
    twins = [node for node in tree.find("div") if "twin" in node.classes]
    numbers = {id(node): number for number, node in enumerate(twins, start=1)}
    for number, node in enumerate(twins, start=1):
        node.first("table").attributes["id"] = f"tabel-{number}"
    found = {}
    for parent in (tree, *tree.find("div")):
        figure = None
        for node in parent.elements():
            if figure is not None and id(node) in numbers:
                first, _ = found.get(id(figure), (numbers[id(node)], 0))
                found[id(figure)] = (first, numbers[id(node)])
            else:
                figure = node if node.tag == "figure" else None
    return found


def loose_twins(tree: Node) -> dict[int, list[Node]]:
    """Tables kept for the end that no figure has, by the identity of the first ``div`` of those that stand right behind each other."""
    found: dict[int, list[Node]] = {}
    for parent in (tree, *tree.find("div")):
        run, of_figure = None, False
        for node in parent.elements():
            if "twin" not in node.classes:
                run, of_figure = None, node.tag == "figure"
            elif not of_figure:
                run = run or node
                found.setdefault(id(run), []).append(node)
    return found


def page_starts(tree: Node) -> dict[int, str]:
    """What begins a page together with its heading (``summary``, ``cards`` or the first ``worksheet``), by the heading's identity.

    The heading is the nearest above with only paragraphs between; of two headings right behind each other the first.
    """
    found = {}
    for parent in (tree, *tree.find("div")):
        heading, paragraphs = None, False
        for node in parent.elements():
            if node.tag in {"h2", "h3", "h4"}:
                below = heading is not None and node.tag > heading.tag and not paragraphs
                heading, paragraphs = heading if below else node, False
            elif node.tag == "p":
                paragraphs = True
            else:
                kind = next((name for name in ("summary", "cards", "worksheet") if name in node.classes), None)
                if kind and heading is not None:
                    found[id(heading)] = kind
                heading = None
    return found
