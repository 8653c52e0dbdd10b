"""Three waves: what lasted of a change, in words and as a table. The classes are those the estimates were given, never computed here."""

from typing import TYPE_CHECKING

from analysis.display import naming
from analysis.display.html import NOTHING, Html, bullets, join, p
from analysis.display.tables import interval_words, table, value_words
from analysis.display.text import begin_sentence
from analysis.display.wording import MOST_NAMES

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report

PARTS = ("immediate", "later", "lasting")
CLASSES = ("lasting_progress", "late", "faded", "stable", "decline", "cannot_tell")
"""Flags of the row ``lasting``, in the order they are told."""


def lasting_sentences(report: "Report", rows: "pd.DataFrame") -> Html:
    """One sentence for each class among the rows ``lasting_change``, then what the words mean; nothing where all are hidden."""
    found = classes(rows)
    if not found:
        return NOTHING
    first, middle, last = waves(rows)
    words = {
        "earlier": first, "middle": report.wave_words(middle), "wave": last, "margin": report.number(report.meta["thresholds"]["margin"])
    }
    said = []
    for name in CLASSES:
        pairs = [pair for pair, one in found.items() if one == name]
        if pairs:
            said.append(begin_sentence(report.say(f"lasting.sentence.{name}", scales=_scales(report, pairs), **words)))
    return join(bullets(said), p(report.say("lasting.note", **words), cls="note"))


def lasting_table(report: "Report", rows: "pd.DataFrame") -> Html:
    """Scales down; what lasted in words, then the three differences with their intervals."""
    if rows.empty:
        return NOTHING
    first, middle, last = (report.wave_words(wave) for wave in waves(rows))
    found, body = classes(rows), []
    for (role, scale), own in rows.groupby(["role", "scale"], sort=False):
        parts = {row.contrast.partition(":")[0]: row for row in own.itertuples()}
        name = found.get((role, scale))
        words = report.say(f"lasting.class.{name}") if name else report.say(f"mark.{own['status'].iloc[0]}")
        body.append((_label(report, role, scale, rows), [words, *(_difference(report, parts.get(part)) for part in PARTS)]))
    heads = [report.say(f"table.{key}") for key in ("scale", "lasting")]
    heads += [report.say("table.between_waves", earlier=one, wave=two) for one, two in ((first, middle), (middle, last), (first, last))]
    about = "wellbeing" if set(zip(rows["role"], rows["scale"], strict=True)) & set(report.wellbeing.pairs) else "surroundings"
    return table(report.say(f"table.lasting.caption.{about}", earlier=first, wave=last), heads, body, numbers=False)


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
        for row in rows.itertuples()
        for name in CLASSES
        if row.status == "shown" and row.contrast.startswith("lasting:") and name in row.flags.split(";")
    }


def waves(rows: "pd.DataFrame") -> tuple[str, str, str]:
    """The three waves, oldest first, from the contrasts ``immediate:2015-2017`` and ``lasting:2015-2019``."""
    ends = {part: pair.split("-") for part, _, pair in (contrast.partition(":") for contrast in rows["contrast"])}
    return ends["lasting"][0], ends["later"][0], ends["lasting"][1]


def _difference(report: "Report", row) -> str:
    if row is None:
        return report.say("mark.not_measured")
    words = interval_words(report, row)
    return f"{value_words(report, row)} ({words})" if words else value_words(report, row)


def _scales(report: "Report", pairs: list[tuple[str, str]]) -> str:
    """The scales by name; of many their number, the table names them."""
    if len(pairs) > MOST_NAMES:
        return report.say("lasting.many", len(pairs), n=report.number(len(pairs)))
    roles = {role for role, _ in pairs}
    return report.listed([_quoted(report, role, scale, len(roles) > 1) for role, scale in pairs])


def _quoted(report: "Report", role: str, scale: str, several: bool) -> str:
    label = naming.scale_quoted(report.meta, role, scale, report.language)
    who = naming.respondents(report.meta, role, report.language)
    return report.say("label.scale_of", scale=label, respondents=who) if several else label


def _label(report: "Report", role: str, scale: str, rows: "pd.DataFrame") -> str:
    label = naming.scale_label(report.meta, role, scale, report.language)
    if rows["role"].nunique() < 2:
        return label
    return report.say("label.scale_of", scale=label, respondents=naming.respondents(report.meta, role, report.language))
