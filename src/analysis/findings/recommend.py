"""Findings to recommendations, by the catalogue's triggers.

Score = importance x malleability x fit. Importance is the finding's (size in margins weighed by certainty). Malleability is the strength of
the evidence that the step moves what the finding is about, as a share of the strongest level. Fit is 1 where the trigger names the
finding's scale (or background variable), ``generic_trigger_weight`` where it speaks of any scale of a role. The best is taken first, with
every finding that calls for it; the next is the best of another area for the findings that are left. So no two say the same thing twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.findings.finding import Finding
from analysis.parameters.programme import Thresholds
from analysis.parameters.recommendation import Recommendation, Trigger

PATTERNS = {
    "challenge": "low_level", "decline": "decline", "gap": "background_gap", "spread": "centre_spread",
    "disagreement": "informant_disagreement", "association": "strong_association", "low_response": "low_response",
}
"""Finding kind -> the pattern that triggers. What is a strength, unchanged or undecided calls for nothing."""

STRONGEST = 4


@dataclass(frozen=True)
class Recommended:
    """A recommendation, the findings that called it (most important first), and its score."""

    recommendation: Recommendation
    because: tuple[Finding, ...]
    score: float


def recommend(findings: Iterable[Finding], catalogue: Iterable[Recommendation | dict], thresholds: Thresholds,
              most: int = 3) -> list[Recommended]:
    """The at most ``most`` recommendations the findings call for, best first. Deterministic: equals in the order of their slugs."""
    left, entries = list(findings), typed(catalogue)
    chosen: list[Recommended] = []
    while len(chosen) < most and (options := candidates(left, entries, thresholds)):
        best = options[0]
        chosen.append(best)
        left = [finding for finding in left if finding not in best.because]
        entries = [entry for entry in entries if entry.area != best.recommendation.area]
    return chosen


def candidates(findings: Iterable[Finding], catalogue: Iterable[Recommendation | dict], thresholds: Thresholds) -> list[Recommended]:
    """Every recommendation any finding calls for, best first."""
    findings, called = list(findings), []
    for entry in typed(catalogue):
        weighed = [(finding.importance * share, finding) for finding in findings
                   if finding.importance > 0 and (share := fit(entry, finding, thresholds)) > 0]
        weighed.sort(key=lambda pair: (-pair[0], pair[1].key))
        if weighed:
            score = weighed[0][0] * entry.strength.level / STRONGEST
            called.append(Recommended(entry, tuple(finding for _, finding in weighed), score))
    return sorted(called, key=lambda one: (-one.score, one.recommendation.recommendation))


def typed(catalogue: Iterable[Recommendation | dict]) -> list[Recommendation]:
    """The catalogue as models; a shown file's meta carries it as dicts."""
    return [entry if isinstance(entry, Recommendation) else Recommendation.model_validate(entry) for entry in catalogue]


def fit(entry: Recommendation, finding: Finding, thresholds: Thresholds) -> float:
    """How well the finding fits the entry's best trigger: 0 not at all, 1 by name."""
    return max((_fit(trigger, finding, thresholds) for trigger in entry.triggers), default=0.0)


def _fit(trigger: Trigger, finding: Finding, thresholds: Thresholds) -> float:
    if PATTERNS.get(finding.kind) != trigger.pattern:
        return 0.0
    if finding.kind == "association" and finding.value < thresholds.strong_association:
        return 0.0
    roles, scales = {finding.role}, {finding.scale}
    if finding.kind == "association":
        practice_role, _, practice = finding.contrast.partition(".")
        roles, scales = roles | {practice_role}, scales | {practice}
    if trigger.roles and not roles & set(trigger.roles):
        return 0.0
    if trigger.scales and not scales & set(trigger.scales):
        return 0.0
    if trigger.background and finding.contrast.partition(":")[0] not in trigger.background:
        return 0.0
    if trigger.lower and lower_category(finding) not in trigger.lower:
        return 0.0
    named = trigger.scales or trigger.background or finding.kind == "low_response"
    return 1.0 if named else thresholds.generic_trigger_weight


def lower_category(finding: Finding) -> str | None:
    """The category that lies lower in a gap, whose contrast reads ``variable:category-reference``; None for what is no gap."""
    categories = finding.contrast.partition(":")[2].partition(":")[0]
    category, dash, reference = categories.partition("-")
    if finding.kind != "gap" or not dash:
        return None
    return reference if finding.value > 0 else category
