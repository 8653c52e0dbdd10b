"""The municipality's own questions: what the shown numbers answer, part by part, and what they cannot say."""

from typing import TYPE_CHECKING

from analysis.display import naming
from analysis.display.html import NOTHING, Html, bullets, callout, el, handle, join, p, strong
from analysis.display.initiatives import modules_left, no_survey_before
from analysis.display.tables import interval_words, n_words, table, value_words
from analysis.display.text import begin_sentence

if TYPE_CHECKING:
    from analysis.display.report import Report
    from analysis.findings.answers import Answered


def question(report: "Report", place: int) -> Html:
    """``h3`` of the first, second, ... question; nothing beyond the last."""
    asked = _question(report, place)
    return el("h3", report.pick(asked["text"]), id=report.identifier(f"question-{handle(asked['slug'])}")) if asked else NOTHING


def question_part(report: "Report", place: int, part: int) -> Html:
    """The first, second, ... part of a question: what is asked, on how many measures there is a certain answer, and the numbers."""
    from analysis.findings.answers import GAPS, SURE

    asked = _part(report, place, part)
    if asked is None:
        return NOTHING
    wave, since = _waves(report, asked)
    answered = _answers(report, asked)
    sure, count = sum(one.answer in SURE for one in answered), len(answered)
    seen = [one for one in answered if one.answer not in ("hidden", "no_numbers")]
    key = "question.sure" if sure else "question.none_sure" if seen else "question.no_numbers"
    lead = report.say(key, count, n=report.number(sure), all=report.number(count))
    heads = [report.say("table.scale"), report.say("table.answer"), report.say("table.difference_points")]
    heads += [report.say("table.distance_before", earlier=since)] if asked["quantity"] in GAPS else []
    body = answer_rows(report, asked["quantity"], answered, asked["initiative"])
    caption = report.say(f"question.caption.{asked['quantity']}", **_names(report, asked, wave, since))
    return join(el("h4", report.pick(asked["asks"])), p(lead), table(caption, [*heads, report.say("table.n")], body, numbers=False))


def answer_rows(report: "Report", quantity: str, answered: list["Answered"], initiative: str | None = None) -> list[tuple[str, list[str]]]:
    """A line for each scale: whose answers it is, the answer in words, the difference (of a distance the earlier one too) and n."""
    from analysis.findings.answers import GAPS

    apart = quantity in GAPS
    return [(_label(report, one), [_words(report, quantity, initiative, one), *_numbers(report, one, apart)]) for one in answered]


def question_limits(report: "Report", place: int) -> Html:
    """What the numbers cannot say to the question: by the designs and dates of its initiatives, and by what each quantity leaves open."""
    asked = _question(report, place)
    if not asked:
        return NOTHING
    said = [words for entry in report.initiatives if entry["slug"] in asked["initiatives"] for words in _about(report, entry)]
    found = {number: _answers(report, part) for number, part in enumerate(asked["parts"])}
    quantities = {part["quantity"]: found[number] for number, part in enumerate(asked["parts"])}
    said += [words for quantity, answered in quantities.items() if (words := left_open(report, quantity, answered))]
    answers = [one.answer for answered in found.values() for one in answered]
    if {"open", "cannot_tell", "hint_up", "hint_down"} & set(answers):
        said.append(report.say("question.limit.open"))
    if "hidden" in answers:
        said.append(report.say("question.limit.hidden"))
    return callout("caution", p(strong(report.say("question.limits"))), bullets(said))


def _about(report: "Report", entry: dict) -> list[str]:
    name = naming.quoted(report.pick(entry["name"]), report.language)
    said = []
    if no_survey_before(report, entry):
        said.append(report.say("question.limit.no_survey_before", name=name))
    elif entry["design"] != "lot":
        said.append(report.say(f"question.limit.{entry['design']}", name=name))
    left, count = modules_left(report, entry), len(entry["modules"])
    if left:
        words = {"name": name, "n": report.number(left), "all": report.number(count), "wave": report.wave}
        said.append(report.say("question.limit.left", left, **words))
    return said


def left_open(report: "Report", quantity: str, answered: list["Answered"]) -> str:
    """What the quantity itself leaves open, whatever its numbers."""
    if quantity == "spread_change":
        centres = max((one.row.n_groups for one in answered if one.row is not None), default=0)
        return report.say("question.limit.spread_change", centres, n=report.number(centres)) if centres else ""
    if quantity == "change" and report.meta["programme"]["design"] == "cohort":
        return ""
    return report.say(f"question.limit.{quantity}") if quantity in ("change", "gap_change", "leader_staff_gap_change") else ""


def _question(report: "Report", place: int) -> dict | None:
    return report.questions[place - 1] if place <= len(report.questions) else None


def _part(report: "Report", place: int, part: int) -> dict | None:
    asked = _question(report, place)
    return asked["parts"][part - 1] if asked and part <= len(asked["parts"]) else None


def _waves(report: "Report", part: dict) -> tuple[str, str]:
    """The wave looked at and the one it is held against; over three waves the last and the first of them."""
    wave = part["wave"] or report.wave
    place = report.waves.index(wave)
    before = report.waves[max(place - 2, 0)] if part["quantity"] == "lasting_change" else report.waves[max(place - 1, 0)]
    return wave, part["since"] or before


def _answers(report: "Report", part: dict) -> list["Answered"]:
    from analysis.findings.answers import answers

    roles = {entry["scale"]: entry["role"] for entry in report.meta["scales"]}
    return answers(part, report.rows, report.unit["slug"], *_waves(report, part), roles, report.thresholds)


def _words(report: "Report", quantity: str, initiative: str | None, one: "Answered") -> str:
    if one.answer in ("hidden", "no_numbers"):
        return report.say(f"answer.{one.answer}")
    if quantity == "lasting_change":
        return begin_sentence(report.say(f"lasting.class.{one.answer}"))
    if quantity == "initiative":
        design = next(entry["design"] for entry in report.meta["initiatives"] if entry["slug"] == initiative)
        return report.say(f"answer.initiative.{design}.{one.answer}")
    shelf = "distance" if quantity in ("gap_change", "leader_staff_gap_change") else quantity
    return report.say(f"answer.{shelf}.{one.answer}")


def _numbers(report: "Report", one: "Answered", apart: bool) -> list[str]:
    """The difference, of a distance that in the earlier wave as well, and how many answers stand behind."""
    said = [_number(report, one.row), *([_number(report, one.before)] if apart else [])]
    return [*said, n_words(report, one.row) if one.row is not None else ""]


def _number(report: "Report", row) -> str:
    if row is None:
        return ""
    reach = interval_words(report, row)
    return f"{value_words(report, row)} ({reach})" if reach else value_words(report, row)


def _label(report: "Report", one: "Answered") -> str:
    label = naming.scale_label(report.meta, one.role, one.scale, report.language)
    return report.say("label.scale_of", scale=label, respondents=naming.respondents(report.meta, one.role, report.language))


def _names(report: "Report", part: dict, wave: str, since: str) -> dict[str, str]:
    words = {"wave": wave, "earlier": since}
    if part["background"]:
        _, category, reference = naming.contrast_labels(report.meta, part["background"], report.language)
        words |= {"category": category, "reference": reference}
    return words
