"""``make new-municipality``, ``make new-wave``, ``make new-programme``: commented parameters that are valid from the first moment, a place
for the exports, and marks at what a person has still to find out. Nothing that exists is overwritten."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from analysis.commands import new_texts
from analysis.commands.codebooks import programme_of
from analysis.commands.project import Project
from analysis.commands.words import needed
from analysis.parameters import ParameterError, Problem, Programme, listed, nearest, programmes
from analysis.parameters.base import Language
from analysis.parameters.insertion import append_to_list
from analysis.parameters.municipality import Municipality
from analysis.parameters.reading import read_model
from analysis.parameters.slugs import municipality_slug, slug_of
from analysis.publishing.selection import split

FIRST_WEEK, LAST_WEEK = 38, 41
"""Weeks of the year in which the surveys have mostly been: what a field period is proposed as."""
NAMES = r"[a-z][a-z0-9_]*"


def new_municipality(project: Project, given: Mapping[str, str]) -> int:
    """Write the municipality's file, its waves into the programme, and the folder its exports go to."""
    needed("new-municipality", given, NAME='its full name ("Nordfyns Kommune")', WAVES="its waves (2027, or 2027,2029)")
    programme = programme_of(project)
    slug, waves = municipality_slug(given["NAME"]), _waves(given["WAVES"])
    if not slug:
        raise ParameterError([Problem("command line", "NAME", repr(given["NAME"]), "a name with letters")])
    target = project.layout.parameters / "municipalities" / f"{slug}.yml"
    _nothing_there(project, target, f"another name; a wave of the same municipality: make new-wave MUNICIPALITY={slug} WAVE={waves[0]}")
    added, by_hand = _into_programme(project, programme, waves)
    _write(target, new_texts.municipality(slug, given["NAME"], [(wave, _period(wave)) for wave in waves], programme.roles))
    folders = _raw_folders(project, programme, slug, given["NAME"], waves)
    told = [f"{_name(project, target)}: written, {len(waves)} wave{'s' if len(waves) > 1 else ''} planned.", *added, *folders, *by_hand]
    alike = _same_name(project, slug, given["NAME"])
    if alike:
        told.append(f"Note: municipalities/{alike}.yml has the same name. For one more wave of it delete the new file, and:")
        told.append(f"  make new-wave MUNICIPALITY={alike} WAVE={waves[0]}")
    print("\n".join([*told, "Next: fill in what is marked with FILL IN, put the exports into their folders, then status: udkast."]))
    return 0


def new_wave(project: Project, given: Mapping[str, str]) -> int:
    """Write one more wave into a municipality's file, and the folder its exports go to."""
    needed("new-wave", given, MUNICIPALITY="the file's name under municipalities/ (billund)", WAVE="the wave (2021)")
    programme, slug = programme_of(project), given["MUNICIPALITY"]
    folder = project.layout.parameters / "municipalities"
    known = sorted(path.stem for path in folder.glob("*.yml"))
    if slug not in known:
        raise ParameterError([Problem("command line", "MUNICIPALITY", repr(slug), listed(known), nearest(slug, known))])
    (wave,), path = _waves(given["WAVE"], most=1), folder / f"{slug}.yml"
    unit, problems = read_model(path, _name(project, path), Municipality)
    if problems:
        raise ParameterError(problems)
    if wave in [entry.wave for entry in unit.waves]:
        raise ParameterError([Problem(_name(project, path), f"waves.{wave}", "the wave is there already", "another wave")])
    entry = new_texts.wave(slug, wave, _period(wave), programme.roles)
    text = append_to_list(path.read_text(encoding="utf-8"), "waves", entry)
    if text is None:
        raise ParameterError(
            [Problem(_name(project, path), "waves", "no list one entry a line", "the wave written by hand:\n" + "\n".join(entry))]
        )
    added, by_hand = _into_programme(project, programme, [wave])
    path.write_text(text, encoding="utf-8")
    folders = _raw_folders(project, programme, slug, unit.name, [wave])
    print("\n".join([f"{_name(project, path)}: wave {wave} planned.", *added, *folders, *by_hand]))
    print(f"Next: fill in what is marked, put the exports there, `make codebook WAVE={slug}-{wave}`, then status: udkast.")
    return 0


def new_programme(project: Project, given: Mapping[str, str]) -> int:
    """Write ``parameters/<slug>/programme.yml``: respondent groups, waves, languages, conventions; codebooks come from exports."""
    means = {"NAME": 'what is studied ("Trivsel i Nyby")', "ROLES": "respondent groups (child,staff,parent)", "WAVES": "waves (2027)"}
    needed("new-programme", given, **means)
    slug, roles, waves = slug_of(given["NAME"]), split(given["ROLES"]), _waves(given["WAVES"])
    languages = split(given["LANGUAGES"]) or ("da",)
    problems = [
        Problem(
            "command line",
            "ROLES",
            repr(role),
            "lower-case letters, digits and underscores (child, staff, contact, parent)",
            slug_of(role).replace("-", "_") or None,
        )
        for role in roles
        if not re.fullmatch(NAMES, role)
    ]
    valid = Language.__args__
    problems += [
        Problem("command line", "LANGUAGES", repr(one), listed(valid), nearest(one, valid)) for one in languages if one not in valid
    ]
    if not slug:
        problems.append(Problem("command line", "NAME", repr(given["NAME"]), "a name with letters"))
    if problems:
        raise ParameterError(problems)
    target = project.root / "parameters" / slug / "programme.yml"
    _nothing_there(project, target, f"another name; there are {', '.join(programmes(project.root))}")
    _write(target, new_texts.programme(slug, given["NAME"], roles, waves, languages))
    _write(target.with_name("retention.yml"), new_texts.retention(waves))
    print(
        f"{_name(project, target)} and retention.yml: written.\n"
        f'Next: make new-municipality NAME="..." WAVES={waves[0]} PROGRAMME={slug}, then `make codebook` on its exports (docs/adapting.md).'
    )
    return 0


def _waves(words: str, most: int | None = None) -> list[str]:
    found = split(words)
    problems = [
        Problem("command line", "WAVES", repr(wave), "a year (2027); waves called otherwise are written into the files by hand")
        for wave in found
        if not re.fullmatch(r"(19|20)\d\d", wave)
    ]
    problems += [Problem("command line", "WAVES", repr(wave), "each wave once") for wave in sorted(set(found)) if found.count(wave) > 1]
    if most and len(found) != most:
        problems.append(Problem("command line", "WAVE", repr(words), "one wave"))
    if problems:
        raise ParameterError(problems)
    return sorted(found)


def _period(wave: str) -> tuple[date, date]:
    """The weeks surveys have mostly been in, of the wave's year."""
    return date.fromisocalendar(int(wave), FIRST_WEEK, 1), date.fromisocalendar(int(wave), LAST_WEEK, 7)


def _into_programme(project: Project, programme: Programme, waves: Iterable[str]) -> tuple[list[str], list[str]]:
    """Add waves the programme does not know to ``programme.yml``; what was done, and what is left to a person."""
    known = {wave.wave for wave in programme.waves}
    path, done, by_hand = project.layout.parameters / "programme.yml", [], []
    law = max(programme.waves, key=lambda wave: wave.wave).law if programme.waves else None
    for wave in [wave for wave in waves if wave not in known]:
        words = f"{{wave: {wave}" + (f", law: {law}" if law else "") + "}"
        text = append_to_list(path.read_text(encoding="utf-8"), "waves", [f"- {words}"])
        if text is None:
            by_hand.append(f"{_name(project, path)}: write `- {words}` under waves.")
        else:
            path.write_text(text, encoding="utf-8")
            done.append(
                f"{_name(project, path)}: wave {wave} added" + (f", under the law {law} as the wave before: is it still?" if law else ".")
            )
    return done, by_hand


def _raw_folders(project: Project, programme: Programme, slug: str, name: str, waves: Iterable[str]) -> list[str]:
    """A folder per wave and role, with what belongs there said in a README, and a template of the invited counts."""
    home = project.layout.raw / slug
    for wave in waves:
        for role in programme.roles:
            (home / wave / role).mkdir(parents=True, exist_ok=True)
        invited = home / wave / "invited.csv"
        if not invited.exists():
            _write(invited, new_texts.invited(programme.roles))
    readme = home / "README.md"
    if not readme.exists():
        _write(readme, new_texts.raw_readme(programme.slug, slug, name, programme.roles))
    return [f"{_name(project, home)}/: a folder for every export, invited.csv to fill in, README.md says what goes where."]


def _same_name(project: Project, slug: str, name: str) -> str | None:
    wanted = " ".join(name.split()).casefold()
    for path in sorted((project.layout.parameters / "municipalities").glob("*.yml")):
        if path.stem != slug:
            unit, problems = read_model(path, path.name, Municipality)
            if not problems and " ".join(unit.name.split()).casefold() == wanted:
                return path.stem
    return None


def _nothing_there(project: Project, target: Path, expected: str) -> None:
    if target.exists():
        raise ParameterError([Problem(_name(project, target), "file", "there already; nothing is overwritten", expected)])


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _name(project: Project, path: Path) -> str:
    return path.relative_to(project.root).as_posix() if path.is_relative_to(project.root) else str(path)
