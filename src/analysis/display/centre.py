"""What only a centre's own profile holds: the letter where there are too few answers, and one thing that goes well, one to wonder about."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.display import naming, wording
from analysis.display.html import NOTHING, Html, callout, el, join, p
from analysis.display.numbers import percent
from analysis.display.rows import each
from analysis.display.tables import interval_words, table, value_words

if TYPE_CHECKING:
    from analysis.display.report import Report
    from analysis.findings.finding import Finding


def letter(report: "Report") -> Html:
    """One page to a centre with too few answers: why there are no numbers. Nothing where there are numbers."""
    if not report.too_few:
        return NOTHING
    centre = report.unit["name"]
    return join(
        el("h2", report.say("letter.heading", centre=centre), id=report.identifier("letter")),
        p(report.say("letter.why", centre=centre), cls="lead"),
        p(report.say("letter.not_about_you")),
        p(report.say("letter.thanks")),
        p(report.say("letter.use", municipality=report.meta["municipality"]["name"])),
    )


def letter_levels(report: "Report") -> Html:
    """The municipality's own levels for the children's answers, in a letter, without counts; nothing in a profile with numbers."""
    if not report.too_few:
        return NOTHING
    levels = report.take("level", level="municipality", form="child")
    if levels.empty:
        levels = report.take("level", level="municipality")
    if levels.empty:
        return NOTHING
    return table(
        report.say("letter.caption", municipality=report.meta["municipality"]["name"], wave=report.wave),
        [report.say(f"table.{key}") for key in ("scale", "points", "interval")],
        [
            (
                naming.scale_label(report.meta, row.role, row.scale, report.language),
                [value_words(report, row), interval_words(report, row)],
            )
            for row in each(levels)
        ],
    )


def goes_well(report: "Report", findings: Iterable["Finding"]) -> Html:
    """The one finding that speaks best of the centre, or in its absence the question most answered favourably."""
    if report.too_few:
        return NOTHING
    found = next((finding for finding in findings if finding.kind in ("strength", "progress")), None)
    words = wording.sentence(report, found) if found else children_answers(report, best=True)
    return callout("finding", el("h3", report.say("profile.goes_well")), p(words)) if words else NOTHING


def wonder(report: "Report", findings: Iterable["Finding"]) -> Html:
    """The one finding to wonder about, or the question fewest answered favourably; a question, never a verdict."""
    if report.too_few:
        return NOTHING
    found = next((finding for finding in findings if finding.kind in ("challenge", "decline")), None)
    words = wording.sentence(report, found) if found else children_answers(report, best=False)
    return callout("note", el("h3", report.say("profile.wonder")), p(words), p(report.say("profile.wonder.ask"))) if words else NOTHING


@dataclass(frozen=True)
class Answer:
    """A question children answered, its most favourable answer, how many gave it (in words) and how many answered (None: not told)."""

    role: str
    question: str
    answer: str
    share: str
    n: float | None


def children_answers(report: "Report", best: bool) -> str:
    """The question most, or fewest, children answer favourably; empty where none is shown."""
    found = children_answer(report, best)
    if found is None:
        return ""
    key = "profile.answer.best" if best else "profile.answer.least"
    return report.say(key, question=found.question, answer=found.answer, share=found.share)


def children_answer(report: "Report", best: bool) -> Answer | None:
    """The same as its parts; None where none is shown."""
    from analysis.display import shares_reading

    shares = report.take("answer_share", level=report.level, form="child")
    every = shares_reading.questions(report, shares) if len(shares) else []
    asked = [question for question in every if question.good is not None]
    top = shares_reading.capped_best(every) if best else []
    if not asked and not top:
        return None
    chosen = top[0] if top else (max if best else min)(asked, key=lambda question: question.good)
    share = percent(chosen.capped[1] if top else chosen.good, report.language)
    told = report.say("share.or_more", share=share) if top else share
    return Answer(chosen.role, shares_reading.in_title(report, chosen), chosen.good_label, told, chosen.n)
