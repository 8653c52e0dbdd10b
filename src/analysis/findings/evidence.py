"""What may be said of a recommendation's evidence: the key of the words, and which figures and references may be printed."""

from typing import Literal

from analysis.parameters.recommendation import Evidence, Recommendation

EvidenceWords = Literal["research_shows", "research_suggests", "experience_suggests", "goes_together", "known_pattern",
                        "professional_judgement"]


def evidence_words(recommendation: Recommendation) -> EvidenceWords:
    """Key of the words that fit kind and level of the evidence; the words themselves are display's.

    research_shows "forskning viser" (effect, level 4); research_suggests "forskning tyder på" (effect, 3); experience_suggests "erfaringer
    og enkelte studier peger på" (effect, 2, and ways of working or of collecting data); goes_together "hænger sammen med, ikke vist at
    virke" (association); known_pattern "mønsteret er kendt, løsningen er ikke afprøvet" (diagnostic); professional_judgement "faglig
    vurdering" (level 1, whatever the kind).
    """
    level = recommendation.strength.level
    if level == 1:
        return "professional_judgement"
    match recommendation.evidence_kind:
        case "effect":
            return {4: "research_shows", 3: "research_suggests"}.get(level, "experience_suggests")
        case "association":
            return "goes_together"
        case "diagnostic":
            return "known_pattern"
    return "experience_suggests"


def printable_figure(evidence: Evidence) -> bool:
    """A figure is printed only where it was seen at the publication's own address."""
    return evidence.figure_status == "seen" and evidence.main_figure is not None


def printable_references(recommendation: Recommendation) -> tuple[Evidence, ...]:
    """Publications whose every field has been checked, in the catalogue's order."""
    return tuple(entry for entry in recommendation.evidence if not entry.unverified_fields)


def to_check(recommendation: Recommendation) -> tuple[Evidence, ...]:
    """Publications with fields somebody has to check before they are printed."""
    return tuple(entry for entry in recommendation.evidence if entry.unverified_fields)


def unseen_figures(recommendation: Recommendation) -> tuple[Evidence, ...]:
    """Publications with a figure that nobody has seen at its own address."""
    return tuple(entry for entry in recommendation.evidence if entry.main_figure is not None and entry.figure_status == "second_hand")
