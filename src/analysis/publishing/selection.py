"""What a person asked for: ONLY=, REPORT=, LANGUAGE=, FORMATS=. An unknown name is answered with the nearest known ones."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.parameters import ParameterError, Parameters, Problem, editions, listed, rounds


@dataclass(frozen=True)
class Selection:
    """Empty means everything (for ``languages``: the programme's first). ``only`` holds handles: ``billund``, ``billund-2019``,
    ``billund-2019/aadalen``, ``kolding-2019/nattergalen``, ``2019``."""

    only: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()


def select(parameters: Parameters, only: str = "", report: str = "", language: str = "", formats: str = "") -> Selection:
    """The selection in words separated by commas; ParameterError with every unknown name at once."""
    programme = parameters.programme
    asked = {
        "ONLY": (split(only), dict.fromkeys(handles(parameters)) if only else {}),
        "REPORT": (split(report), [entry.report for entry in programme.reports]),
        "LANGUAGE": (split(language), list(programme.languages)),
        "FORMATS": (split(formats), sorted({suffix for entry in programme.reports for suffix in entry.formats})),
    }
    problems = [
        _planned(name) if key == "ONLY" and _is_planned(name, parameters) else unknown(key, name, valid)
        for key, (names, valid) in asked.items()
        for name in names
        if name not in valid
    ]
    if problems:
        raise ParameterError(problems)
    return Selection(*(names for names, _ in asked.values()))


def _is_planned(name: str, parameters: Parameters) -> bool:
    """Whether ``name`` is a wave, or a municipality all of whose waves are, set up and not there yet."""
    return name in parameters.planned or any(handle.rpartition("-")[0] == name for handle in parameters.planned)


def _planned(name: str) -> Problem:
    expected = "a wave whose exports are there: change `status: planlagt` to udkast in municipalities/*.yml when they are"
    return Problem("command line", "ONLY", f"{name!r}, which is only planned", expected)


def split(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.replace(" ", ",").split(",") if word.strip())


def handles(parameters: Parameters) -> list[str]:
    """Everything ONLY= takes: municipalities with reports, their waves, their networks and centres in each, the programme's waves."""
    found = {place.slug: None for place in parameters.reported}
    for about in rounds(parameters):
        found |= dict.fromkeys([about.handle, *(edition.subject.handle for edition in editions(parameters, about))])
    return list(found)


def unknown(key: str, name: str, valid: Iterable[str]) -> Problem:
    """An unknown name on the command line, with the known ones most like it."""
    valid = list(valid)
    close = difflib.get_close_matches(name, valid, n=3, cutoff=0.5)
    short = [other for other in valid if "/" not in other]
    return Problem("command line", key, repr(name), listed(close or short), close[0] if close else None)
