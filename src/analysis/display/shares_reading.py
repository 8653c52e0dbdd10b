"""Answer shares read question by question: what each says, which stand out, in words. No drawing."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.display import naming
from analysis.display.numbers import interval, out_of_ten, percent
from analysis.display.rows import grouped

if TYPE_CHECKING:
    import pandas as pd

    from analysis.display.report import Report

HIDDEN, NOT_MEASURED = "hidden", "not_measured"


@dataclass(frozen=True)
class Question:
    """``shares`` follow ``options`` (worst to best as they read); None where hidden or not measured, ``mark`` says which."""

    role: str
    scale: str
    scale_label: str
    item: str
    text: str
    reversed: bool
    options: tuple[str, ...]
    shares: tuple[float, ...] | None
    mark: str
    n: float | None
    capped: tuple[int, float] | None = None
    """(answer, share): nearly everybody gave this answer, and only "this share or more" may be told."""

    @property
    def good(self) -> float | None:
        """Share of the most favourable answer."""
        return None if self.shares is None else self.shares[0 if self.reversed else -1]

    @property
    def good_label(self) -> str:
        return self.options[0 if self.reversed else -1]


def questions(report: "Report", shares: "pd.DataFrame") -> list[Question]:
    """One Question for each item of ``shares``, in their order."""
    found = []
    for (role, scale, item), rows in grouped(shares, "role", "scale", "item").items():
        entry = naming.item_entry(report.meta, role, item)
        answers = [option for option in entry["options"] if option["value"] is not None]
        by_code = {row.contrast: (row.status, row.value) for row in rows}
        capped = _capped(rows, [option["code"] for option in answers])
        statuses = {status for status, _ in by_code.values()}
        absent = next((status for status in (HIDDEN, NOT_MEASURED) if status in statuses), None)
        words = report.pick(entry["text"])
        found.append(
            Question(
                role,
                scale,
                naming.scale_label(report.meta, role, scale, report.language),
                item,
                f"{words} {report.say('item.reversed')}" if entry["reversed"] else words,
                entry["reversed"],
                tuple(report.pick(option["label"]) for option in answers),
                None if absent else tuple(float(by_code.get(option["code"], ("", 0.0))[1]) for option in answers),
                report.say(f"mark.{absent}") if absent else "",
                None if absent else float(rows[0].n),
                capped,
            )
        )
    return found


def _capped(rows: list, codes: list[str]) -> tuple[int, float] | None:
    """The one answer of a dominated distribution, as its place among ``codes`` and the share it is shown as at least."""
    return next(((codes.index(row.contrast), float(row.value)) for row in rows if "capped" in row.flags and row.contrast in codes), None)


def capped_words(report: "Report", question: Question) -> str:
    """``90 % eller flere: Glad smiley``."""
    place, share = question.capped
    return report.say("share.capped", share=percent(share, report.language), answer=question.options[place])


def share_words(report: "Report", share: float) -> str:
    """``8 ud af 10`` or percent where tenths would mislead."""
    tenths = out_of_ten(share, report.language)
    return tenths if tenths and abs(round(share * 10) / 10 - share) <= 0.02 else percent(share, report.language)


def title(report: "Report", asked: list[Question]) -> str:
    """The question most and the one fewest answer favourably; what cannot be shown where nothing is."""
    shown = [question for question in asked if question.good is not None]
    respondents = naming.respondents(report.meta, asked[0].role, report.language)
    if not shown and not capped_best(asked):
        return report.say("figure.title.shares.hidden", respondents=respondents)
    if top := capped_best(asked):
        least = min(shown, key=lambda question: question.good, default=None)
        if least is None:
            return _capped_sentence(report, top)
        return report.say("figure.title.shares.least", worst=in_title(report, least), low=percent(least.good, report.language))
    best = max(shown, key=lambda question: question.good)
    worst = min(shown, key=lambda question: question.good)
    if best.item == worst.item or best.good == worst.good or any(question.capped for question in asked):
        return report.say(
            "figure.title.shares.one",
            share=share_words(report, best.good),
            answer=best.good_label,
            question=in_title(report, best),
            respondents=respondents,
        )
    return report.say(
        "figure.title.shares.two",
        best=in_title(report, best),
        worst=in_title(report, worst),
        high=percent(best.good, report.language),
        low=percent(worst.good, report.language),
    )


def best_sentence(report: "Report", asked: list[Question]) -> str:
    """The question most answer favourably, and how many; empty where none is shown."""
    if top := capped_best(asked):
        return _capped_sentence(report, top)
    shown = [question for question in asked if question.good is not None]
    if not shown:
        return ""
    best = max(shown, key=lambda question: question.good)
    return report.say(
        "heading.answers", share=percent(best.good, report.language), answer=best.good_label, question=in_title(report, best)
    )


def capped_best(asked: list[Question]) -> list[Question]:
    """Questions nearly everybody answers most favourably, of which only "this share or more" may be told: they are the top."""
    return [question for question in asked if question.capped and question.options[question.capped[0]] == question.good_label]


def _capped_sentence(report: "Report", top: list[Question]) -> str:
    share = min(question.capped[1] for question in top)
    return report.say(
        "heading.answers.capped",
        len(top),
        n=report.counted(len(top)),
        share=out_of_ten(share, report.language) or percent(share, report.language),
        question=in_title(report, top[0]),
    )


def alt_points(report: "Report", asked: list[Question]) -> list[str]:
    """Every question's share of the most favourable answer."""
    return [
        report.say("figure.alt.capped", question=_plain(report, question), words=capped_words(report, question))
        if question.capped
        else report.say(
            "figure.alt.share", question=_plain(report, question), share=percent(question.good, report.language), answer=question.good_label
        )
        if question.good is not None
        else report.say("figure.alt.absent", label=_plain(report, question), mark=question.mark)
        for question in asked
    ]


def _plain(report: "Report", question: Question) -> str:
    """The question's own words, without the note on turned wording."""
    return question.text.removesuffix(report.say("item.reversed")).strip()


def in_title(report: "Report", question: Question) -> str:
    """As inside quotation marks: without the full stop."""
    return _plain(report, question).rstrip(".")


def n_range(report: "Report", rows: "pd.DataFrame") -> str:
    """``485`` or ``470–485``: how many answered."""
    counts = rows["n"].dropna()
    if counts.empty:
        return report.say("mark.hidden")
    low, high = counts.min(), counts.max()
    return report.number(low) if low == high else interval(low, high, report.language)


def mark_legend(report: "Report", rows: "pd.DataFrame") -> str:
    """The legend of the marks that occur in these rows; empty where all is shown."""
    marked = [status for status in (HIDDEN, NOT_MEASURED) if (rows["status"] == status).any()]
    return " ".join(report.say(f"legend.{status}") for status in marked)
