"""Development goals: what was aimed at, and what each later survey says of it."""

from typing import TYPE_CHECKING

from analysis.display import naming
from analysis.display.html import NOTHING, Html, join, p
from analysis.display.numbers import interval, number, signed
from analysis.display.tables import table

if TYPE_CHECKING:
    from analysis.display.report import Report
    from analysis.findings.goal import FollowUp


def goals(report: "Report") -> Html:
    """The goals of the report's own unit: aim, and what the surveys since then say; nothing where none was set."""
    own = report.goals
    if not own:
        return NOTHING
    later = _later(report)
    rows = [
        (
            report.say("goals.about", text=report.pick(goal["text"]).rstrip("."), scale=_scale(report, goal)),
            [report.wave_words(goal["set_in"]), _aim(report, goal), *(_cell(report, goal, wave) for wave in later)],
        )
        for goal in own
    ]
    heads = [report.say("table.goal"), report.say("table.set_in"), report.say("table.aim"), *(report.wave_words(wave) for wave in later)]
    return join(table(report.say("goals.caption"), heads, rows, numbers=False), p(report.say("goals.note"), cls="note"))


def heading_words(report: "Report", rows: list, findings: list) -> str:
    """How many goals are reached and on the way by the report's own wave, of those that are judged; nothing where none is yet."""
    found = [_follow_up(report, goal, report.wave).verdict for goal in report.goals if _is_later(report, goal, report.wave)]
    judged = [verdict for verdict in found if verdict in ("reached", "on_the_way", "not_reached", "cannot_tell")]
    if not judged:
        return ""
    counts = {verdict: judged.count(verdict) for verdict in ("reached", "on_the_way", "not_reached", "cannot_tell")}
    said = [report.say(f"goals.count.{verdict}", count, n=report.counted(count)) for verdict, count in counts.items() if count]
    return report.listed(said)


def goal_words(report: "Report") -> Html:
    """What goals are about under the law of the wave: the learning environment, or earlier the children's learning."""
    if not report.meta["themes"]:
        return NOTHING
    return p(report.say("goals.environment" if _environment_law(report) else "goals.learning"))


def _environment_law(report: "Report") -> bool:
    """Since July 2018 goals are about the learning environment (dagtilbudsloven)."""
    return report.meta["waves"][-1]["field_period"]["start"] >= "2018-07-01"


def _later(report: "Report") -> list[str]:
    """The waves that follow a goal up: all of them where the report is about all waves, else its own."""
    waves = report.waves if report.meta["report"] == "development-report" else [report.wave]
    return [wave for wave in waves if any(_is_later(report, goal, wave) for goal in report.goals)]


def _is_later(report: "Report", goal: dict, wave: str) -> bool:
    return report.waves.index(wave) > report.waves.index(goal["set_in"])


def _follow_up(report: "Report", goal: dict, wave: str) -> "FollowUp":
    from analysis.findings.goal import follow_up

    return follow_up(goal, report.rows, report.level, report.unit["slug"], wave, report.thresholds.margin)


def _cell(report: "Report", goal: dict, wave: str) -> str:
    """``Undervejs: +20 (2–38)``; of a goal about a level the level beside it."""
    if not _is_later(report, goal, wave):
        return report.say("goals.not_yet")
    found = _follow_up(report, goal, wave)
    words = report.say(f"goals.verdict.{found.verdict}")
    numbers = []
    if found.level is not None and goal["level"] is not None:
        numbers.append(report.say("goals.level", value=number(found.level.value, report.language), interval=_reach(report, found.level)))
    if found.rise is not None:
        value = signed(found.rise.value, report.language)
        numbers.append(report.say("goals.rise", value=value, interval=_reach(report, found.rise)))
    return report.say("goals.cell", verdict=words, numbers=report.listed(numbers)) if numbers else words


def _reach(report: "Report", row) -> str:
    return interval(row.low, row.high, report.language)


def _aim(report: "Report", goal: dict) -> str:
    if goal["followed"]:
        return report.say("goals.aim.followed")
    if goal["level"] is not None:
        return report.say("goals.aim.level", n=report.number(goal["level"]))
    rise = goal["rise"] or report.thresholds.margin
    return report.say("goals.aim.rise", n=report.number(rise))


def _scale(report: "Report", goal: dict) -> str:
    label = naming.scale_quoted(report.meta, goal["role"], goal["scale"], report.language)
    return report.say("label.scale_of", scale=label, respondents=naming.respondents(report.meta, goal["role"], report.language))
