"""Levels over all waves, one small panel a scale, with intervals. Drawn with seaborn; imported only by reports that show several waves."""

from typing import TYPE_CHECKING

from analysis.display import titles
from analysis.display.figures import style
from analysis.display.figures.figure import NO_FIGURE, Figure, assemble
from analysis.display.figures.interval_chart import ticks
from analysis.display.figures.pieces import n_caption, namer, shown_values, spoken, unshown
from analysis.display.html import Html
from analysis.display.shares_reading import mark_legend
from analysis.display.tables import interval_words, n_words, table, value_words

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report

PANEL = 96
COLUMNS = 2
PAD, FOOT, HEAD = 16, 26, 42
HEADROOM = 0.15
"""Share of a panel's height kept free above for the highest label."""


def levels_over_waves(report: "Report", levels: "pd.DataFrame", findings=()) -> Figure | Html:
    """Rows ``level`` of every wave (``report.take("level", wave="all")``); nothing before the second wave."""
    if levels["wave"].nunique() < 2:
        return NO_FIGURE
    if (instead := unshown(report, levels)) is not None:
        return instead
    name = namer(report, levels)
    changes = levels.drop_duplicates(["role", "scale"]).assign(contrast=report.previous)
    title = titles.since_last(report, [finding for finding in findings if finding.quantity == "change"], changes)
    caption = report.say("figure.caption.waves", n=n_caption(report, levels), legend=mark_legend(report, levels)).strip()
    alt = [spoken(report, f"{name(row)}, {report.wave_words(row.wave)}", row) for row in levels.itertuples()]
    return assemble(report, title, alt, caption, _draw(report, levels, name), lambda words: _twin(report, levels, name, words))


def _twin(report: "Report", levels: "pd.DataFrame", name, caption: str) -> Html:
    body = [
        (f"{name(row)}, {report.wave_words(row.wave)}", [value_words(report, row), interval_words(report, row), n_words(report, row)])
        for row in levels.itertuples()
    ]
    return table(
        caption, [report.say("table.scale_wave"), report.say("table.points"), report.say("table.interval"), report.say("table.n")], body
    )


def _draw(report: "Report", levels: "pd.DataFrame", name) -> str:
    import seaborn
    from matplotlib.figure import Figure as Sheet

    from analysis.display.figures.svg import to_svg

    panels = [(name(next(rows.itertuples())), rows) for _, rows in levels.groupby(["role", "scale"], sort=False)]
    lines = -(-len(panels) // COLUMNS)
    mark = style.wrap(report.synthetic_mark, style.WIDTH, style.TEXT) if report.synthetic_mark else []
    height = lines * (HEAD + PANEL + FOOT) + len(mark) * style.LINE + 6
    sheet = Sheet(figsize=(style.WIDTH / 72, height / 72), dpi=72, facecolor=style.PAPER)
    marks = ticks(shown_values(levels), (460, 540), (20, 50, 100, 200))
    width = (style.WIDTH - PAD * (COLUMNS - 1)) / COLUMNS
    for place, (label, rows) in enumerate(panels):
        line, column = divmod(place, COLUMNS)
        left, top = column * (width + PAD), line * (HEAD + PANEL + FOOT) + HEAD
        axes = sheet.add_axes((left / style.WIDTH, 1 - (top + PANEL) / height, width / style.WIDTH, PANEL / height))
        _panel(seaborn, axes, report, rows, marks)
        for number, words in enumerate(style.wrap(label, width)[:2]):
            sheet.text(
                left / style.WIDTH,
                1 - (top - HEAD + style.LINE * (number + 1) - 3) / height,
                words,
                fontproperties=style.font(),
                gid="strong",
                fontsize=style.TEXT,
                color=style.INK,
            )
    for number, words in enumerate(mark):
        sheet.text(
            0,
            (len(mark) - number - 1) * style.LINE / height + 5 / height,
            words,
            fontproperties=style.font(),
            fontsize=style.TEXT,
            color=style.CAUTION,
        )
    return to_svg(sheet)


def _panel(seaborn, axes, report: "Report", rows: "pd.DataFrame", marks: tuple[float, ...]) -> None:
    shown = rows[rows["status"] == "shown"]
    places = {wave: number for number, wave in enumerate(report.waves)}
    data = shown.assign(place=shown["wave"].map(places).astype(float))
    axes.set_xlim(-0.5, len(places) - 0.5)
    axes.set_ylim(marks[0], marks[-1] + (marks[-1] - marks[0]) * HEADROOM)
    seaborn.lineplot(data=data, x="place", y="value", ax=axes, color=style.EARLIER, linewidth=1.8, errorbar=None, legend=False, zorder=2)
    for row in data.itertuples():
        now = row.wave == report.wave
        colour = style.UNIT if now else style.EARLIER
        if row.low == row.low and row.high == row.high:
            axes.plot(
                (row.place, row.place), (row.low, row.high), color=colour, linewidth=3 if now else 2, solid_capstyle="round", zorder=3
            )
        axes.plot(
            row.place,
            row.value,
            "o",
            markersize=10 if now else 8,
            color=style.UNIT if now else style.PAPER,
            markeredgecolor=colour,
            markeredgewidth=1.8,
            zorder=4,
        )
        top = row.high if row.high == row.high else row.value
        axes.annotate(
            value_words(report, row),
            (row.place, top),
            (0, 4),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontproperties=style.font(),
            fontsize=style.TEXT,
            color=style.INK,
            zorder=5,
            gid="strong" if now else None,
        )
    for wave in places.keys() - set(shown["wave"]):
        status = next((row.status for row in rows.itertuples() if row.wave == wave), "not_measured")
        axes.text(
            places[wave],
            marks[0] + (marks[-1] - marks[0]) / 2,
            report.say(f"mark.{status}"),
            rotation=90,
            ha="center",
            va="center",
            fontproperties=style.font(),
            fontsize=style.TEXT,
            color=style.SOFT,
        )
    axes.axhline(500, color=style.SOFT, linewidth=1, zorder=1)
    axes.set_xticks(list(places.values()), list(places), fontproperties=style.font(), fontsize=style.TEXT, color=style.SOFT)
    axes.set_yticks([])
    axes.set(xlabel="", ylabel="")
    axes.tick_params(length=0, pad=4)
    seaborn.despine(ax=axes, left=True)
    axes.spines["bottom"].set_color(style.GRID)
