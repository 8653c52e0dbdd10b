"""``make audit REPORTS=folder``: whether finished reports say more than their audiences may hear."""

from collections.abc import Mapping
from pathlib import Path

from analysis.auditing.stage import Audit, audit
from analysis.commands.project import Project
from analysis.parameters import ParameterError, Problem

MOST = 40
"""Findings that are told one by one; the number of all stands at the end."""


def audit_reports(project: Project, given: Mapping[str, str]) -> int:
    """Every report under ``REPORTS=`` (default: the programme's), beside an earlier release ``AGAINST=``; 1 where anything was found."""
    folder = _folder("REPORTS", given["REPORTS"], project.layout.reports)
    against = (_folder("AGAINST", given["AGAINST"], folder),) if given["AGAINST"] else ()
    found = audit(project.parameters, project.layout, folder, against, project.processors)
    if not found.reports:
        raise ParameterError(
            [Problem("command line", "REPORTS", str(folder), "a folder with reports that leave the house, and their passports")]
        )
    print("\n".join(told(found)))
    return int(found.failed)


def told(found: Audit) -> list[str]:
    """The audit in lines: what was read, each attack's narrowest interval, everything found."""
    lines = [f"{found.reports} reports, {found.files} files read."]
    for municipality, attacks in found.attacks.items():
        hidden = sum(result.hidden for _, result in attacks)
        least = min((result.narrowest for _, result in attacks), default=float("inf"))
        lines.append(
            f"{municipality}: {len(attacks)} holders, {hidden} hidden means attacked; the narrowest interval is "
            f"{min(least, 1):.0%} of what the municipality's mean and spread alone give."
        )
    everything = [*found.told, *found.weak]
    lines += [f"  {one}" for one in everything[:MOST]]
    if len(everything) > MOST:
        lines.append(f"  ... and {len(everything) - MOST} more")
    lines.append(
        f"{len(found.told)} numbers that are not listed, {len(found.weak)} hidden cells that follow from shown ones."
        if found.failed
        else "Every number is listed, and no hidden cell follows from shown ones."
    )
    return lines


def _folder(word: str, given: str, default: Path) -> Path:
    folder = Path(given).expanduser().resolve() if given else default
    if not folder.is_dir():
        raise ParameterError([Problem("command line", word, repr(str(folder)), "a folder that is there: make reports makes reports")])
    return folder
