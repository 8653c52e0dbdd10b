"""Headings and figure titles that state what is seen: which scales lie above, which below, which rose, what cannot be told."""

from typing import TYPE_CHECKING

from analysis.display import naming
from analysis.display.numbers import percent
from analysis.display.rows import each
from analysis.display.text import begin_sentence

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report

MOST_NAMES = 2
"""Scales named in a title; the rest are counted."""


def names(report: "Report", findings, kind: str, rows: "pd.DataFrame") -> list[str]:
    """Labels, as inside a sentence, of the scales in ``rows`` about which there is a finding of ``kind``, largest first.

    A finding too few answers stand behind is no heading; what is unchanged is none in any case.
    """
    found: dict[tuple[str, str], float] = {}
    for finding in findings:
        if finding.kind == kind and (kind == "unchanged" or report.enough(finding)):
            key = (finding.role, finding.scale)
            found[key] = max(abs(finding.value), found.get(key, 0.0))
    pairs = [pair for pair in dict.fromkeys(zip(rows["role"], rows["scale"], strict=True)) if pair in found]
    by_size = sorted(pairs, key=lambda pair: -found[pair])
    return [naming.scale_quoted(report.meta, role, scale, report.language) for role, scale in by_size]


def begin(report: "Report", key: str, count: float | None = None, **words: str) -> str:
    """The words of ``key`` with a capital first letter."""
    return begin_sentence(report.say(key, count, **words))


def _of_few(report: "Report", findings, kinds: tuple[str, ...], rows: "pd.DataFrame") -> int:
    """Scales in ``rows`` with a finding that too few answers stand behind: no heading names them, and none may deny them."""
    pairs = set(zip(rows["role"], rows["scale"], strict=True))
    return len({(one.role, one.scale) for one in findings if one.kind in kinds and not report.enough(one)} & pairs)


def some(report: "Report", labels: list[str]) -> str:
    """``A og B``, or ``A, B og tre andre mål``."""
    if len(labels) <= MOST_NAMES:
        return report.listed(labels)
    rest = len(labels) - MOST_NAMES
    return report.listed([*labels[:MOST_NAMES], report.say("title.more", rest, n=report.counted(rest))])


def scale_count(rows: "pd.DataFrame") -> int:
    return len(set(zip(rows["role"], rows["scale"], strict=True)))


def against_others(report: "Report", findings, rows: "pd.DataFrame", compared: bool, own: str = "municipality") -> str:
    """What levels say beside the comparison; without one, only what is shown."""
    count = scale_count(rows)
    n = report.number(count)
    if not (rows["status"] == "shown").any():
        return report.say("title.levels.hidden")
    if not compared:
        return report.say("title.levels.alone", count, n=n)
    above, below = (names(report, findings, kind, rows) for kind in ("strength", "challenge"))
    case = "both" if above and below else "above" if above else "below" if below else None
    if case is None:
        if few := _of_few(report, findings, ("strength", "challenge"), rows):
            return begin(report, f"title.levels.few.{own}", few, n=report.counted(few))
        return report.say(f"title.levels.none.{own}", count, n=n)
    return begin(report, f"title.levels.{case}.{own}", above=some(report, above), below=some(report, below))


def since_last(report: "Report", findings, rows: "pd.DataFrame") -> str:
    """What rose and fell since the wave before."""
    findings = [finding for finding in findings if finding.quantity == "change"]
    up, down = (names(report, findings, kind, rows) for kind in ("progress", "decline"))
    case = "both" if up and down else "up" if up else "down" if down else None
    earlier = rows["contrast"].iloc[0]
    if not (rows["status"] == "shown").any():
        return report.say("title.change.hidden", earlier=earlier)
    if case is None:
        if few := _of_few(report, findings, ("progress", "decline"), rows):
            return begin(report, "title.change.few", few, n=report.counted(few), earlier=earlier)
        same = len(names(report, findings, "unchanged", rows))
        count = scale_count(rows)
        key = "title.change.same" if same == count else "title.change.none"
        return report.say(key, count, n=report.number(count), earlier=earlier)
    return begin(report, f"title.change.{case}", up=some(report, up), down=some(report, down), earlier=earlier)


def rates_sentence(report: "Report", shown: "pd.DataFrame") -> str:
    """The lowest and the highest response rate, and whose they are. ``shown``: shown rows ``response``."""
    rates = [(row.value, row.role) for row in each(shown) if "as_counts" not in row.flags]
    if not rates:
        return report.say("title.response.hidden" if shown.empty else "title.response.counts")
    low, high = min(rates), max(rates)
    words = {
        "low": percent(low[0], report.language),
        "high": percent(high[0], report.language),
        "lowest": naming.respondents(report.meta, low[1], report.language),
        "highest": naming.respondents(report.meta, high[1], report.language),
    }
    if low[0] == high[0]:
        return report.say("title.response.one", **words)
    return report.say("title.response.range", **words)


def apart_from_zero(report: "Report", rows: "pd.DataFrame", key: str, words: dict[str, str]) -> str:
    """How many whole intervals lie on one side of zero: what is seen, without calling it a finding."""
    shown = rows[rows["status"] == "shown"]
    apart = int(((shown["low"] > 0) | (shown["high"] < 0)).sum())
    count = len(shown)
    if apart:
        return report.say(f"{key}.some", apart, n=report.number(apart), all=report.number(count), **words)
    return report.say(f"{key}.none", count, n=report.number(count), **words)
