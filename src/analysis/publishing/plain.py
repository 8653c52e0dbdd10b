"""Whether a page that promises plain words keeps it: labels, texts and questions come from parameters, and may be heavy."""

from analysis.display.readability import lix
from analysis.publishing.html_tree import Node

PROMISED = frozenset({("parents-page", "da")})
"""(report, language) of pages in plain Danish; LIX is made for Scandinavian languages."""
WARNING = "HardToReadWarning"


def lines(tree: Node) -> str:
    """What stands on a page, a line for each heading, paragraph and item of a list."""
    return "\n".join(node.text() for node in tree.find("h1", "h2", "h3", "p", "li"))


def hard_to_read(tree: Node, report: str, language: str, limit: float) -> tuple[str, ...]:
    """The warning its passport and the list of reports carry, where the page's LIX reaches ``limit``; else nothing."""
    return (WARNING,) if (report, language) in PROMISED and lix(lines(tree)) >= limit else ()
