"""Initiatives as bars between the survey waves: what was done when, and when it was measured."""

from datetime import date
from typing import TYPE_CHECKING

from analysis.display.figures import style
from analysis.display.figures.figure import NO_FIGURE, Figure, assemble
from analysis.display.figures.time_bars import Bar, draw
from analysis.display.html import Html
from analysis.display.numbers import day, period
from analysis.display.tables import table
from analysis.display.text import begin_sentence

if TYPE_CHECKING:
    from analysis.display.report import Report


def timeline(report: "Report") -> Figure | Html:
    """The register's initiatives and the waves' field periods; nothing where the register holds no initiative that had begun."""
    initiatives = report.initiatives
    if not initiatives:
        return NO_FIGURE
    count = len(initiatives)
    between = [entry for entry in initiatives if len(report.waves) > 1 and _before_this_wave(report, entry)]
    begun, done = begin_sentence(report.say("title.timeline", count, n=report.counted(count))), len(between)
    title = report.say("title.timeline.done", done, begun=begun, n=report.counted(done)) if done else begun
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


def _draw(sheet: style.Sheet, report: "Report", initiatives: list[dict]) -> str:
    """Initiatives as bars, modules as rings on them, survey waves as upright bands through all of it."""
    bars = [
        Bar(
            report.pick(entry["name"]),
            date.fromisoformat(entry["start"]),
            date.fromisoformat(entry["end"]),
            tuple(date.fromisoformat(module["finished"]) for module in entry["modules"]),
        )
        for entry in initiatives
    ]
    return draw(sheet, bars, survey_bands(report), report.say("timeline.waves"), report.synthetic_mark)


def survey_bands(report: "Report") -> list[tuple[date, date]]:
    """First and last day of every survey so far."""
    fields = [wave["field_period"] for wave in report.meta["waves"]]
    return [(date.fromisoformat(field["start"]), date.fromisoformat(field["end"])) for field in fields]


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
