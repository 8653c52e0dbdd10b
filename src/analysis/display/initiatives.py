"""Initiatives beside the numbers: who had done how much when it was measured, and how it went on what they aimed at."""

from typing import TYPE_CHECKING

from analysis.display import naming
from analysis.display.html import NOTHING, Html, bullets
from analysis.display.rows import each
from analysis.display.tables import interval_words, table, value_words

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report


def exposure_table(report: "Report", rows: "pd.DataFrame") -> Html:
    """Rows ``exposure`` of every wave: for each initiative how many centres had finished how many modules when the survey began."""
    told = rows[rows["status"] == "shown"]
    waves = [wave for wave in report.waves if wave in set(told["wave"])]
    body = []
    for entry in report.initiatives:
        own = told[told["contrast"] == entry["slug"]]
        if len(own):
            cells = [_exposure(report, own[own["wave"] == wave], max(len(entry["modules"]), 1)) for wave in waves]
            body.append((report.pick(entry["name"]), cells))
    heads = [report.say("table.initiative"), *(report.wave_words(wave) for wave in waves)]
    return table(report.say("exposure.caption"), heads, body, numbers=False)


def _exposure(report: "Report", own: "pd.DataFrame", modules: int) -> str:
    """``2 af 3 moduler: 42 dagtilbud; ingen: 18 dagtilbud``, those who had done most first."""
    if own.empty:
        return report.say("exposure.not_begun")
    said = []
    for row in sorted(each(own), key=lambda row: -int(row.item)):
        key = "exposure.none" if not int(row.item) else "exposure.one" if modules == 1 else "exposure.some"
        said.append(report.say(key, row.value, n=report.number(row.value), done=row.item, all=report.number(modules)))
    return "; ".join(said)


def initiative_table(report: "Report", rows: "pd.DataFrame") -> Html:
    """Rows ``initiative`` of every wave, one line an initiative and scale: the difference its design gives, and what may be said of it."""
    from analysis.findings.answers import direction

    body = []
    for entry in report.initiatives:
        for row in each(rows[rows["contrast"] == entry["slug"]]):
            shown = row.status == "shown" and row.low == row.low
            words = report.say(f"answer.initiative.{entry['design']}.{direction(row, report.thresholds)}") if shown else ""
            reach = interval_words(report, row)
            number = f"{value_words(report, row)} ({reach})" if reach else value_words(report, row)
            label = naming.scale_label(report.meta, row.role, row.scale, report.language)
            who = naming.respondents(report.meta, row.role, report.language)
            period = report.say("initiative.period", earlier=_before(report, row.wave), wave=row.wave)
            about = report.say("label.scale_of", scale=label, respondents=who)
            body.append((about, [words, number, report.pick(entry["name"]), period]))
    heads = [report.say(f"table.{key}") for key in ("scale", "answer", "difference_points", "initiative", "period")]
    return table(report.say("initiative.caption"), heads, body, numbers=False)


def initiative_words(report: "Report", rows: "pd.DataFrame") -> Html:
    """What the register's design allows to be said of each initiative, once; or why there is no number yet."""
    said = []
    for entry in report.initiatives:
        name = naming.quoted(report.pick(entry["name"]), report.language)
        own = rows[(rows["contrast"] == entry["slug"]) & (rows["status"] == "shown")]
        if len(own):
            said.append(report.say(f"initiative.words.{entry['design']}", name=name))
        elif no_survey_before(report, entry):
            said.append(report.say("initiative.words.no_survey_before", name=name))
        elif (first := _first_survey_since(report, entry)) not in (report.wave, None) and report.meta["report"] == "learning-report":
            said.append(report.say("initiative.words.earlier", name=name, wave=first))
        else:
            ended = entry["end"] < report.meta["waves"][-1]["field_period"]["start"]
            said.append(report.say("initiative.no_numbers.ended" if ended else "initiative.no_numbers", name=name))
    return bullets(said) if said else NOTHING


def no_survey_before(report: "Report", entry: dict) -> bool:
    """Whether the initiative had begun before the municipality's first survey, so that nobody knows how it was without it."""
    return entry["start"] < report.meta["waves"][0]["field_period"]["start"]


def _first_survey_since(report: "Report", entry: dict) -> str | None:
    """The first survey that began after the initiative had ended."""
    return next((wave["wave"] for wave in report.meta["waves"] if wave["field_period"]["start"] > entry["end"]), None)


def modules_left(report: "Report", entry: dict) -> int:
    """Modules not finished when the last survey began: nothing of them can stand in its numbers."""
    start = report.meta["waves"][-1]["field_period"]["start"]
    return sum(module["finished"] >= start for module in entry["modules"])


def _before(report: "Report", wave: str) -> str:
    return report.waves[report.waves.index(wave) - 1]
