"""What a report was made from, file by file: raw data, parameters, notebooks, code and lock.

A passport goes to its recipient and names no other municipality's files, so it holds one hash of the list; the list itself stays with the
processed data and in the university's releases, and tells which file it is that has changed.
"""

import hashlib
import json
from pathlib import Path

from analysis.parameters import Layout, Parameters, Problem
from analysis.publishing.flow import Flow
from analysis.publishing.hashes import IGNORED, LEFT_OUT, LIBRARY, file_hash

KINDS = ("raw", "parameters", "notebooks", "code", "lock")

Inventory = dict[str, dict[str, str]]
"""Kind -> name of a file -> SHA-256 of its bytes."""

KEPT: dict[Layout, str] = {}
"""Digests this process has taken already."""


def taken(parameters: Parameters, layout: Layout, code: Path = LIBRARY) -> Inventory:
    """The inventory as the files are now."""
    notebooks, lock = layout.root / "notebooks", layout.root / "requirements.lock"
    return {
        "raw": {path.relative_to(layout.raw).as_posix(): file_hash(path) for path in Flow(parameters, layout).all_raw() if path.is_file()},
        "parameters": _folder(layout.parameters, lambda path: path.relative_to(layout.parameters).parts[0] not in LEFT_OUT),
        "notebooks": _folder(notebooks, lambda path: path.suffix == ".ipynb"),
        "code": _folder(code, lambda path: True),
        "lock": {lock.name: file_hash(lock)} if lock.exists() else {},
    }


def _folder(folder: Path, counts) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not IGNORED & set(path.parts) and counts(path))
    return {path.relative_to(folder).as_posix(): file_hash(path) for path in files}


def content(inventory: Inventory) -> bytes:
    return (json.dumps(inventory, indent=0, sort_keys=True) + "\n").encode()


def digest(inventory: Inventory) -> str:
    return hashlib.sha256(content(inventory)).hexdigest()


def kept(parameters: Parameters, layout: Layout) -> str:
    """The digest of the inventory of now, after it was put beside the processed data under that name. Taken once in a process."""
    if layout not in KEPT:
        inventory = taken(parameters, layout)
        KEPT[layout] = digest(inventory)
        path = layout.inventory(KEPT[layout])
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f".{path.name}.{id(inventory)}.part")
            part.write_bytes(content(inventory))
            part.replace(path)
    return KEPT[layout]


def changed(then: Inventory, now: Inventory) -> list[Problem]:
    """Every file that is another than it was, is gone, or has come, by kind and name."""
    found = []
    for kind in KINDS:
        old, new = then.get(kind, {}), now.get(kind, {})
        for name in sorted(old.keys() | new.keys()):
            if old.get(name) != new.get(name):
                state = "another content" if name in old and name in new else "nothing" if name in old else "a new file"
                found.append(Problem(name, kind, state, "the file the report was made from"))
    return found
