"""Files replaced and removed all together or not at all, also where the process is killed halfway.

Everything new is written beside its place first. Then a journal names what is about to move, each old thing is set aside and the new one
moved in. Whatever goes wrong before the last move puts the old things back; a killed process leaves the journal, and ``recover`` does it.
"""

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path


def commit(replacements: Mapping[Path, bytes], removals: Iterable[Path], journal: Path) -> None:
    """Write every file of ``replacements`` and remove every file or folder of ``removals`` (those that exist).

    Raises what went wrong, with everything as it was. ``journal`` is a path that no other transaction uses.
    """
    removals = [path for path in removals if path.exists()]
    places = {path: path.exists() for path in (*replacements, *removals)}
    try:
        for path, content in replacements.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            _new(path).write_bytes(content)
            if path.exists():
                shutil.copymode(path, _new(path))
        _write(journal, "moving", places)
        for path in places:
            _move_in(path)
        _write(journal, "moved", places)
    except BaseException:
        _put_back(places)
        for path in (journal, _new(journal)):
            path.unlink(missing_ok=True)
        raise
    recover(journal)


def recover(journal: Path) -> bool:
    """Finish what a killed ``commit`` left: put back before the last move, clear away after it. False where there is nothing to do."""
    if not journal.exists():
        return False
    told = json.loads(journal.read_text(encoding="utf-8"))
    places = {Path(place): existed for place, existed in told["places"].items()}
    if told["state"] == "moving":
        _put_back(places)
    for path in places:
        _delete(_old(path))
    for path in (_new(journal), journal):
        path.unlink(missing_ok=True)
    return True


def _move_in(path: Path) -> None:
    if path.exists():
        os.replace(path, _old(path))
    if _new(path).exists():
        os.replace(_new(path), path)


def _put_back(places: Mapping[Path, bool]) -> None:
    """``places`` says of each whether something lay there before."""
    for path, existed in places.items():
        if _old(path).exists() or not existed:
            _delete(path)
        if _old(path).exists():
            os.replace(_old(path), path)
        _delete(_new(path))


def _write(journal: Path, state: str, places: Mapping[Path, bool]) -> None:
    part = _new(journal)
    told = {str(path.absolute()): existed for path, existed in places.items()}
    part.write_text(json.dumps({"state": state, "places": told}), encoding="utf-8")
    os.replace(part, journal)


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _new(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _old(path: Path) -> Path:
    return path.with_name(f".{path.name}.old")
