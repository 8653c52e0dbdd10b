"""Where recommendations stand: one entry a file, called what it holds.

``recommendations/<entry>.yml`` is the programme's. ``municipalities/<slug>/recommendations/<entry>.yml`` adds an entry for that
municipality, or changes one of the programme's: there the file holds only the keys it changes, each in place of the programme's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from analysis.parameters.decisions import open_decisions
from analysis.parameters.problems import Problem, listed, nearest
from analysis.parameters.reading import read_yaml, validated
from analysis.parameters.recommendation import Recommendation


@dataclass(frozen=True)
class Catalogue:
    """The programme's entries by slug, and municipality -> the whole entries it adds or changes."""

    programme: tuple[Recommendation, ...]
    own: dict[str, tuple[Recommendation, ...]]
    problems: tuple[Problem, ...]


def recommendation_files(folder: Path, municipality: str = "") -> list[Path]:
    """The files of a programme's ``folder``, or of one municipality's entries in it."""
    home = folder / "municipalities" / municipality if municipality else folder
    return sorted((home / "recommendations").glob("*.yml"))


def read_catalogue(folder: Path, root: Path, municipalities: Iterable[str]) -> Catalogue:
    """Every entry, and everything wrong in their files. A folder of a municipality that is none is a Problem, never skipped."""
    known, problems = list(municipalities), []
    for home in sorted((folder / "municipalities").glob("*/recommendations")):
        if home.parent.name not in known:
            name = home.relative_to(root).as_posix()
            problems.append(Problem(name, "folder", repr(home.parent.name), listed(known), nearest(home.parent.name, known)))

    def read(paths: list[Path], base: Mapping[str, Recommendation]) -> dict[str, Recommendation]:
        found = {}
        for path in paths:
            entry, trouble = _read(path, path.relative_to(root).as_posix(), base)
            problems.extend(trouble)
            if entry:
                found[entry.recommendation] = entry
        return found

    programme = read(recommendation_files(folder), {})
    own = {slug: tuple(entries.values()) for slug in known if (entries := read(recommendation_files(folder, slug), programme))}
    return Catalogue(tuple(programme.values()), own, tuple(problems))


def _read(path: Path, name: str, base: Mapping[str, Recommendation]) -> tuple[Recommendation | None, list[Problem]]:
    content, problems = read_yaml(path, name)
    problems = [*open_decisions(path, name), *problems]
    if problems:
        return None, problems
    changed = base.get(content.get("recommendation")) if isinstance(content, dict) else None
    entry, problems = validated(_given(changed) | content if changed else content, name, Recommendation)
    if entry and entry.recommendation != path.stem:
        problems = [Problem(name, "recommendation", repr(entry.recommendation), f"the file's name {path.stem!r}")]
    return (None if problems else entry), problems


def _given(entry: BaseModel) -> dict:
    """The keys that were written in the entry's file."""
    return entry.model_dump(exclude_unset=True)


def changed_keys(entry: Recommendation, programme: Mapping[str, Recommendation]) -> tuple[str, ...]:
    """What a municipality's entry says otherwise than the programme's of that slug; () where the programme has none."""
    base = programme.get(entry.recommendation)
    if base is None:
        return ()
    return tuple(key for key in Recommendation.model_fields if getattr(entry, key) != getattr(base, key))
