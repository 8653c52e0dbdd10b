"""Three waves: what lasted of a change, in words and as a table. The classes are those the estimates were given, never computed here."""

from typing import TYPE_CHECKING

from analysis.display import naming
from analysis.display.html import NOTHING, Html, bullets, p
from analysis.display.rows import each
from analysis.display.tables import table, with_interval
from analysis.display.text import begin_sentence
from analysis.display.wording import MOST_NAMES

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report

PARTS = ("immediate", "later", "lasting")
CLASSES = ("lasting_progress", "late", "faded", "stable", "decline", "cannot_tell")
"""Flags of the row ``lasting``, in the order they are told."""


def lasting_sentences(report: "Report", rows: "pd.DataFrame") -> Html:
    """One sentence for each class among the rows ``lasting_change``; nothing where all are hidden."""
    found = classes(rows)
    if not found:
        return NOTHING
    words = _words(report, rows)
    pairs = {name: [pair for pair, one in found.items() if one == name] for name in CLASSES}
    return bullets(
        begin_sentence(report.say(f"lasting.sentence.{name}", scales=_scales(report, own), **words)) for name, own in pairs.items() if own
    )


def lasting_note(report: "Report", rows: "pd.DataFrame") -> Html:
    """What the words of the sentences mean; nothing where all are hidden."""
    return p(report.say("lasting.note", **_words(report, rows)), cls="note") if classes(rows) else NOTHING


def _words(report: "Report", rows: "pd.DataFrame") -> dict[str, str]:
    first, middle, last = waves(rows)
    margin = report.number(report.meta["thresholds"]["margin"])
    return {"earlier": first, "middle": report.wave_words(middle), "wave": last, "margin": margin}


def lasting_table(report: "Report", rows: "pd.DataFrame", caption: str) -> Html:
    """Scales down; what lasted in words, then the three differences with their intervals."""
    if rows.empty:
        return NOTHING
    first, middle, last = (report.wave_words(wave) for wave in waves(rows))
    found, body, several = classes(rows), [], rows["role"].nunique() > 1
    for (role, scale), parts in parts_by_scale(rows).items():
        name = found.get((role, scale))
        words = report.say(f"lasting.class.{name}") if name else report.say(f"mark.{parts['lasting'].status}")
        label = naming.scale_label(report.meta, role, scale, report.language)
        body.append((_with_respondents(report, role, label, several), [words, *(with_interval(report, parts.get(part)) for part in PARTS)]))
    heads = [report.say(f"table.{key}") for key in ("scale", "lasting")]
    heads += [report.say("table.between_waves", earlier=one, wave=two) for one, two in ((first, middle), (middle, last), (first, last))]
    return table(caption, heads, body, numbers=False)


def parts_by_scale(rows: "pd.DataFrame") -> dict[tuple[str, str], dict[str, tuple]]:
    """(role, scale) -> part (immediate, later, lasting) -> its row."""
    found: dict[tuple[str, str], dict] = {}
    for row in each(rows):
        found.setdefault((row.role, row.scale), {})[row.contrast.partition(":")[0]] = row
    return found


def heading_words(report: "Report", rows: "pd.DataFrame", findings: list) -> str:
    """How many scales have progressed and kept it, of those that are shown."""
    found = list(classes(rows).values())
    if not found:
        return report.say("title.change.hidden", earlier=waves(rows)[0])
    kept = found.count("lasting_progress") + found.count("late")
    key, count = ("title.lasting.some", kept) if kept else ("title.lasting.none", len(found))
    return report.say(key, count, n=report.number(count), all=report.number(len(found)))


def classes(rows: "pd.DataFrame") -> dict[tuple[str, str], str]:
    """(role, scale) -> class of the shown rows ``lasting``."""
    return {
        (row.role, row.scale): name
        for row in each(rows)
        for name in CLASSES
        if row.status == "shown" and row.contrast.startswith("lasting:") and name in row.flags.split(";")
    }


def waves(rows: "pd.DataFrame") -> tuple[str, str, str]:
    """The three waves, oldest first, from the contrasts ``immediate:2015-2017`` and ``lasting:2015-2019``."""
    ends = {part: pair.split("-") for part, _, pair in (contrast.partition(":") for contrast in rows["contrast"])}
    return ends["lasting"][0], ends["later"][0], ends["lasting"][1]


def _scales(report: "Report", pairs: list[tuple[str, str]]) -> str:
    """The scales by name; many are counted first, and named respondents by respondents."""
    by_role: dict[str, list[str]] = {}
    for role, scale in pairs:
        by_role.setdefault(role, []).append(naming.scale_quoted(report.meta, role, scale, report.language))
    if len(pairs) <= MOST_NAMES:
        return report.listed([_with_respondents(report, role, label, len(by_role) > 1) for role, own in by_role.items() for label in own])
    named = "; ".join(_with_respondents(report, role, report.listed(own), len(by_role) > 1) for role, own in by_role.items())
    return report.say("lasting.many", len(pairs), n=report.number(len(pairs)), scales=named)


def _with_respondents(report: "Report", role: str, words: str, several: bool) -> str:
    """The words, and whose answers they are about where several groups are told of."""
    who = naming.respondents(report.meta, role, report.language)
    return report.say("label.scale_of", scale=words, respondents=who) if several else words
