"""What the project stands on: its licences, and a folder of wheels from which a closed machine installs it."""

import re
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from analysis.commands.project import Project

PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)(?:\s*;\s*(.*?))?\s*\\?$")
FOLDER = "wheels"
BUILD_NEEDS = ("wheel",)
"""What a package that is published as source only asks for when it is built, beside what the lock holds already."""


def pinned(lock: str) -> dict[str, tuple[str, str]]:
    """Package -> (version, the machines it is for; \"\" for all), of a lock file's text."""
    found = (PINNED.match(line) for line in lock.splitlines())
    return {one[1]: (one[2], (one[3] or "").strip()) for one in found if one}


def licence(name: str) -> str:
    """What an installed package states of its licence; \"\" where it is not installed or states nothing."""
    try:
        told = distribution(name).metadata
    except PackageNotFoundError:
        return ""
    stated = told.get("License-Expression") or ""
    classes = [one.rpartition("::")[2].strip() for one in told.get_all("Classifier") or [] if one.startswith("License ::")]
    plain = (told.get("License") or "").strip().splitlines()
    return stated or "; ".join(dict.fromkeys(classes)) or (plain[0][:60] if plain else "")


def licences_page(lock: str) -> str:
    """``docs/licences.md``: every pinned package with its licence, as it states it itself."""
    lines = [
        "# Licences",
        "",
        "Every package of `requirements.lock` with the licence it states itself; `make licences` writes this page.",
        "Why each of the project's own is there stands in [dependencies.md](dependencies.md). The project is GPL-3.0-or-later.",
        "",
        "| package | version | licence |",
        "|---|---|---|",
    ]
    for name, (version, machines) in sorted(pinned(lock).items()):
        stated = licence(name) or (f"not installed here ({machines})" if machines else "states none")
        lines.append(f"| {name} | {version} | {stated.replace('|', '/')} |")
    return "\n".join(lines) + "\n"


def licences(project: Project) -> int:
    """Write docs/licences.md."""
    page = project.root / "docs" / "licences.md"
    page.write_text(licences_page((project.root / "requirements.lock").read_text(encoding="utf-8")), encoding="utf-8")
    print(f"Written: {page.relative_to(project.root).as_posix()}")
    return 0


def wheels(project: Project, given: Mapping[str, str]) -> int:
    """Fill ``FOLDER=`` (default wheels/) with the lock's wheels, each held to its hash, for machines like this one."""
    folder = Path(given["FOLDER"]).expanduser().resolve() if given["FOLDER"] else project.root / FOLDER
    get = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "-d", str(folder)]
    for what in (["--require-hashes", "-r", str(project.root / "requirements.lock")], list(BUILD_NEEDS)):
        done = subprocess.call([*get, *what])
        if done:
            return done
    size = sum(path.stat().st_size for path in folder.glob("*.whl")) / 1e6
    print(f"{len(list(folder.glob('*.whl')))} wheels, {size:,.0f} MB: {folder}\n"
          "On the closed machine, with the project and this folder:  make PIP_NO_INDEX=1 PIP_FIND_LINKS=/path/to/wheels reports")
    return 0
