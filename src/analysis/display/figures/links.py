"""Forest of the stated links between practice and outcome: standardised coefficients with intervals."""

from typing import TYPE_CHECKING

from analysis.display import naming
from analysis.display.figures.figure import Figure, assemble
from analysis.display.figures.interval_chart import Axis, Row, draw, ticks
from analysis.display.figures.pieces import left_out, mark_of, point, shown_values, spoken, unshown
from analysis.display.html import Html
from analysis.display.numbers import number, signed
from analysis.display.shares_reading import mark_legend, n_range
from analysis.display.tables import value_words, values_table

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report


def link_name(report: "Report", row) -> str:
    """``Læsning og samtale → Sprog og samtale``."""
    practice_role, _, practice = row.contrast.partition(".")
    return (
        f"{naming.scale_label(report.meta, practice_role, practice, report.language)} → "
        f"{naming.scale_label(report.meta, row.role, row.scale, report.language)}"
    )


def told_apart(report: "Report", links: "pd.DataFrame", row) -> str:
    """The link's name; where the same link stands for several places, whose it is."""
    if links[["level", "unit"]].drop_duplicates().shape[0] < 2:
        return link_name(report, row)
    whose = report.say("links.whole_programme") if row.level == "programme" else naming.unit_label(report.meta, row.level, row.unit)
    return f"{link_name(report, row)} ({whose})"


def link_forest(report: "Report", links: "pd.DataFrame", findings=()) -> Figure | Html:
    """Rows ``link``, one a stated link; nothing where none could be estimated."""
    if (instead := unshown(report, links)) is not None:
        return instead
    chart = [
        Row(
            told_apart(report, links, row),
            value_words(report, row) if row.status == "shown" else "",
            (point("unit", row),) if row.status == "shown" else (),
            mark_of(report, row),
        )
        for row in links.itertuples()
    ]
    axis = Axis(
        ticks(shown_values(links), (-0.2, 0.2), (0.1, 0.2, 0.5, 1)),
        lambda value: signed(value, report.language, 1),
        0.0,
        ends=(report.say("axis.link.negative"), report.say("axis.link.positive")),
    )
    found = [finding for finding in findings if finding.kind == "association"]
    count = len(links)
    if found:
        first = found[0]
        practice_role, _, practice = first.contrast.partition(".")
        title = report.say(
            "title.links.some",
            practice=naming.scale_quoted(report.meta, practice_role, practice, report.language),
            outcome=naming.scale_quoted(report.meta, first.role, first.scale, report.language),
            n=number(len(found), report.language),
            all=number(count, report.language),
        )
    else:
        title = report.say("title.links.none", count, n=report.number(count))
    over = "municipality" if not (links["level"] == "programme").all() else "all" if report.level == "programme" else "programme"
    where = report.say(f"links.{over}")
    caption = report.say("figure.caption.links", n=n_range(report, links), where=where, legend=mark_legend(report, links)).strip()
    return assemble(
        report,
        title,
        [spoken(report, told_apart(report, links, row), row) for row in links.itertuples()],
        caption + left_out(report, links),
        lambda sheet: draw(sheet, chart, axis, [], report.synthetic_mark),
        lambda words: values_table(
            report,
            words,
            report.say("table.link"),
            [(report.say("table.coefficient"), links)],
            ("level", "unit", "role", "scale", "contrast"),
            lambda row: told_apart(report, links, row),
        ),
    )
