"""The parents' page: what children and parents answered and what was found, in words one can read with a coat on."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analysis.display import naming, shares_reading, wording
from analysis.display.front_page import forms_words
from analysis.display.html import NOTHING, Html, bullets, join, p
from analysis.display.numbers import out_of_ten, percent

if TYPE_CHECKING:
    from analysis.display.report import Report
    from analysis.findings.finding import Finding

MOST = 2
"""Answers of a kind, findings of a side: the page is one side of paper."""
FORMS = ("child", "rating", "parent")
"""Whose answers the page tells of: those about and from children, and parents' own."""
TOLD = ("comparison", "change")
"""Quantities the page tells of: where the municipality stands and how it has moved."""
PICTURES = 3
"""Answers to choose from up to which the best alone says how it is; of more, the two best are taken together."""


def parents_asked(report: "Report") -> Html:
    """Who was asked, and how many children, and children's parents, answered."""
    forms = forms_words(report, ("child", "parent"))
    return join(
        p(report.say("parents.asked", place=report.unit["name"], wave=report.wave), cls="lead"),
        p(report.say("parents.forms", forms=forms)) if forms else None,
    )


def parents_answers(report: "Report", form: str) -> Html:
    """What most and what fewest of those with that kind of form answer favourably; nothing where it is hidden or they were not asked.

    What parents do at home is theirs, and not told here.
    """
    rows = report.take("answer_share", level=report.level, form=form)
    at_home = {(entry["role"], entry["scale"]) for entry in report.meta["scales"] if form == "parent" and entry["about"] == "person"}
    asked = [one for one in shares_reading.questions(report, rows) if (one.role, one.scale) not in at_home] if len(rows) else []
    shown = sorted((one for one in asked if one.shares is not None), key=lambda one: -_good(one))
    best = [*(_capped(report, one) for one in shares_reading.capped_best(asked)), *(_favourable(report, one) for one in shown)]
    if not best:
        return NOTHING
    high = best[:MOST]
    low = [words for words in best[-MOST:] if words not in high]
    return join(
        p(report.say("parents.most")),
        bullets(high),
        join(p(report.say("parents.fewest")), bullets(low)) if low else None,
    )


def _best(question: shares_reading.Question) -> list[int]:
    """Places of the answers that are good ones, the best first."""
    order = range(len(question.options)) if question.reversed else range(len(question.options) - 1, -1, -1)
    return list(order)[: 1 if len(question.options) <= PICTURES else 2]


def _good(question: shares_reading.Question) -> float:
    return sum(question.shares[place] for place in _best(question))


def _capped(report: "Report", question: shares_reading.Question) -> str:
    """``90 % eller flere``: nearly everybody gave the best answer."""
    share = report.say("share.or_more", share=percent(question.capped[1], report.language))
    return _answer(report, question, share, report.say("parents.one", answer=question.good_label))


def _favourable(report: "Report", question: shares_reading.Question) -> str:
    """The best answer's share as it is shown; two answers' together in whole tenths, which rounding of either cannot change by much."""
    places = _best(question)
    if len(places) == 1:
        share = percent(_good(question), report.language)
        return _answer(report, question, share, report.say("parents.one", answer=question.good_label))
    tenths = out_of_ten(_good(question), report.language)
    share = report.say("parents.about", share=tenths) if tenths else report.say("parents.all" if _good(question) > 0.5 else "parents.none")
    labels = report.say("parents.either", best=question.options[places[0]], next_best=question.options[places[1]])
    return _answer(report, question, share, labels)


def _answer(report: "Report", question: shares_reading.Question, share: str, answer: str) -> str:
    return report.say("parents.answer", share=share, answer=answer, question=shares_reading.in_title(report, question))


def parents_findings(report: "Report", findings: Iterable["Finding"], side: str) -> Html:
    """What goes well (``good``) or what to work on (``hard``); where nothing is sure, that."""
    kinds = {"good": ("strength", "progress"), "hard": ("challenge", "decline")}[side]
    roles = [role for role in report.roles_with(FORMS) if role in report.asked]
    found = [one for one in findings if one.kind in kinds and one.quantity in TOLD and one.role in roles and report.may_lead(one)]
    if found:
        return bullets(report.say(f"parents.{one.kind}", **wording.values(report, one)) for one in found[:MOST])
    before = report.previous is not None and not report.take("change", level=report.level).empty
    against = {(True, True): "both", (True, False): "others", (False, True): "before"}.get((report.compared, before))
    if against is None:
        return p(report.say("parents.no_comparison"))
    heard = report.listed([naming.respondents(report.meta, role, report.language) for role in roles])
    than = report.say(f"parents.than.{against}", earlier=report.previous or "")
    return p(report.say(f"parents.{side}.none", respondents=heard, against=than))
