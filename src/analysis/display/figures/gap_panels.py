"""Gaps between several pairs of groups of children beside each other: a scale is a line, a pair of groups a column."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import TYPE_CHECKING

from analysis.display import naming, titles
from analysis.display.figures import interval_chart, style
from analysis.display.figures.canvas import Canvas
from analysis.display.figures.differences import gap_interval
from analysis.display.figures.figure import NO_FIGURE, Figure, assemble
from analysis.display.figures.interval_chart import MOST_ROWS, PAD, Axis, Row, Track
from analysis.display.figures.pieces import by_key, left_out, mark_of, n_caption, namer, point, shown_values, spoken, unshown
from analysis.display.html import Html
from analysis.display.numbers import signed
from analysis.display.rows import each
from analysis.display.shares_reading import mark_legend
from analysis.display.tables import value_words, values_table
from analysis.display.text import inside_sentence

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report

COLUMNS = 4
"""Pairs of groups in one figure: what a page is wide enough for."""
NAMES, NUMBER = 198, 28
"""Room for a scale's name, and for the number beside each track, px."""
LINE_HEIGHT = 23
SMALLER = 0.7
"""Size of a mark beside that of a figure with one track."""
ROUND = 20
"""The axes reach to a whole multiple of so many points on both sides."""


@dataclass(frozen=True)
class Column:
    """One pair of groups: what stands over it, and (role, scale) -> its line; ``sure`` are the scales with a finding."""

    label: str
    lines: dict[tuple[str, str], Row]
    sure: frozenset[tuple[str, str]]


def gap_panels(
    report: "Report", gaps: "pd.DataFrame", adjusted: "pd.DataFrame", changes: "pd.DataFrame", findings=(), part: int = 1
) -> Figure | Html:
    """Rows ``gap`` of several contrasts, the adjusted ones as a diamond beside; how each has changed in the tables alone.

    ``part``: the first, second, ... ``COLUMNS`` contrasts. A contrast alone is drawn as ``gap_interval``.
    """
    own = report.contrasts[(part - 1) * COLUMNS : part * COLUMNS]
    gaps = gaps[gaps["contrast"].isin(own)]
    if gaps.empty:
        return NO_FIGURE
    if (instead := unshown(report, gaps)) is not None:
        return instead
    by_contrast = {
        contrast: (
            gaps[gaps["contrast"] == contrast],
            adjusted[adjusted["contrast"] == contrast],
            changes[changes["contrast"] == f"{contrast}:{report.previous}"],
        )
        for contrast in own
    }
    if len(own) == 1:
        return gap_interval(report, *by_contrast[own[0]], findings)
    margin = report.meta["thresholds"]["margin"]
    farthest = max(map(abs, [*shown_values(gaps, adjusted), 2 * margin]))
    reach = float(ceil(farthest / ROUND) * ROUND)
    axis = Axis((-reach, 0.0, reach), lambda value: signed(value, report.language), 0.0, (-margin, margin))
    columns = [_column(report, contrast, *by_contrast[contrast][:2], findings) for contrast in own]
    pairs = _kept(gaps)
    caption = report.say(
        "figure.caption.gaps", n=n_caption(report, gaps), legend=mark_legend(report, gaps), margin=report.number(margin)
    ).strip()
    name = namer(report, gaps)
    alt = [
        spoken(report, f"{name(row)}, {_groups(report, contrast)}", row)
        for contrast, (rows, *_) in by_contrast.items()
        for row in each(rows)
    ]
    legend = [("unit", report.say("legend.raw")), ("comparison", report.say("legend.adjusted.background"))]
    beside = bool((adjusted["status"] == "shown").any())
    return assemble(
        report,
        _title(report, by_contrast, findings),
        alt,
        caption + (left_out(report, gaps) if len(pairs) < len(set(zip(gaps["role"], gaps["scale"], strict=True))) else ""),
        lambda sheet: _draw(sheet, report, columns, pairs, axis, legend if beside else [], name),
        {_groups(report, contrast): partial(_twin, report, tables, name) for contrast, tables in by_contrast.items()},
    )


def _column(report: "Report", contrast: str, rows: "pd.DataFrame", adjusted: "pd.DataFrame", findings) -> Column:
    beside = by_key(adjusted[adjusted["status"] == "shown"], "role", "scale")
    lines = {}
    for row in each(rows):
        other = beside.get((row.role, row.scale))
        points = (point("unit", row), *((point("comparison", other),) if other else ())) if row.status == "shown" else ()
        lines[row.role, row.scale] = Row("", value_words(report, row) if points else "", points, mark_of(report, row))
    return Column(_minus(report, contrast), lines, frozenset((one.role, one.scale) for one in _sure(findings, contrast)))


def _sure(findings, contrast: str) -> list:
    return [finding for finding in findings if finding.kind == "gap" and finding.contrast == contrast]


def _groups(report: "Report", contrast: str) -> str:
    """``»piger« og »drenge«``."""
    _, category, reference = map(inside_sentence, naming.contrast_labels(report.meta, contrast, report.language))
    return report.say("label.groups", category=category, reference=reference)


def _minus(report: "Report", contrast: str) -> str:
    _, category, reference = map(inside_sentence, naming.contrast_labels(report.meta, contrast, report.language))
    return report.say("label.groups.minus", category=category, reference=reference)


def _title(report: "Report", by_contrast: dict, findings) -> str:
    """On how many scales each pair of groups surely differs."""
    told = []
    for contrast, (rows, *_) in by_contrast.items():
        count = len(titles.names(report, _sure(findings, contrast), "gap", rows))
        if count:
            told.append(report.say("title.gaps.pair", count, groups=_groups(report, contrast), n=report.number(count)))
    return report.say("title.gaps.some", pairs=report.listed(told)) if told else report.say("title.background.none")


def _kept(gaps: "pd.DataFrame") -> list[tuple[str, str]]:
    """(role, scale) of the lines drawn: all, or of very many those with the largest gap in any column; groups of respondents together."""
    largest = gaps.assign(size=gaps["value"].abs().fillna(-1.0)).groupby(["role", "scale"], sort=False)["size"].max()
    kept = set(largest.sort_values(ascending=False, kind="stable").index[:MOST_ROWS])
    roles = list(dict.fromkeys(gaps["role"]))
    return sorted((pair for pair in largest.index if pair in kept), key=lambda pair: roles.index(pair[0]))


def _twin(report: "Report", tables: tuple, name: Callable, caption: str) -> Html:
    rows, adjusted, changes = tables
    columns = [(report.say("table.gap"), rows)]
    columns += [(report.say("legend.adjusted.background"), adjusted)] if (adjusted["status"] == "shown").any() else []
    columns += [(report.say("table.gap_change"), changes)] if len(changes) else []
    return values_table(report, caption, report.say("table.scale"), columns, ("role", "scale"), name)


def _draw(
    sheet: style.Sheet, report: "Report", columns: list[Column], pairs: list[tuple[str, str]], axis: Axis, legend: list, name: Callable
) -> str:
    return (_on_page if sheet.beside else _on_phone)(sheet, report, columns, pairs, axis, legend)


def _labels(report: "Report", pairs: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
    return {pair: naming.scale_label(report.meta, *pair, report.language) for pair in pairs}


def _on_phone(sheet: style.Sheet, report: "Report", columns: list[Column], pairs: list, axis: Axis, legend: list) -> str:
    """One pair of groups after the other."""
    labels, several = _labels(report, pairs), len({role for role, _ in pairs}) > 1
    chart = []
    for column in columns:
        chart.append(Row(column.label, header=True))
        for pair in pairs:
            if pair in column.lines:
                line = column.lines[pair]
                who = naming.respondents(report.meta, pair[0], report.language)
                words = report.say("label.scale_of", scale=labels[pair], respondents=who) if several else labels[pair]
                chart.append(Row(words, line.right, line.points, line.mark, strong=pair in column.sure))
    return interval_chart.draw(sheet, chart, axis, legend, report.synthetic_mark, len(chart))


def _on_page(sheet: style.Sheet, report: "Report", columns: list[Column], pairs: list, axis: Axis, legend: list) -> str:
    canvas = Canvas(sheet, report.synthetic_mark)
    room = (canvas.width - NAMES) / len(columns)
    tracks = [Track(axis, NAMES + room * place - PAD / 2, NAMES + room * (place + 1) - NUMBER + PAD / 2) for place in range(len(columns))]
    y = interval_chart.draw_legend(canvas, legend, 4)
    heads = [style.wrap(column.label, room - 10, style.SMALL, "Semibold") for column in columns]
    y += max(map(len, heads)) * (style.LINE - 2)
    for lines, track in zip(heads, tracks, strict=True):
        for place, words in enumerate(lines):
            canvas.text(track.left + PAD, y - (len(lines) - 1 - place) * (style.LINE - 2) - 2, words, style.INK, True, size=style.SMALL)
    y += style.LINE - 2
    for track in tracks:
        for tick in axis.ticks:
            canvas.text(track.x(tick), y, axis.form(tick), style.SOFT, align="center", size=style.SMALL)
    y += 8
    top, labels, role = y, _labels(report, pairs), None
    for pair in pairs:
        if pair[0] != role and len({one for one, _ in pairs}) > 1:
            y += style.LINE + (8 if role else 0)
            canvas.text(0, y - 5, naming.role_label(report.meta, pair[0], report.language), style.INK, True)
        role = pair[0]
        y = _line(canvas, labels[pair], [(column.lines.get(pair), pair in column.sure) for column in columns], tracks, y)
    for track in tracks:
        low, high = (track.x(end) for end in axis.band)
        canvas.box(low, top - 4, high - low, y - top + 4, style.MARGIN_BAND)
        canvas.line(track.x(0.0), top - 4, track.x(0.0), y, style.SOFT, 1.2)
    canvas.down_to(y + 4)
    return canvas.svg()


def _line(canvas: Canvas, label: str, cells: list[tuple[Row | None, bool]], tracks: list[Track], y: float) -> float:
    """One scale: its name, then its point in every column; the number of a sure difference is heavy."""
    words = style.wrap(label, NAMES - 10)
    height = max(LINE_HEIGHT, len(words) * style.LINE + 2)
    middle = y + height / 2
    for place, one in enumerate(words):
        canvas.text(0, middle + 5 - (len(words) - 1) * style.LINE / 2 + place * style.LINE, one)
    canvas.line(0, y + height, canvas.width, y + height, style.GRID, 0.5)
    for (row, sure), track in zip(cells, tracks, strict=True):
        if row is None:
            continue
        if row.mark:
            canvas.text((track.left + track.right) / 2, middle + 4, row.mark, style.SOFT, align="center", size=style.SMALL)
            continue
        at = middle - interval_chart.OFFSET * (len(row.points) - 1) / 2
        for one in row.points:
            interval_chart.draw_point(canvas, one, track, at, SMALLER)
            at += interval_chart.OFFSET
        canvas.text(track.right - PAD / 2 + NUMBER - 6, middle + 4, row.right, style.INK, sure, "right", style.SMALL)
    return y + height
