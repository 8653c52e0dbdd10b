"""Hashes of what a report was made from: files, folders and the library's rooms. Contents and relative names count, times do not."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

LIBRARY = Path(__file__).resolve().parents[1]
"""``src/analysis``."""

LEFT_OUT = ("releases", "withdrawals")
"""Folders of the parameters that say what was done with reports, not what they are made from."""

IGNORED = {"__pycache__", ".ipynb_checkpoints"}


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_hash(files: Iterable[Path], base: Path) -> str:
    """SHA-256 over names (relative to ``base``) and contents, in the order of the names."""
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(f"{path.relative_to(base).as_posix()}\0{file_hash(path)}\n".encode())
    return total.hexdigest()


def folder_hash(folder: Path, without: Iterable[str] = ()) -> str:
    """SHA-256 of everything in a folder but the folders in it that ``without`` names."""
    files = (path for path in folder.rglob("*") if path.is_file() and not IGNORED & set(path.parts))
    return files_hash((path for path in files if path.relative_to(folder).parts[0] not in set(without)), folder)


@cache
def rooms_hash(*rooms: str) -> str:
    """SHA-256 of the files of rooms of the library (``intake``) or single modules (``intake/tables.py``), catalogues and fonts included."""
    files = []
    for room in rooms:
        place = LIBRARY / room
        files += [place] if place.is_file() else [path for path in place.rglob("*") if path.is_file() and not IGNORED & set(path.parts)]
    return files_hash(files, LIBRARY)
