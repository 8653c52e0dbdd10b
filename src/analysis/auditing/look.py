"""The audit of reports that are about to be placed: of what a run made only the new is read, and it is attacked beside what stands already.

What came out clean is written down by content: a report by its passport, which holds the hashes of its files and of its list; a
municipality by the lists that are published together and the estimates behind them. The auditor's own code is part of both, so another
auditor looks again.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from analysis.auditing.completeness import LISTS, WITHHELD, report_at
from analysis.auditing.findings import Told
from analysis.auditing.holders import Weak
from analysis.auditing.listing import listings
from analysis.auditing.stage import attack_all, by_municipality, estimates_of, read_all, shared, truth_of
from analysis.parameters import Layout, Parameters


def look(
    parameters: Parameters,
    layout: Layout,
    passports: Iterable[Path],
    published: Mapping[str, Iterable[Path]],
    cores: int = 1,
    begins: Callable[[int], None] = lambda new: None,
) -> list[Told | Weak]:
    """What is wrong with the reports of ``passports``, alone and beside what is published with them; nothing: they may be placed.

    ``published``: municipality -> the lists of shown cells behind its reports, of those that are placed now and those that stand. A report
    that stands and whose list has been written anew since counts with the new one: it is what the next run makes of it. That each file is
    its passport's is looked at elsewhere. ``begins`` hears how many reports are new, if any. Messages name files from the project's root.
    """
    lists, code = listings(layout.processed / LISTS), _code()
    found, ledger = [], _Ledger(layout.processed / "audited.json")
    reports = [one for one in (report_at(passport, lists) for passport in passports) if one.audience != WITHHELD]
    keys = [(one.passport.relative_to(layout.root).as_posix(), _hash(code, _of(one.passport))) for one in reports]
    fresh = [(report, *key) for report, key in zip(reports, keys, strict=True) if not ledger.clean(*key)]
    if fresh:
        begins(len(fresh))
    together = []
    for municipality, beside in sorted(published.items()):
        behind, beside = estimates_of(parameters, layout, municipality), sorted(set(beside))
        key = _hash(code, *map(_of, (*beside, *behind)))
        if behind and not ledger.clean(municipality, key):
            together.append((municipality, key, by_municipality(beside)[municipality]))
    with shared(cores, len(fresh)) as run:
        # the longest work first: what is left at the end is short
        truths = [truth_of(parameters, layout, municipality) for municipality, _, _ in together]
        attacking = attack_all(truths, [places for _, _, places in together], run)
        for (_, name, key), (told, alone) in zip(fresh, read_all([report for report, _, _ in fresh], layout.root, run), strict=True):
            found += ledger.entered(name, key, [*told, *alone])
        for (municipality, key, _), attacks in zip(together, attacking, strict=True):
            found += ledger.entered(municipality, key, [one for _, result in attacks for one in result.weak])
    ledger.write()
    return found


class _Ledger:
    """What was clean, by name and content."""

    def __init__(self, path: Path):
        self.path = path
        self.known: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def clean(self, name: str, key: str) -> bool:
        return self.known.get(name) == key

    def entered(self, name: str, key: str, told: list) -> list:
        """``told``, after nothing was told and that is written down."""
        if not told:
            self.known[name] = key
        return told

    def write(self) -> None:
        part = self.path.with_name(f".{self.path.name}.part")
        part.write_text(json.dumps(self.known, indent=0, sort_keys=True), encoding="utf-8")
        os.replace(part, self.path)


def _code() -> str:
    """Hash of the auditor's source."""
    return _hash(*map(_of, sorted(Path(__file__).parent.glob("*.py"))))


def _of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
