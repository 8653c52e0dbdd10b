"""Shown estimates to findings (METHODS 11).

A difference is a finding when it is at least the margin *and* holds against the family it was tested in (q). It is unchanged only where the
whole interval lies inside the margin. Everything else cannot be told, which is said, with the difference it would have taken.
"""

from collections.abc import Iterable

import pandas as pd

from analysis.disclosure.tables import SHOWN
from analysis.findings.finding import KINDS, Finding, FindingKind
from analysis.parameters.programme import Thresholds

POINTS_PER_SD = 100
"""By the definition of the 500-point scale; turns a standardised coefficient into points, so that importance has one unit."""

SIGNED: dict[str, tuple[FindingKind, FindingKind]] = {
    "comparison": ("strength", "challenge"), "centre_comparison": ("strength", "challenge"),
    "network_comparison": ("strength", "challenge"), "change": ("progress", "decline"),
    "gap": ("gap", "gap"), "spread": ("spread", "spread"), "leader_staff_gap": ("disagreement", "disagreement"),
    "link": ("association", "association"),
}
"""Quantity -> what it is called above and below zero."""

WITHOUT_MARGIN = frozenset({"link"})
"""Coefficients: the margin is in points and does not apply."""

NEVER = frozenset({"no_comparison", "not_interpreted", "hidden_reliability", "same_respondents"})
"""Flags of rows nothing is said about."""

UNDECIDED = frozenset({"not_comparable", "singular"})
"""Flags of numbers that cannot be told apart from how they came about; for spread also too few raters to tell centres from who answered."""

CAUTIONS = ("caution_reliability", "uncertain_response")
"""Flags that each leave ``caution_weight`` of a finding's certainty."""


def find(shown: pd.DataFrame, thresholds: Thresholds, level: str = "municipality", unit: str | None = None, wave: str | None = None,
         since: str | None = None) -> list[Finding]:
    """What may be said about one level: findings by importance, then what is unchanged, then what cannot be told.

    ``shown``: rows of one audience; hidden rows say nothing. ``unit``, ``wave``: only that one. ``since``: changes from that wave only.
    """
    keep = (shown["status"] == SHOWN) & (shown["level"] == level) & shown["kind"].isin([*SIGNED, "response"])
    for column, only in (("unit", unit), ("wave", wave)):
        if only is not None:
            keep &= shown[column] == only
    if since is not None:
        keep &= (shown["kind"] != "change") | (shown["contrast"] == since)
    usual = usual_spread(shown)
    found = [finding for row in shown[keep].itertuples(index=False)
             if (finding := judge(row, thresholds, usual.get((row.role, row.scale), thresholds.margin))) is not None]
    return sorted(found, key=order)


def usual_spread(shown: pd.DataFrame) -> dict[tuple[str, str], float]:
    """(role, scale) -> the programme's spread between centres, where it is shown: what is usual."""
    rows = shown[(shown["status"] == SHOWN) & (shown["kind"] == "spread") & (shown["level"] == "programme")]
    return dict(zip(zip(rows["role"], rows["scale"], strict=True), rows["value"], strict=True))


def order(finding: Finding) -> tuple:
    """Findings first by importance; what is unchanged and what cannot be told after them; equals in the order of their keys."""
    rank = {"unchanged": 1, "cannot_tell": 2}.get(finding.kind, 0)
    return (rank, -finding.importance, -abs(finding.value), finding.key)


def judge(row, thresholds: Thresholds, usual: float = 0.0) -> Finding | None:
    """What one shown row says, or None where it says nothing. ``usual``: the spread, in points, that is nothing special.

    Centres always differ: spread is said from the margin on, but important only as far as it is surely more than the usual.
    """
    flags = tuple(flag for flag in row.flags.split(";") if flag)
    if row.kind == "response":
        return _low_response(row, flags, thresholds)
    if NEVER & set(flags):
        return None
    margin = 0.0 if row.kind in WITHOUT_MARGIN else thresholds.margin
    certainty = _certainty(row, flags, thresholds)
    decided = not UNDECIDED & set(flags) and not (row.kind == "spread" and "few_raters" in flags)
    if decided and abs(row.value) >= margin and _holds(row, thresholds):
        above, below = SIGNED[row.kind]
        in_points = abs(row.value) * certainty * (POINTS_PER_SD if row.kind in WITHOUT_MARGIN else 1)
        beyond = max(in_points - usual, 0.0) if row.kind == "spread" else in_points
        return _finding(row, above if row.value > 0 else below, certainty, beyond / thresholds.margin, flags, thresholds)
    inside = decided and margin > 0 and row.low >= -margin and row.high <= margin
    return _finding(row, "unchanged" if inside else "cannot_tell", certainty, 0.0, flags, thresholds)


def headline(findings: Iterable[Finding], thresholds: Thresholds, kinds: Iterable[str] = KINDS) -> dict[str, tuple[Finding, ...]]:
    """kind -> its most important findings, at most ``headline_findings`` each: what page one may hold.

    Above the centre a finding needs ``headline_min_forms`` answers to stand there; it keeps its place in its own section.
    """
    enough = [found for found in findings if found.level == "centre" or found.n is None or found.n >= thresholds.headline_min_forms]
    by_importance = sorted(enough, key=order)
    return {kind: tuple(finding for finding in by_importance if finding.kind == kind)[:thresholds.headline_findings] for kind in kinds}


def _holds(row, thresholds: Thresholds) -> bool:
    """q below the false discovery rate; where a quantity has no test of its own (spread), an interval that excludes zero."""
    if row.q == row.q:
        return row.q < thresholds.fdr
    return row.low > 0 or row.high < 0


def _certainty(row, flags: tuple[str, ...], thresholds: Thresholds) -> float:
    """How much of the value the near end of its interval upholds, 0-1, lessened by each caution. Without an interval: 0."""
    if not (row.low == row.low and row.high == row.high) or row.value == 0:
        return 0.0
    near = row.low if row.value > 0 else -row.high
    share = min(max(near / abs(row.value), 0.0), 1.0)
    return share * thresholds.caution_weight ** sum(flag in flags for flag in CAUTIONS)


def _low_response(row, flags: tuple[str, ...], thresholds: Thresholds) -> Finding | None:
    """A response below the limit for certain reading; importance grows to 1 at the limit below which nothing is interpreted."""
    if "as_counts" in flags or row.value >= thresholds.response_uncertain:
        return None
    room = thresholds.response_uncertain - thresholds.response_not_interpreted
    importance = (thresholds.response_uncertain - row.value) / room if room > 0 else 1.0
    return _finding(row, "low_response", 1.0, importance, flags, thresholds)


def _finding(row, kind: FindingKind, certainty: float, importance: float, flags: tuple[str, ...], thresholds: Thresholds) -> Finding:
    numbers = {name: None if (value := getattr(row, name)) != value else float(value) for name in ("n", "n_groups", "low", "high", "q")}
    half = (numbers["high"] - numbers["low"]) / 2 if numbers["low"] is not None and numbers["high"] is not None else None
    detectable = None if half is None else half if row.kind in WITHOUT_MARGIN else max(half, thresholds.margin)
    return Finding(kind=kind, quantity=row.kind, role=row.role, scale=row.scale, level=row.level, unit=row.unit, wave=row.wave,
                   contrast=row.contrast, value=float(row.value), certainty=certainty, importance=importance, flags=flags,
                   detectable=detectable, **numbers)
