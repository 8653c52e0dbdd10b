"""A finding: what may be said about one shown quantity."""

from dataclasses import dataclass
from typing import Literal

FindingKind = Literal["strength", "challenge", "progress", "decline", "unchanged", "gap", "spread", "disagreement", "association",
                      "low_response", "cannot_tell"]

KINDS: tuple[FindingKind, ...] = ("strength", "challenge", "progress", "decline", "unchanged", "gap", "spread", "disagreement",
                                  "association", "low_response", "cannot_tell")


@dataclass(frozen=True)
class Finding:
    """One statement, with the numbers it rests on as they are shown (rounded once in ``disclosure``).

    ``quantity``: the estimate's kind (comparison, change, ...). ``value``, ``low``, ``high``: in the quantity's unit (points, coefficient,
    share); None where there is no interval. ``certainty``: 0-1, how much of the value the interval's near end upholds. ``importance``:
    size in margins weighed by certainty (of spread, what lies beyond the usual), 0 for what calls for nothing. ``detectable``: the smallest
    size that this many answers could have told, in the same unit, or None.
    """

    kind: FindingKind
    quantity: str
    role: str
    scale: str
    level: str
    unit: str
    wave: str
    contrast: str
    n: float | None
    n_groups: float | None
    value: float
    low: float | None
    high: float | None
    q: float | None
    certainty: float
    importance: float
    flags: tuple[str, ...] = ()
    detectable: float | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """Order among equals: the quantity's own key."""
        return (self.quantity, self.role, self.scale, self.level, self.unit, self.wave, self.contrast)
