"""The report's first page, and the marks that follow from whom it is for."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analysis.display import naming
from analysis.display.html import Html, el, p
from analysis.display.numbers import period
from analysis.display.rows import each

if TYPE_CHECKING:
    from analysis.display.report import Report


def cover(report: "Report") -> Html:
    """Title, unit, wave, field period, who answered, for whom, status, id, and that the data are synthetic where they are."""
    meta, kind = report.meta, report.meta["report"].replace("-", "_")
    inside = f" · {meta['municipality']['name']}" if report.level in ("centre", "network") else ""
    field = meta["waves"][-1]["field_period"]
    return el(
        "header",
        el("h1", report.say(f"cover.{kind}.title", place=report.unit["name"], wave=report.wave, earlier=report.waves[0])),
        p(report.pick(meta["programme"]["name"]) + inside, cls="lead"),
        p(report.say("cover.period", period=period(field["start"], field["end"], report.language))),
        p(said) if (said := forms_line(report)) else None,
        p(report.say(f"cover.audience.{report.audience}")),
        p(report.say(f"cover.status.{meta['status']}")),
        p(
            report.say("cover.publisher", publisher=report.pick(meta["programme"]["publisher"]), contact=meta["programme"]["contact"])
            if meta["programme"]["contact"]
            else report.pick(meta["programme"]["publisher"])
        ),
        p(report.say("cover.id", id=report_id(report))),
        p(report.synthetic_mark, cls="note") if report.synthetic_mark else None,
        cls="cover",
    )


def short_cover(report: "Report") -> Html:
    """The same facts in few lines, for a page that is one side of paper."""
    meta, kind = report.meta, report.meta["report"].replace("-", "_")
    field = meta["waves"][-1]["field_period"]
    facts = [
        report.say("cover.period", period=period(field["start"], field["end"], report.language)),
        report.say(f"cover.status.{meta['status']}"),
        report.say("cover.id", id=report_id(report)),
    ]
    return el(
        "header",
        el("h1", report.say(f"cover.{kind}.title", place=report.unit["name"], wave=report.wave)),
        p(report.pick(meta["programme"]["name"]), cls="lead"),
        p(report.say(f"cover.audience.{report.audience}")),
        p(" · ".join(facts), cls="note"),
        p(report.synthetic_mark, cls="note") if report.synthetic_mark else None,
        cls="cover",
    )


def report_id(report: "Report") -> str:
    """``billund-2019/learning-report/public/da``: the same handle as the passport's."""
    return f"{report.meta['handle']}/{report.meta['report']}/{report.audience}/{report.language}"


def people(report: "Report", row) -> str:
    """``500 børn``, ``forældre til 405 børn``: response counts a parent's several forms about one child once."""
    if naming.role_entry(report.meta, row.role)["form"] == "parent":
        return report.say("cover.parents", n=report.number(row.n), respondents=naming.respondents(report.meta, row.role, report.language))
    return report.answers_from(row.role, report.number(row.n))


def forms_line(report: "Report") -> str:
    """``Svar fra 500 børn, 130 medarbejdere ...``; empty where no count is shown."""
    forms = forms_words(report)
    return report.say("cover.forms", forms=forms) if forms else ""


def forms_words(report: "Report", kinds: Iterable[str] | None = None) -> str:
    """``500 børn og 130 medarbejdere``: who answered, of those whose number is shown; ``kinds``: only those with such forms."""
    rows = report.take("response", level=report.level, form=kinds)
    counted = [
        people(report, row)
        for row in each(rows)
        if row.status == "shown" and row.n == row.n and row.n > 0
    ]
    return report.listed(counted) if counted else ""
