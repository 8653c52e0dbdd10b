"""Words of commands that are about one thing and not about the plan of reports: ``KEY=value``, each command knowing its own."""

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path

from analysis.commands.project import Project, find_root
from analysis.parameters import ParameterError, Problem, nearest


def own_words(arguments: argparse.Namespace, allowed: Iterable[str]) -> dict[str, str]:
    """KEY -> value of the words given, \"\" for those that were not; ParameterError for a word the command does not know."""
    allowed = list(allowed)
    values, problems = dict.fromkeys(allowed, ""), []
    for word in arguments.words:
        key, sign, value = word.partition("=")
        if key not in values or not sign:
            problems.append(
                Problem("command line", key, repr(word), ", ".join(f"{name}=" for name in allowed), nearest(key.upper(), allowed))
            )
        else:
            values[key] = value.strip()
    if problems:
        raise ParameterError(problems)
    return values


def project_of(arguments: argparse.Namespace, given: Mapping[str, str], default_programme: str) -> Project:
    """The project, with the programme and the raw folder that were asked for."""
    raw = given.get("RAW", "")
    if raw and not Path(raw).expanduser().is_dir():
        raise ParameterError([Problem("command line", "RAW", repr(raw), "a folder that is there")])
    return Project(find_root(arguments.root), given.get("PROGRAMME") or default_programme, raw)


def needed(command: str, given: Mapping[str, str], **means: str) -> None:
    """ParameterError that says of every word in ``means`` that was not given what it means."""
    missing = [Problem("command line", f"{command} {key}=", "nothing", words) for key, words in means.items() if not given[key]]
    if missing:
        raise ParameterError(missing)
