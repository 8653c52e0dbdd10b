"""The time and action plan: what is planned when, between the surveys, and the days that others have set."""

from datetime import date
from typing import TYPE_CHECKING

from analysis.display.figures.figure import NO_FIGURE, Figure, assemble
from analysis.display.figures.time_bars import Bar, Day, draw
from analysis.display.figures.timeline import survey_bands
from analysis.display.html import Html
from analysis.display.numbers import day, period
from analysis.display.plan import effort_name, source_words
from analysis.display.tables import table

if TYPE_CHECKING:
    from analysis.display.report import Report


def gantt(report: "Report") -> Figure | Html:
    """The plan's efforts as bars with their modules, surveys (the next one too) as bands, deadlines as lines; nothing without a plan."""
    plan = report.meta["plan"]
    if not plan or not plan["efforts"]:
        return NO_FIGURE
    efforts = sorted(plan["efforts"], key=lambda effort: (effort["start"], effort["slug"]))
    count = len(efforts)
    names = {effort["slug"]: effort_name(report, plan, effort) for effort in efforts}
    alt = [report.say("figure.alt.initiative", name=names[effort["slug"]], period=_period(report, effort)) for effort in efforts]
    alt += [report.say("figure.alt.wave", wave=wave["wave"], period=_field(wave, report)) for wave in report.meta["waves"]]
    alt += [report.say("figure.alt.next", period=_field({"field_period": plan["next_survey"]}, report))] if plan["next_survey"] else []
    alt += [report.say("figure.alt.milestone", name=report.pick(one["name"]), date=day(one["day"], report.language)) for one in _days(plan)]
    return assemble(
        report,
        report.say("title.gantt", count, n=report.number(count)),
        alt,
        report.say("figure.caption.gantt"),
        lambda sheet: draw(
            sheet,
            [_bar(names[effort["slug"]], effort) for effort in efforts],
            [*_recent(report, efforts), *_next(plan)],
            report.say("timeline.waves"),
            report.synthetic_mark,
            [Day(day(one["day"], report.language), date.fromisoformat(one["day"])) for one in _days(plan) if one["deadline"]],
        ),
        lambda words: _twin(report, plan, efforts, words),
    )


def _bar(name: str, effort: dict) -> Bar:
    """With a ring for each module, where the effort is one of the register of initiatives."""
    rings = tuple(date.fromisoformat(module["finished"]) for module in effort["modules"])
    return Bar(name, date.fromisoformat(effort["start"]), date.fromisoformat(effort["end"]), rings)


def _recent(report: "Report", efforts: list[dict]) -> list[tuple[date, date]]:
    """Surveys from the last one before the plan on: older ones would only make the axis longer."""
    begin = min(date.fromisoformat(effort["start"]) for effort in efforts)
    bands = survey_bands(report)
    before = [band for band in bands if band[1] < begin]
    return [*before[-1:], *(band for band in bands if band[1] >= begin)]


def _next(plan: dict) -> list[tuple[date, date]]:
    survey = plan["next_survey"]
    return [(date.fromisoformat(survey["start"]), date.fromisoformat(survey["end"]))] if survey else []


def _days(plan: dict) -> list[dict]:
    return sorted(plan["milestones"], key=lambda one: one["day"])


def _field(wave: dict, report: "Report") -> str:
    return period(wave["field_period"]["start"], wave["field_period"]["end"], report.language)


def _period(report: "Report", effort: dict) -> str:
    return period(effort["start"], effort["end"], report.language)


def _twin(report: "Report", plan: dict, efforts: list[dict], caption: str) -> Html:
    body = [(effort_name(report, plan, effort), [_period(report, effort), source_words(report, effort)]) for effort in efforts]
    body += [(report.pick(one["name"]), [day(one["day"], report.language), source_words(report, one)]) for one in _days(plan)]
    body += [(report.say("timeline.wave", wave=wave["wave"]), [_field(wave, report), ""]) for wave in report.meta["waves"]]
    if survey := plan["next_survey"]:
        body.append((report.say("plan.next"), [_field({"field_period": survey}, report), source_words(report, survey)]))
    return table(caption, [report.say(f"table.{key}") for key in ("what", "when", "source")], body, numbers=False)
