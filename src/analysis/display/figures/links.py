"""Forest of the stated links between practice and outcome: standardised coefficients with intervals."""

from typing import TYPE_CHECKING

from analysis.display import naming
from analysis.display.figures.figure import Figure, assemble
from analysis.display.figures.interval_chart import Axis, Row, draw, ticks
from analysis.display.figures.pieces import by_key, left_out, mark_of, point, shown_values, spoken, unshown
from analysis.display.html import Html
from analysis.display.numbers import signed
from analysis.display.rows import each
from analysis.display.shares_reading import mark_legend, n_range
from analysis.display.tables import value_words, values_table

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report


KEY = ("role", "scale", "contrast")
"""What makes a stated link, wherever it is estimated."""


def link_name(report: "Report", row) -> str:
    """``Læsning og samtale → Sprog og samtale``."""
    practice_role, _, practice = row.contrast.partition(".")
    return (
        f"{naming.scale_label(report.meta, practice_role, practice, report.language)} → "
        f"{naming.scale_label(report.meta, row.role, row.scale, report.language)}"
    )


def link_forest(report: "Report", links: "pd.DataFrame", findings=()) -> Figure | Html:
    """Rows ``link``: a line a stated link, the municipality's own as a circle and the whole programme's as a diamond beside it.

    Nothing where none could be estimated.
    """
    if (instead := unshown(report, links)) is not None:
        return instead
    whole = links[(links["level"] == "programme") & (report.level != "programme")]
    own = links.drop(whole.index)
    places = [(kind, rows) for kind, rows in (("unit", own), ("comparison", whole)) if len(rows)]
    both = len(places) > 1
    by_place = {kind: by_key(rows, *KEY) for kind, rows in places}
    chart = []
    for key, row in by_key(links.drop_duplicates(list(KEY)), *KEY).items():
        found = [(kind, by_place[kind].get(key)) for kind, _ in places]
        shown = tuple(point(kind, one) for kind, one in found if one is not None and one.status == "shown")
        words = [value_words(report, one) if one is not None else report.say("mark.not_measured") for _, one in found]
        right = report.say("figure.right.against", own=words[0], other=words[-1]) if both else words[0]
        chart.append(Row(link_name(report, row), right if shown else "", shown, "" if shown else mark_of(report, row)))
    axis = Axis(
        ticks(shown_values(links), (-0.2, 0.2), (0.1, 0.2, 0.5, 1)),
        lambda value: signed(value, report.language, 1),
        0.0,
        ends=(report.say("axis.link.negative"), report.say("axis.link.positive")),
    )
    legends = {"unit": report.unit["name"], "comparison": report.say("legend.programme")}
    legend = [(kind, legends[kind]) for kind, _ in places] if len(whole) else []
    over = "both" if both else "all" if report.level == "programme" else "programme" if len(whole) else "municipality"
    where = report.say(f"links.{over}")
    caption = report.say("figure.caption.links", n=n_range(report, links), where=where, legend=mark_legend(report, links)).strip()
    columns = [(legends[kind] if both else report.say("table.coefficient"), rows) for kind, rows in places]
    return assemble(
        report,
        _title(report, links, findings),
        [spoken(report, _told_apart(report, row, both), row) for row in each(links)],
        caption + left_out(report, links),
        lambda sheet: draw(sheet, chart, axis, legend, report.synthetic_mark),
        lambda words: values_table(report, words, report.say("table.link"), columns, KEY, lambda row: link_name(report, row)),
    )


def certain(links: "pd.DataFrame", findings) -> tuple[list, int]:
    """The associations found, one for each stated link however many places show it, largest first; and how many links were examined."""
    first = {}
    for finding in findings:
        if finding.kind == "association":
            first.setdefault((finding.role, finding.scale, finding.contrast), finding)
    return list(first.values()), len(links.drop_duplicates(list(KEY)))


def _title(report: "Report", links: "pd.DataFrame", findings) -> str:
    found, count = certain(links, findings)
    if not found:
        return report.say("title.links.none", count, n=report.number(count))
    practice_role, _, practice = found[0].contrast.partition(".")
    return report.say(
        "title.links.some",
        practice=naming.scale_quoted(report.meta, practice_role, practice, report.language),
        outcome=naming.scale_quoted(report.meta, found[0].role, found[0].scale, report.language),
        n=report.number(len(found)),
        all=report.number(count),
    )


def _told_apart(report: "Report", row, both: bool) -> str:
    """The link's name; where it stands for several places, whose it is."""
    if not both:
        return link_name(report, row)
    whose = report.say("links.whole_programme") if row.level == "programme" else naming.unit_label(report.meta, row.level, row.unit)
    return f"{link_name(report, row)} ({whose})"
