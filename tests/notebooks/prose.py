"""The prose of a notebook: its Markdown cells, and the words its code hands to the translation."""

import ast
from pathlib import Path

import nbformat


def prose(path: Path) -> list[str]:
    found = []
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            found.append(cell.source.strip())
        else:
            found += [
                node.args[0].value.strip()
                for node in ast.walk(ast.parse(cell.source))
                if isinstance(node, ast.Call)
                and getattr(node.func, "id", "") == "words"
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ]
    return found
