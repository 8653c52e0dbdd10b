"""The front door: ``python -m analysis <command>``; ``make <command>`` is the same with the environment made first."""

import argparse
import os
import sys
from collections.abc import Callable

DEFAULT_PROGRAMME = "laeringsledelse"

SUMMARY = f"""Læringsrapporter from survey waves.

  reports     make every report that is missing or changed, and the index reports/index.html
  list        the plan: every report, its audience, path and state; the recommendations and what is to be checked of their evidence
  explain     why each step would run
  why         why a recommendation stands in a report, and why not: REPORT=billund-2019 RECOMMENDATION=<name> [AUDIENCE=public]
  check       parameters, notebooks and plan; with ONLY= the delivery of a wave: every check, and a page of them
  test        the tests
  lab         JupyterLab on the notebooks
  export      scores (Parquet, SPSS) and estimates (CSV with codebook) for researchers who work elsewhere: internal
  codebook    draft a codebook from an export: WAVE=billund-2019 [ROLE=child], or ROLE=child FILE=export.csv
  codebook-diff   what changed between two waves: FROM=2017 TO=2019 [ROLE=]; an export against its codebook: WAVE=billund-2019
  new-municipality   parameters, raw-data folders and templates: NAME="Nordfyns Kommune" WAVES=2027
  new-wave    one more wave of a municipality: MUNICIPALITY=billund WAVE=2021
  new-programme      another study: NAME="..." ROLES=child,staff WAVES=2027 LANGUAGES=da,en
  deliver     one folder and zip for each recipient, with index, letter and checksums: RELEASE=2019-12 [ONLY=billund-2019]
  audit       whether finished reports say more than they may: REPORTS=/folder (default the programme's) [AGAINST=/earlier/release]
  release     freeze a wave's forms and hidden cells and copy its reports out, read-only: NAME=2019-12 RELEASES=/folder/outside [ONLY=]
  verify      make reports again from the raw data and compare, byte by byte; what has changed is named: ONLY=billund-2019 [REPORT=],
              PASSPORT=/path or RELEASE=/folder
  diff        numbers, findings and recommendations that are others than in an earlier build: AGAINST=/folder
  norms       freeze the programme's norms from its own responses
  national    a made-up country through the whole flow, into build/national/: [MUNICIPALITIES=10] [CENTRES=] [CHILDREN=] [PROFILES=]
              [FOLDER=/path] [CORES=]; its sizes stand in parameters/national.yml
  benchmark   the goals of speed and memory, met or missed (long: with everything from scratch)
  performance the parts of a report's time, into docs/performance.md: after reports ONLY=billund-2019
  coverage-study   how often the intervals hold what is true, in simulations of the whole path: hours, goes on where it stopped
  protection  what is hidden, and what could be computed if less were: counted into docs/protection.md
  key         a pseudonym key for real data, outside the project
  rekey       a new key in place of the old one: NEW=/path/outside; who is the same over waves stays so, or nothing is changed
  forget      withdrawn persons out of raw files, processed data and reports: IDS=/file/outside [ONLY=billund-2019]
  wheels      the lock's wheels in a folder, to install from on a closed machine: [FOLDER=/path]
  licences    docs/licences.md: the licence of every package in the lock
  clean       remove processed data and reports; raw data stand

Narrow any of them:
  ONLY=billund-2019            a municipality, its wave, or a centre in it: billund-2019/<centre>
  REPORT=centre-profile        a type of report
  PROGRAMME=name               another programme (default {DEFAULT_PROGRAMME}); RAW=/folder if its raw data lie elsewhere
  LANGUAGE=en                  English
  FORMATS=html,pdf             the files of a report
  CORES=2                      processors to use
  KERNELS=stock                (a variable of the environment) start every kernel and step afresh, fork none
"""


def _on_project(name: str) -> Callable:
    """A command that takes the project it works on, imported when it is called."""

    def run(arguments: argparse.Namespace) -> int:
        from importlib import import_module

        from analysis.commands.project import project

        module, _, function = name.partition(":")
        return getattr(import_module(f"analysis.commands.{module}"), function)(project(arguments, DEFAULT_PROGRAMME))

    return run


COMMANDS = {
    "reports": _on_project("reports:make_reports"),
    "list": _on_project("listing:show_plan"),
    "explain": _on_project("listing:explain"),
    "check": _on_project("check:check"),
    "export": _on_project("export:export"),
    "norms": _on_project("chores:norms"),
    "clean": _on_project("chores:clean"),
    "lab": _on_project("chores:lab"),
    "licences": _on_project("supply:licences"),
    "performance": _on_project("chores:performance"),
    "protection": _on_project("chores:protection"),
}


def _with_words(name: str, words: tuple[str, ...]) -> Callable:
    """A command that knows words of its own."""

    def run(arguments: argparse.Namespace) -> int:
        from importlib import import_module

        from analysis.commands.words import own_words, project_of

        given = own_words(arguments, words)
        module, _, function = name.partition(":")
        return getattr(import_module(f"analysis.commands.{module}"), function)(project_of(arguments, given, DEFAULT_PROGRAMME), given)

    return run


OWN_WORDS = {
    "forget": ("forget:forget", ("IDS", "ONLY", "PROGRAMME", "RAW")),
    "rekey": ("rekey:rekey", ("NEW", "PROGRAMME", "RAW")),
    "codebook": ("codebooks:make_codebook", ("WAVE", "ROLE", "FILE", "PROGRAMME", "RAW")),
    "deliver": ("deliver:deliver", ("RELEASE", "ONLY", "PROGRAMME")),
    "audit": ("audit:audit_reports", ("REPORTS", "AGAINST", "PROGRAMME")),
    "release": ("release:release", ("NAME", "ONLY", "RELEASES", "PROGRAMME", "RAW")),
    "verify": ("verify:verify", ("ONLY", "REPORT", "PASSPORT", "RELEASE", "PROGRAMME", "RAW")),
    "national": ("national:make_country", ("MUNICIPALITIES", "CENTRES", "CHILDREN", "PROFILES", "FOLDER", "CORES")),
    "wheels": ("supply:wheels", ("FOLDER",)),
    "diff": ("diff:diff", ("AGAINST", "PROGRAMME")),
    "why": ("why:why", ("REPORT", "RECOMMENDATION", "AUDIENCE", "PROGRAMME")),
    "new-programme": ("new:new_programme", ("NAME", "ROLES", "WAVES", "LANGUAGES")),
    "new-municipality": ("new:new_municipality", ("NAME", "WAVES", "PROGRAMME", "RAW")),
    "new-wave": ("new:new_wave", ("MUNICIPALITY", "WAVE", "PROGRAMME", "RAW")),
    "codebook-diff": ("codebook_diff:show_difference", ("FROM", "TO", "WAVE", "ROLE", "PROGRAMME", "RAW")),
}
"""Command -> what runs it, and the words it knows."""


def _with_more(name: str) -> Callable:
    """A command that passes the words behind it on."""

    def run(arguments: argparse.Namespace) -> int:
        from analysis.commands import chores
        from analysis.commands.project import Project, find_root

        return getattr(chores, name.replace("-", "_"))(Project(find_root(), DEFAULT_PROGRAMME), arguments.more)

    return run


def _key(arguments: argparse.Namespace) -> int:
    from analysis.commands.chores import key
    from analysis.commands.project import Project, find_root

    return key(Project(find_root(), DEFAULT_PROGRAMME), arguments.path)


def _stage(arguments: argparse.Namespace) -> int:
    from analysis.commands.stages import run_stage

    return run_stage(arguments)


def parser() -> argparse.ArgumentParser:
    from analysis.commands.project import add_arguments
    from analysis.commands.stages import add_stages

    top = argparse.ArgumentParser(
        prog="python -m analysis",
        description=SUMMARY,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="python -m analysis <command> [KEY=value ...]",
    )
    commands = top.add_subparsers(dest="command", metavar="")
    for name, run in COMMANDS.items():
        one = commands.add_parser(name)
        add_arguments(one)
        one.set_defaults(run=run)
    for name, (where, words) in OWN_WORDS.items():
        one = commands.add_parser(name)
        one.add_argument("words", nargs="*", metavar="KEY=value", help=", ".join(f"{key}=" for key in words))
        one.add_argument("--root", default="", help=argparse.SUPPRESS)
        one.set_defaults(run=_with_words(where, words))
    for name in ("test", "benchmark", "coverage-study"):
        one = commands.add_parser(name, prefix_chars="+")
        one.add_argument("more", nargs="*")
        one.set_defaults(run=_with_more(name))
    one = commands.add_parser("key")
    one.add_argument("path", nargs="?", default="")
    one.set_defaults(run=_key)
    one = commands.add_parser("stage")
    add_stages(one)
    one.set_defaults(run=_stage)
    return top


def main(words: list[str] | None = None) -> int:
    """Run one command; bad input is told in one message, with status 2."""
    words = sys.argv[1:] if words is None else words
    if not words or words == ["help"]:
        print(SUMMARY)  # before anything is imported: `make` alone answers on a machine where nothing is installed yet
        return 0
    from analysis.parameters import ParameterError

    arguments = parser().parse_args(words)
    try:
        done = arguments.run(arguments)
        sys.stdout.flush()
        return done
    except ParameterError as error:
        print(error, file=sys.stderr)
        return 2
    except RuntimeError as error:
        if type(error).__name__ != "SnakemakeError":
            raise
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read along (`| head`) has read enough
        return 141
    except KeyboardInterrupt:
        print("Stopped. What was finished stands; the same command goes on from there.", file=sys.stderr)
        return 130


def begin() -> int:
    """As ``main``; a step of a run that keeps a process to be forked from runs in a fork of that."""
    words = sys.argv[1:]
    if words[:1] == ["stage"]:
        from analysis.commands.fork import in_a_fork

        try:
            if (status := in_a_fork(words)) is not None:
                return status
        except KeyboardInterrupt:
            return 130
    return main(words)


if __name__ == "__main__":
    sys.exit(begin())
