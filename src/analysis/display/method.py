"""What the reader must know to trust the pages: what was left out and why, marks, limits, words, where the report comes from."""

from typing import TYPE_CHECKING

from analysis.display import naming
from analysis.display.html import Html, bullets, join, p, terms
from analysis.display.numbers import percent
from analysis.display.tables import table
from analysis.display.text import inside_sentence
from analysis.display.topics import child_topics, environment_topics

if TYPE_CHECKING:
    from analysis.display.report import Report

WORDS = (
    "answer_share",
    "points",
    "interval",
    "comparison",
    "margin",
    "finding",
    "spread",
    "adjusted",
    "reliability",
    "wave",
)
"""What the glossary explains, in this order."""


def left_out(report: "Report") -> Html:
    """The sections this report has not got, and the rule that left each out; a word where none is missing."""
    gone = list(_gone(report))
    return join(p(report.say("left_out.intro")), bullets(gone)) if gone else p(report.say("left_out.none"))


def _gone(report: "Report"):
    meta = report.meta
    for entry in meta["roles"]:
        if not entry["asked"]:
            yield report.say("left_out.role", respondents=naming.respondents(meta, entry["role"], report.language), wave=report.wave)
    for name, missing in _tests(report).items():
        if missing:
            compared = meta["comparison"]
            yield report.say(
                f"left_out.{name}", least=report.counted(compared["min_municipalities"]), months=report.number(compared["months"])
            )


def _tests(report: "Report") -> dict[str, bool]:
    """Words of the catalogue after ``left_out.`` -> whether they are true of this report."""
    meta = report.meta
    if report.level == "programme":
        return {
            "themes": not meta["themes"],
            "programme_level": report.take("level", level="programme").empty,
            "municipality_spread": report.take("municipality_spread").empty,
            "spread": report.take("spread").empty,
            "links": report.take("link", level="programme").empty,
            "comparability": report.take("comparability").empty,
            "below": True,
        }
    change = {
        "change": report.previous is None,
        "change_missing": report.previous is not None and report.take("change", level=report.level).empty,
    }
    if report.level == "network":
        return {
            "response": report.take("response", level="network").empty,
            "wellbeing": not child_topics(meta, report.language),
            "environment": not environment_topics(meta, report.language),
            "rest": not report.compared,
            **change,
            "centre_answers": True,
        }
    return {
        "response": report.take("response", level=report.level).empty,
        "wellbeing": not child_topics(meta, report.language),
        "environment": not environment_topics(meta, report.language),
        "comparison": not report.compared,
        "themes": not meta["themes"],
        "perspectives": not meta["perspectives"],
        "spread": report.take("spread").empty,
        "centres": report.audience == "public",
        "background": not meta["background"],
        **change,
        "links": report.take("link").empty,
        "initiatives": not meta["initiatives"],
    }


def not_followed(report: "Report") -> Html:
    """What a report over all waves leaves out because one wave alone has it; nothing where all can be followed."""
    gone = []
    for key, kind in (("not_followed.waves", "level"), ("not_followed.spread", "spread")):
        rows = report.take(kind, level=report.level)
        if len(rows) and report.followed(kind, level=report.level).empty:
            gone.append(report.say(key, wave=report.wave))
    followed = set(report.followed("gap", level=report.level)["contrast"])
    for contrast in report.contrasts:
        if contrast not in followed:
            variable, category, reference = naming.contrast_labels(report.meta, contrast, report.language)
            groups = {"category": inside_sentence(category), "reference": inside_sentence(reference)}
            gone.append(report.say("not_followed.gap", wave=report.wave, variable=variable, **groups))
    return join(p(report.say("not_followed.intro")), bullets(gone)) if gone else Html("")


def marks(report: "Report") -> Html:
    """The three marks and what each means."""
    return terms((report.say(f"mark.{name}"), report.say(f"marks.{name}")) for name in ("hidden", "not_measured", "zero"))


def limits(report: "Report") -> Html:
    """The programme's conventions as this report uses them: none of them a law of nature."""
    found, rule = report.meta["thresholds"], report.meta["disclosure"]
    rows = [
        (report.say("limits.margin"), [report.say("points", found["margin"], n=report.number(found["margin"]))]),
        (report.say("limits.confidence"), [percent(found["confidence"], report.language)]),
        (report.say("limits.min_forms"), [report.number(rule["min_forms"])]),
        (report.say("limits.min_forms_for_shares"), [report.number(rule["min_forms_for_shares"])]),
        *([(report.say("limits.rounded"), [report.number(rule["round_forms_to"])])] if rule["round_forms_to"] > 1 else []),
        (report.say("limits.uncertain"), [percent(found["response_uncertain"], report.language)]),
        (report.say("limits.not_interpreted"), [percent(found["response_not_interpreted"], report.language)]),
    ]
    return table(report.say("limits.caption"), [report.say("table.what"), report.say("table.number")], rows)


def reliabilities(report: "Report") -> Html:
    """How well each scale's questions belong together: alpha by scale; nothing where it is not shown."""
    from analysis.display.tables import values_table

    rows = report.take("reliability", contrast="alpha")
    if rows.empty:
        return Html("")
    return values_table(
        report,
        report.say("reliability.caption"),
        report.say("table.scale"),
        [(report.say("table.alpha"), rows)],
        ("role", "scale"),
        lambda row: naming.scale_label(report.meta, row.role, row.scale, report.language),
    )


def glossary(report: "Report") -> Html:
    """The words of the report, explained."""
    margin = report.number(report.meta["thresholds"]["margin"])
    raters = report.roles_with("rating")
    words = [(report.say(f"glossary.{word}"), report.say(f"glossary.{word}.means", margin=margin)) for word in WORDS]
    if raters:
        words.append((naming.role_label(report.meta, raters[0], report.language), report.say("glossary.rater.means")))
    return terms(words)


def provenance(report: "Report") -> Html:
    """Where the report comes from: its id, and that a passport lies beside it; the programme stands on the cover."""
    from analysis.display.front_page import report_id

    return terms(
        [
            (report.say("provenance.id"), report_id(report)),
            (report.say("provenance.passport"), report.say("provenance.passport.means")),
        ]
    )
