"""Notebooks as files. The first import of nbformat costs a second unless this module makes it."""

import sys
from pathlib import Path

GRAMMAR = "rfc3987_syntax"
"""Where jsonschema, behind nbformat, finds this package it compiles a grammar of web addresses: 0.9 s a process, for nothing here."""

if GRAMMAR not in sys.modules and "nbformat" not in sys.modules:
    sys.modules[GRAMMAR] = None  # an import of it now fails, which jsonschema expects on machines without it
    import nbformat

    del sys.modules[GRAMMAR]
else:
    import nbformat

NotebookNode = nbformat.NotebookNode


def read_notebook(path: Path) -> NotebookNode:
    """A notebook in the current format."""
    return nbformat.read(path, as_version=4)


def notebook_bytes(notebook: NotebookNode) -> bytes:
    return nbformat.writes(notebook).encode("utf-8")
