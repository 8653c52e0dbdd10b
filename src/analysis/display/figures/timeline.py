"""Initiatives as bars between the survey waves: what was done when, and when it was measured."""

from datetime import date
from typing import TYPE_CHECKING

from analysis.display.figures import style
from analysis.display.figures.canvas import Canvas
from analysis.display.figures.figure import NO_FIGURE, Figure, assemble
from analysis.display.html import Html
from analysis.display.numbers import day, period
from analysis.display.tables import table

if TYPE_CHECKING:
    from analysis.display.report import Report

PAD = 14


def timeline(report: "Report") -> Figure | Html:
    """The register's initiatives and the waves' field periods; nothing where the register holds no initiative that had begun."""
    initiatives = report.initiatives
    if not initiatives:
        return NO_FIGURE
    count = len(initiatives)
    between = [entry for entry in initiatives if len(report.waves) > 1 and _before_this_wave(report, entry)]
    title = report.say("title.timeline", count, n=report.number(count), done=report.number(len(between)))
    alt = [report.say("figure.alt.initiative", name=report.pick(entry["name"]), period=_period(report, entry)) for entry in initiatives]
    alt += [report.say("figure.alt.wave", wave=wave["wave"], period=_field(report, wave)) for wave in report.meta["waves"]]
    return assemble(
        report,
        title,
        alt,
        report.say("figure.caption.timeline"),
        _draw(report, initiatives),
        lambda words: _twin(report, initiatives, words),
    )


def _before_this_wave(report: "Report", entry: dict) -> bool:
    return entry["end"] < report.meta["waves"][-1]["field_period"]["start"]


def _period(report: "Report", entry: dict) -> str:
    return period(entry["start"], entry["end"], report.language)


def _field(report: "Report", wave: dict) -> str:
    return period(wave["field_period"]["start"], wave["field_period"]["end"], report.language)


def _years(report: "Report", initiatives: list[dict]) -> tuple[date, date]:
    days = [date.fromisoformat(text) for entry in initiatives for text in (entry["start"], entry["end"])]
    days += [date.fromisoformat(wave["field_period"][end]) for wave in report.meta["waves"] for end in ("start", "end")]
    return date(min(days).year, 1, 1), date(max(days).year + 1, 1, 1)


def _draw(report: "Report", initiatives: list[dict]) -> str:
    canvas = Canvas(report.synthetic_mark)
    first, last = _years(report, initiatives)

    def x(when: str | date) -> float:
        moment = date.fromisoformat(when) if isinstance(when, str) else when
        return PAD + (moment - first).days / (last - first).days * (canvas.width - 2 * PAD)

    heights = [len(style.wrap(report.pick(entry["name"]), canvas.width)) * style.LINE + 34 for entry in initiatives]
    top = 66.0
    bottom = top + sum(heights)
    step = max(1, -(-(last.year - first.year) // 9))
    for year in range(first.year, last.year + 1):
        canvas.line(x(date(year, 1, 1)), top - 22, x(date(year, 1, 1)), top, style.GRID, 0.8)
        if year < last.year and (year - first.year) % step == 0:
            canvas.text(x(date(year, 1, 1)) + 3, top - 26, str(year), style.SOFT)
    canvas.text(0, 15, report.say("timeline.waves"), style.COMPARISON, True)
    waves = []
    for wave in report.meta["waves"]:
        left, right = x(wave["field_period"]["start"]), x(wave["field_period"]["end"])
        waves.append((left, max(right - left, 5)))
        canvas.box(left, top - 18, max(right - left, 5), 18, style.COMPARISON)
    y = top
    for entry, height in zip(initiatives, heights, strict=True):
        under = y
        words = report.pick(entry["name"])
        for line in style.wrap(words, canvas.width):
            under += style.LINE
            canvas.text(0, under - 4, line)
        for start, width in waves:  # a wave's bar stops where a name is written
            canvas.box(start, under, width, y + height - under, style.COMPARISON)
        left, right = x(entry["start"]), x(entry["end"])
        canvas.box(left, under + 2, max(right - left, 4), 14, style.UNIT)
        for module in entry["modules"]:
            canvas.mark(x(module["finished"]), under + 9, "earlier", 7)
        y += height
    canvas.down_to(bottom)
    return canvas.svg()


def _twin(report: "Report", initiatives: list[dict], caption: str) -> Html:
    body = [
        (
            report.pick(entry["name"]),
            [
                _period(report, entry),
                report.pick(entry["target"]),
                report.listed(
                    [f"{report.pick(module['name'])} ({day(module['finished'], report.language)})" for module in entry["modules"]]
                ),
            ],
        )
        for entry in initiatives
    ]
    body += [(report.say("timeline.wave", wave=wave["wave"]), [_field(report, wave), "", ""]) for wave in report.meta["waves"]]
    heads = [report.say(key) for key in ("table.what", "table.period", "table.target", "table.modules")]
    return table(caption, heads, body, numbers=False)
