"""What a change came to over three waves: at once and in the end, the scales under the class the estimates gave them."""

from typing import TYPE_CHECKING

from analysis.display import lasting, naming, titles
from analysis.display.figures.figure import Figure, assemble
from analysis.display.figures.interval_chart import MOST_ROWS, Axis, Row, draw, most_worth_showing, ticks
from analysis.display.figures.pieces import left_out, mark_of, n_caption, namer, point, shown_values, spoken, unshown
from analysis.display.html import Html
from analysis.display.numbers import signed
from analysis.display.rows import each
from analysis.display.shares_reading import mark_legend
from analysis.display.tables import value_words
from analysis.display.text import begin_sentence

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report

GAINED = ("lasting_progress", "late")
"""Classes whose last wave lies above the first."""


def lasting_changes(report: "Report", rows: "pd.DataFrame") -> Figure | Html:
    """Rows ``lasting_change``, one line a scale: the change to the wave in the middle (open) and to the last one (filled)."""
    if (instead := unshown(report, rows)) is not None:
        return instead
    first, middle, last = lasting.waves(rows)
    whole = rows[rows["contrast"].str.startswith("lasting:")]
    name, parts = namer(report, rows), lasting.parts_by_scale(rows)
    margin = report.meta["thresholds"]["margin"]
    axis = Axis(
        ticks(shown_values(rows[~rows["contrast"].str.startswith("later:")]), (-40, 40), (20, 50, 100, 200)),
        lambda value: signed(value, report.language), 0.0, (-margin, margin), (report.say("axis.decline"), report.say("axis.progress")),
    )
    legend = [
        (kind, report.say("table.between_waves", earlier=report.wave_words(first), wave=report.wave_words(end)))
        for kind, end in (("unit", last), ("earlier", middle))
    ]
    caption = report.say(
        "figure.caption.lasting", earlier=first, wave=last, margin=report.number(margin), n=n_caption(report, whole),
        legend=mark_legend(report, whole),
    )
    chart = _under_classes(report, rows, {pair: _row(report, own, name) for pair, own in parts.items()}, axis)
    return assemble(
        report,
        title(report, rows),
        [spoken(report, name(row), row) for row in each(whole)],
        caption.strip() + left_out(report, whole),
        lambda sheet: draw(sheet, chart, axis, legend, report.synthetic_mark, len(chart)),
        lambda words: lasting.lasting_table(report, rows, words),
    )


def title(report: "Report", rows: "pd.DataFrame") -> str:
    """Which scales lie higher or lower in the last wave than in the first; else which gain was lost again; else that none is certain.

    A scale too few answers stand behind is in no title.
    """
    found, (first, middle, last) = lasting.classes(rows), lasting.waves(rows)
    few = {(row.role, row.scale) for row in each(rows[rows["n"] < report.thresholds.headline_min_forms])}

    def some(*kinds: str) -> str:
        pairs = [pair for pair, one in found.items() if one in kinds and pair not in few]
        return titles.some(report, [naming.scale_quoted(report.meta, *pair, report.language) for pair in pairs])

    up, down, faded = some(*GAINED), some("decline"), some("faded")
    words = {"earlier": first, "middle": report.wave_words(middle), "wave": last, "up": up, "down": down, "scales": faded}
    case = "both" if up and down else "up" if up else "down" if down else "faded" if faded else None
    if case is None:
        return lasting.heading_words(report, rows, [])
    return begin_sentence(report.say(f"title.lasting.{case}", **words))


def _row(report: "Report", own: dict[str, tuple], name) -> Row:
    """A scale's change over all three waves, and to the one in the middle below it."""
    whole, at_once = own["lasting"], own.get("immediate")
    if whole.status != "shown":
        return Row(name(whole), mark=mark_of(report, whole))
    more = (point("earlier", at_once),) if at_once is not None and at_once.status == "shown" else ()
    return Row(name(whole), value_words(report, whole), (point("unit", whole), *more))


def _under_classes(report: "Report", rows: "pd.DataFrame", lines: dict[tuple[str, str], Row], axis: Axis) -> list[Row]:
    """The rows under a heading for each class there is, in the order they are told; hidden ones last, without a heading."""
    found = lasting.classes(rows)
    kept = {id(row) for row in most_worth_showing(list(lines.values()), axis, MOST_ROWS)}
    made = []
    for one in (*lasting.CLASSES, None):
        own = [row for pair, row in lines.items() if found.get(pair) == one and id(row) in kept]
        if own and one:
            made.append(Row(begin_sentence(report.say(f"lasting.class.{one}")), header=True))
        made += own
    return made
