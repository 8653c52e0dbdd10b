"""Why a recommendation stands in a report, and why not: its triggers beside the numbers they look at."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from analysis.disclosure.tables import SHOWN
from analysis.findings.finding import Finding
from analysis.findings.recommend import Considered, Themes, consider, fit, mismatch, on_its_scales
from analysis.parameters.programme import Thresholds
from analysis.parameters.recommendation import Pattern, Recommendation, Trigger

QUANTITIES: dict[Pattern, tuple[str, ...]] = {
    "low_level": ("comparison", "centre_comparison", "network_comparison"), "decline": ("change",), "background_gap": ("gap",),
    "centre_spread": ("spread",), "informant_disagreement": ("leader_staff_gap",), "strong_association": ("link",),
    "low_response": ("response",),
}
"""Pattern -> the shown numbers it can be found in."""


@dataclass(frozen=True)
class Looked:
    """A number a trigger looked at.

    ``said``: the finding's kind; ``hidden`` or ``not_measured``; ``high`` of a response that is not low; ``nothing`` where none may be made
    of it. ``missed``: the first thing in which its finding is not what the trigger is for; "" where it fires.
    """

    key: tuple[str, ...]
    said: str
    finding: Finding | None
    missed: str


@dataclass(frozen=True)
class TriggerAnswer:
    trigger: Trigger
    looked: tuple[Looked, ...]

    @property
    def fired(self) -> tuple[Looked, ...]:
        return tuple(one for one in self.looked if one.finding is not None and not one.missed)


@dataclass(frozen=True)
class Answer:
    """``considered`` is None where no finding calls for the entry; ``place`` counts from 1 among those taken, 0 for the others."""

    recommendation: Recommendation
    considered: Considered | None
    place: int
    fit: float
    taken: tuple[str, ...]
    triggers: tuple[TriggerAnswer, ...]


def why(rows: pd.DataFrame, findings: Iterable[Finding], catalogue: Iterable[Recommendation], slug: str, thresholds: Thresholds,
        themes: Themes | None = None) -> Answer:
    """The whole answer for the entry ``slug`` of ``catalogue``. ``rows``: the shown numbers the report's findings were sought in.

    KeyError where the catalogue has no such entry.
    """
    entries, findings = {entry.recommendation: entry for entry in catalogue}, list(findings)
    entry = entries[slug]
    outcomes = consider(findings, entries.values(), thresholds, themes=themes)
    taken = tuple(one.recommended.recommendation.recommendation for one in outcomes if one.outcome == "chosen")
    considered = next((one for one in outcomes if one.recommended.recommendation.recommendation == slug), None)
    best = considered.recommended.because[0] if considered else None
    by_key = {finding.key: finding for finding in findings}
    return Answer(entry, considered, taken.index(slug) + 1 if slug in taken else 0, fit(entry, best, thresholds, themes) if best else 0.0,
                  taken, tuple(TriggerAnswer(trigger, tuple(_looked(trigger, rows, by_key, thresholds, themes)))
                               for trigger in entry.triggers))


def _looked(trigger: Trigger, rows: pd.DataFrame, by_key: dict[tuple[str, ...], Finding], thresholds: Thresholds,
            themes: Themes | None) -> list[Looked]:
    """Every number of the trigger's quantity, roles and scales: those that fire first, then the largest."""
    found = []
    for row in rows[rows["kind"].isin(QUANTITIES[trigger.pattern])].itertuples(index=False):
        about = [(row.role, row.scale)]
        if row.kind == "link":
            about.append(tuple(row.contrast.partition(".")[::2]))
        if not ({role for role, _ in about} & set(trigger.roles) and on_its_scales(trigger, about, themes)):
            continue
        if trigger.background and row.contrast.partition(":")[0] not in trigger.background:
            continue
        key = (row.kind, row.role, row.scale, row.level, row.unit, row.wave, row.contrast)
        finding = by_key.get(key)
        silent = "high" if row.kind == "response" and "as_counts" not in row.flags else "nothing"
        said = row.status if row.status != SHOWN else silent if finding is None else finding.kind
        found.append(Looked(key, said, finding, _missed(trigger, finding, thresholds, themes)))
    return sorted(found, key=lambda one: (bool(one.missed), -abs(one.finding.value) if one.finding else 0.0, one.key))


def _missed(trigger: Trigger, finding: Finding | None, thresholds: Thresholds, themes: Themes | None) -> str:
    if finding is None:
        return "kind"
    return mismatch(trigger, finding, thresholds, themes) or ("" if finding.importance > 0 else "importance")
