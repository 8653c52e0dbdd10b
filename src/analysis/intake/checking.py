"""One mechanism for everything that can be wrong with a delivery: the checks of ``intake/checks``, found, run and told.

A check is a module of that package: its first docstring line is the rule, ``STAGE`` says when it is looked for, ``SEVERITY`` whether it
holds the reports back (``fail``) or is a ``warning``, ``GUIDANCE`` what a partner does about it, and ``check(wave)`` yields a Problem per
trouble, or raises ``NotApplicable`` that says why the rule has nothing to look at.
"""

import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module

import pandas as pd

from analysis.intake import checks
from analysis.intake.material import NotApplicable, WaveMaterial
from analysis.intake.tables import CHECKS
from analysis.parameters import Problem

STAGES = ("file", "columns", "codes", "keys", "cross_table", "plausibility", "last_wave")
"""From the file itself to what only the last wave can show; the order in which the checks run and are told."""

SEVERITIES = ("fail", "warning")
RESULTS = ("fail", "warning", "not_applicable", "pass")
"""How a check came out, those that want a person first."""


@dataclass(frozen=True)
class Check:
    """One rule about a delivery."""

    name: str
    stage: str
    severity: str
    rule: str
    guidance: str
    find: Callable[[WaveMaterial], Iterator[Problem]]


@dataclass(frozen=True)
class Result:
    """How a check came out. ``reason`` says why it was not applicable, or what it could not look at; else ""."""

    check: Check
    result: str
    problems: tuple[Problem, ...] = ()
    reason: str = ""

    @property
    def message(self) -> str:
        """The problems, one a line."""
        return "\n".join(str(problem) for problem in self.problems) or self.reason


@cache
def all_checks() -> tuple[Check, ...]:
    """Every module of ``intake/checks`` as a check, in the order of stages, then names."""
    found = []
    for entry in pkgutil.iter_modules(checks.__path__):
        module = import_module(f"{checks.__name__}.{entry.name}")
        rule = module.__doc__.splitlines()[0]
        found.append(Check(entry.name, module.STAGE, module.SEVERITY, rule, module.GUIDANCE, module.check))
    return tuple(sorted(found, key=lambda check: (STAGES.index(check.stage), check.name)))


def run(wave: WaveMaterial) -> tuple[Result, ...]:
    """Every check on ``wave``, in order. What one finds keeps no other from looking."""
    return tuple(run_one(check, wave) for check in all_checks())


def run_one(check: Check, wave: WaveMaterial) -> Result:
    try:
        problems = tuple(check.find(wave))
    except NotApplicable as reason:
        return Result(check, "not_applicable", reason=str(reason))
    if problems:
        return Result(check, check.severity, problems)
    unread = [role for role, export in wave.exports.items() if export.raw is None]
    if unread and check.stage != "file":
        # what could not be looked at has not passed
        if not wave.readable:
            return Result(check, "not_applicable", reason="no file could be read")
        return Result(check, "pass", reason=f"without {', '.join(unread)}, which could not be read")
    return Result(check, "pass")


def failures(results: Iterable[Result]) -> list[Problem]:
    """Everything that holds the reports back."""
    return [problem for result in results if result.result == "fail" for problem in result.problems]


def checks_table(results: Iterable[Result]) -> pd.DataFrame:
    """One row per check, as ``intake.tables`` has it."""
    rows = [(r.check.name, r.check.stage, r.result, len(r.problems), r.check.rule, r.message, r.check.guidance) for r in results]
    table = pd.DataFrame(rows, columns=list(CHECKS))
    return table.astype({name: "int64" if name == "problems" else "str" for name in CHECKS})
