"""Recommendation cards: because (the finding with its numbers), do, who, competence development, research with its strength and caution."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analysis.display import wording
from analysis.display.html import NOTHING, Html, callout, el, handle, join, p, terms
from analysis.display.text import begin_sentence

if TYPE_CHECKING:
    from analysis.display.report import Report
    from analysis.findings.recommend import Recommended
    from analysis.parameters.recommendation import Evidence, Recommendation

MOST_REASONS = 2
MOST_REFERENCES = 3
"""Publications behind an entry; those that limit what may be promised come beside them, and are never left out."""


def recommendation(report: "Report", recommended: Iterable["Recommended"], place: int) -> Html:
    """The first, second, ... recommendation as a card; beyond the last nothing, and for the first place a word on why there is none.

    A development report without any has no section for them, and says nothing.
    """
    chosen = list(recommended)
    if place > len(chosen):
        told = place == 1 and report.meta["report"] != "development-report"
        return p(report.say("recommendation.none")) if told else NOTHING
    return _card(report, chosen[place - 1], place)


def possibilities(report: "Report", recommended: Iterable["Recommended"]) -> Html:
    """What a centre may weigh at step 6 of its own analysis: what others have done, the finding it fits, how sure research is, and the
    caution. Nothing in a letter, and where nothing is called for.
    """
    chosen = list(recommended)
    if report.too_few or not chosen:
        return NOTHING
    said = []
    for one in chosen:
        entry = one.recommendation
        because = f"{report.say('recommendation.because')}: {wording.sentence(report, one.because[0])}"
        said.append(p(el("strong", f"{_in(report, entry.title)}."), " ", _in(report, entry.practice)))
        said.append(p(" ".join([because, strength(report, entry), caution(report, entry)]), cls="note"))
        said += [p(_reference(report, publication), cls="note") for publication in _mains_first(entry)[:1]]
    return callout("note", p(el("strong", report.say("possibilities.title"))), p(report.say("possibilities.intro")), *said)


def _card(report: "Report", one: "Recommended", place: int) -> Html:
    entry = one.recommendation
    because = [wording.sentence(report, finding) for finding in one.because[:MOST_REASONS]]
    words = [
        ("because", " ".join(because)),
        ("do", _in(report, entry.practice)),
        ("who", _who(report, entry)),
        ("development", _development(report, entry)),
        ("research", _research(report, entry)),
    ]
    return el(
        "div",
        el("h3", f"{report.number(place)}. {_in(report, entry.title)}"),
        terms((report.say(f"recommendation.{name}"), said) for name, said in words),
        cls="recommendation",
        id=report.identifier(handle(entry.recommendation)),
    )


def _in(report: "Report", text) -> str:
    return report.pick(text.model_dump())


def _development(report: "Report", entry: "Recommendation") -> str:
    """The form and the note; the form is not said twice where the note begins with it."""
    form, note = report.say(f"development.{entry.competence_development}"), _in(report, entry.competence_note)
    return note if note.lower().startswith(form.lower()) else f"{form}: {note}"


def _who(report: "Report", entry: "Recommendation") -> str:
    return begin_sentence(report.listed([report.say(f"actor.{actor}") for actor in entry.who_acts]))


def _research(report: "Report", entry: "Recommendation") -> Html:
    """Strength in words, what was found where, the publications, and what may not be promised."""
    from analysis.findings.evidence import printable_figure, printable_references

    level = report.say(
        "evidence.level", level=report.say(f"evidence.level.{entry.strength.level}"), reason=_in(report, entry.strength.reason)
    )
    printable = printable_references(entry)
    figures = [
        report.say("evidence.figure", figure=_in(report, publication.main_figure).rstrip("."), source=_short_reference(report, publication))
        for publication in printable
        if printable_figure(publication) and publication.role == "main"
    ][:1]
    references = [_reference(report, publication) for publication in printable if publication.role != "caution"][:MOST_REFERENCES]
    limits = [join(report.say("evidence.limits"), " ", _reference(report, one)) for one in printable if one.role == "caution"]
    return join(
        p(" ".join([strength(report, entry), level, *figures])),
        p(el("strong", report.say("evidence.caution")), " ", _in(report, entry.caution)),
        [p(words, cls="note") for words in [*references, *limits]],
    )


def strength(report: "Report", entry: "Recommendation") -> str:
    """How sure research is, in the words its kind and level allow."""
    from analysis.findings.evidence import evidence_words

    return report.say(f"evidence.{evidence_words(entry)}")


def caution(report: "Report", entry: "Recommendation") -> str:
    """What may not be promised."""
    return f"{report.say('evidence.caution')} {_in(report, entry.caution)}"


def _mains_first(entry: "Recommendation") -> list["Evidence"]:
    """The publications that may be referred to, those the strength rests on before the others."""
    from analysis.findings.evidence import printable_references

    return sorted(printable_references(entry), key=lambda publication: publication.role != "main")


def _short_reference(report: "Report", publication: "Evidence") -> str:
    """First author and year."""
    return f"{publication.authors.split(',')[0]} {_year(report, publication)}"


def _year(report: "Report", publication: "Evidence") -> str:
    """The year, or that there is none (``n.d.``, whatever else is noted there)."""
    return report.say("reference.no_year") if str(publication.year).startswith("n.d.") else str(publication.year)


def _reference(report: "Report", publication: "Evidence") -> Html:
    who = f"{publication.authors} ({_year(report, publication)}). "
    where = join(who, el("em", publication.title.rstrip(".")), f". {publication.outlet}.")
    doi = publication.doi
    return join(where, " ", el("a", f"doi.org/{doi}", href=f"https://doi.org/{doi}")) if doi else where
