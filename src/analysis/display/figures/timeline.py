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
BAR = 14


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
        lambda sheet: _draw(sheet, report, initiatives),
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


def _draw(sheet: style.Sheet, report: "Report", initiatives: list[dict]) -> str:
    """Initiatives as bars, modules as rings on them, survey waves as upright bands through all of it."""
    canvas = Canvas(sheet, report.synthetic_mark)
    first, last = _years(report, initiatives)
    left = sheet.beside

    def x(when: str | date) -> float:
        moment = date.fromisoformat(when) if isinstance(when, str) else when
        return left + PAD + (moment - first).days / (last - first).days * (canvas.width - left - 2 * PAD)

    labels = [style.wrap(report.pick(entry["name"]), left - PAD if left else canvas.width) for entry in initiatives]
    heights = [max(len(lines) * style.LINE, BAR) + 12 if left else len(lines) * style.LINE + BAR + 14 for lines in labels]
    top = 46.0
    bottom = top + sum(heights)
    step = max(1, -(-(last.year - first.year) // (9 if left else 5)))
    for year in range(first.year, last.year + 1):
        canvas.line(x(date(year, 1, 1)), 22, x(date(year, 1, 1)), bottom if left else top, style.GRID, 0.8)
        if year < last.year and (year - first.year) % step == 0:
            canvas.text(x(date(year, 1, 1)) + 3, 15, str(year), style.SOFT, size=style.SMALL)
    canvas.text(0, 38, report.say("timeline.waves"), style.COMPARISON, True)
    waves = [(x(wave["field_period"]["start"]), x(wave["field_period"]["end"])) for wave in report.meta["waves"]]
    for start, end in waves:
        canvas.box(start, 24, max(end - start, 5), (bottom if left else top) - 24, style.COMPARISON)
    y = top
    for entry, lines, height in zip(initiatives, labels, heights, strict=True):
        under = y
        for line in lines:
            under += style.LINE
            canvas.text(0, under - 3, line)
        bar = y + 3 if left else under + 4
        if not left:  # a wave's band stops where a name is written
            for start, end in waves:
                canvas.box(start, under + 1, max(end - start, 5), y + height - under - 1, style.COMPARISON)
        start, end = x(entry["start"]), x(entry["end"])
        canvas.box(start, bar, max(end - start, 4), BAR, style.UNIT)
        for module in entry["modules"]:
            canvas.mark(x(module["finished"]), bar + BAR / 2, "earlier", 7)
        y += height
    canvas.down_to(bottom + 2)
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
