"""Findings to recommendations, by the catalogue's triggers (docs/recommendations.md).

Score = importance x malleability x fit. Importance is the finding's: size in margins weighed by certainty. Malleability is the strength of
the evidence that the step moves what the finding is about, as a share of the strongest level. Fit is 1 where the trigger names the
finding's scale, its theme or its background variable, ``generic_trigger_weight`` where it speaks of any scale of a role. The best is taken
first, with every finding that calls for it; the next is the best of another area for the findings that are left. So no two say the same
thing twice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from analysis.findings.finding import Finding
from analysis.parameters.programme import Thresholds
from analysis.parameters.recommendation import Recommendation, Trigger

PATTERNS = {
    "challenge": "low_level", "decline": "decline", "gap": "background_gap", "spread": "centre_spread",
    "disagreement": "informant_disagreement", "association": "strong_association", "low_response": "low_response",
}
"""Finding kind -> the pattern that triggers. What is a strength, unchanged or undecided calls for nothing."""

STRONGEST = 4
OWN_ACTORS = frozenset({"staff", "leader"})
"""Who can act inside a centre."""

Themes = Mapping[tuple[str, str], str | None]
"""(role, scale) -> curriculum theme by the law of the wave."""
Mismatch = Literal["kind", "role", "scale", "background", "lower", "size"]
"""The first thing in which a finding is not what a trigger is for."""
Outcome = Literal["chosen", "same_kind", "answered", "beyond"]
"""What became of an entry that findings call for: taken; another of its area was; all its findings are answered; there were enough."""


@dataclass(frozen=True)
class Recommended:
    """A recommendation, the findings that called it (most important first), and its score."""

    recommendation: Recommendation
    because: tuple[Finding, ...]
    score: float


@dataclass(frozen=True)
class Considered:
    """What became of one entry that findings call for. ``by``: the entry that was taken instead, where one was."""

    recommended: Recommended
    outcome: Outcome
    by: str = ""


def recommend(findings: Iterable[Finding], catalogue: Iterable[Recommendation | dict], thresholds: Thresholds, most: int | None = None,
              themes: Themes | None = None) -> list[Recommended]:
    """The recommendations the findings call for, best first, at most ``most`` (``thresholds.recommendations`` unless said).

    Deterministic: equals in the order of their slugs, whatever the order of findings and catalogue.
    """
    return [one.recommended for one in consider(findings, catalogue, thresholds, most, themes) if one.outcome == "chosen"]


def consider(findings: Iterable[Finding], catalogue: Iterable[Recommendation | dict], thresholds: Thresholds, most: int | None = None,
             themes: Themes | None = None) -> list[Considered]:
    """Every entry any finding calls for and what became of it: those taken in their order, then the others by the score they came with."""
    limit = thresholds.recommendations if most is None else most
    entries = typed(catalogue)
    called = candidates(findings, entries, thresholds, themes)
    left, options, taken, passed = list(findings), called, [], {}
    while len(taken) < limit and options:
        best = options[0]
        slug = best.recommendation.recommendation
        taken.append(best)
        left = [finding for finding in left if finding not in best.because]
        entries = [entry for entry in entries if entry.area != best.recommendation.area]
        passed |= {one.recommendation.recommendation: ("same_kind", slug) for one in options[1:]
                   if one.recommendation.area == best.recommendation.area}
        before, options = options, candidates(left, entries, thresholds, themes)
        still = {one.recommendation.recommendation for one in options} | {slug} | passed.keys()
        passed |= {name: ("answered", slug) for one in before if (name := one.recommendation.recommendation) not in still}
    names = {one.recommendation.recommendation for one in taken}
    rest = [Considered(one, *passed.get(name, ("beyond",))) for one in called if (name := one.recommendation.recommendation) not in names]
    return [Considered(one, "chosen") for one in taken] + rest


def candidates(findings: Iterable[Finding], catalogue: Iterable[Recommendation | dict], thresholds: Thresholds,
               themes: Themes | None = None) -> list[Recommended]:
    """Every recommendation any finding calls for, best first."""
    findings, called = list(findings), []
    for entry in typed(catalogue):
        weighed = [(finding.importance * share, finding) for finding in findings
                   if finding.importance > 0 and (share := fit(entry, finding, thresholds, themes)) > 0]
        weighed.sort(key=lambda pair: (-pair[0], pair[1].key))
        if weighed:
            score = weighed[0][0] * malleability(entry)
            called.append(Recommended(entry, tuple(finding for _, finding in weighed), score))
    return sorted(called, key=lambda one: (-one.score, one.recommendation.recommendation))


def typed(catalogue: Iterable[Recommendation | dict]) -> list[Recommendation]:
    """The catalogue as models; a shown file's meta carries it as dicts."""
    return [entry if isinstance(entry, Recommendation) else Recommendation.model_validate(entry) for entry in catalogue]


def for_level(catalogue: Iterable[Recommendation | dict], level: str) -> list[Recommendation]:
    """What a report of that level may draw on.

    A centre meets possibilities at step 6 of its own analysis: only what its own staff or leader can do, and no way of working (process) or
    of collecting data (method), which that analysis already is.
    """
    return [entry for entry in typed(catalogue) if level != "centre" or _for_centre(entry)]


def _for_centre(entry: Recommendation) -> bool:
    return bool(OWN_ACTORS & set(entry.who_acts)) and entry.evidence_kind not in ("process", "method")


def malleability(entry: Recommendation) -> float:
    """How far the evidence upholds that the step moves what it is for, 0-1."""
    return entry.strength.level / STRONGEST


def fit(entry: Recommendation, finding: Finding, thresholds: Thresholds, themes: Themes | None = None) -> float:
    """How well the finding fits the entry's best trigger: 0 not at all, 1 by name."""
    return max((_fit(trigger, finding, thresholds, themes) for trigger in entry.triggers), default=0.0)


def _fit(trigger: Trigger, finding: Finding, thresholds: Thresholds, themes: Themes | None) -> float:
    if mismatch(trigger, finding, thresholds, themes):
        return 0.0
    named = trigger.scales or trigger.themes or trigger.background or finding.kind == "low_response"
    return 1.0 if named else thresholds.generic_trigger_weight


def mismatch(trigger: Trigger, finding: Finding, thresholds: Thresholds, themes: Themes | None = None) -> Mismatch | None:
    """The first thing in which the finding is not what the trigger is for, or None where it fires."""
    if PATTERNS.get(finding.kind) != trigger.pattern:
        return "kind"
    about = scales_of(finding)
    if trigger.roles and not {role for role, _ in about} & set(trigger.roles):
        return "role"
    if not on_its_scales(trigger, about, themes):
        return "scale"
    if trigger.background and finding.contrast.partition(":")[0] not in trigger.background:
        return "background"
    if trigger.lower and lower_category(finding) not in trigger.lower:
        return "lower"
    if finding.kind == "association" and finding.value < thresholds.calling_association:
        return "size"
    return "size" if trigger.least is not None and abs(finding.value) < trigger.least else None


def scales_of(finding: Finding) -> list[tuple[str, str]]:
    """(role, scale) the finding is about; of an association the outcome and the practice, whose contrast reads ``role.scale``."""
    about = [(finding.role, finding.scale)]
    if finding.kind == "association":
        role, _, practice = finding.contrast.partition(".")
        about.append((role, practice))
    return about


def on_its_scales(trigger: Trigger, about: Iterable[tuple[str, str]], themes: Themes | None = None) -> bool:
    """Whether one of the scales, or its theme, is among those the trigger names; always where it names none."""
    if not (trigger.scales or trigger.themes):
        return True
    return any(pair[1] in trigger.scales or (themes or {}).get(pair) in trigger.themes for pair in about)


def lower_category(finding: Finding) -> str | None:
    """The category that lies lower in a gap, whose contrast reads ``variable:category-reference``; None for what is no gap."""
    categories = finding.contrast.partition(":")[2].partition(":")[0]
    category, dash, reference = categories.partition("-")
    if finding.kind != "gap" or not dash:
        return None
    return reference if finding.value > 0 else category
