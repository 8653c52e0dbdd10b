"""From a challenge to the competence it calls for: the packages that aim at its scale, or at the practice the programme joins to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.findings.finding import Finding

CALLS = ("challenge", "decline", "gap", "spread", "disagreement")
"""Kinds of finding that may call for competence development."""


@dataclass(frozen=True)
class Need:
    """One challenge. ``packages``: those of the catalogue that aim at it; ``through``: the practices (role, scale) they work with, where
    the challenge itself is an outcome that the programme's links join to them."""

    finding: Finding
    packages: tuple[dict, ...]
    through: tuple[tuple[str, str], ...]


def needs(findings: Iterable[Finding], catalogue: Sequence[dict], links: Sequence[dict], most: int) -> list[Need]:
    """The most important challenges in the order of ``findings``, each scale once, with what the catalogue has for it.

    What is undecided or hidden is no finding of ``CALLS`` and calls for nothing.
    """
    found: dict[tuple[str, str], Need] = {}
    for finding in findings:
        pair = (finding.role, finding.scale)
        if finding.kind in CALLS and pair not in found and len(found) < most:
            joined = tuple((link["practice_role"], link["practice"]) for link in links
                           if (link["outcome_role"], link["outcome"]) == pair)
            aims = {finding.scale, *(scale for _, scale in joined)}
            found[pair] = Need(finding, tuple(package for package in catalogue if aims & set(package["scales"])), joined)
    return list(found.values())
