"""From forms received to forms used: one bar a group, what fell away at its end, each reason with its count below."""

from typing import TYPE_CHECKING

from analysis.display.figures import style
from analysis.display.figures.canvas import Canvas
from analysis.display.figures.figure import MOST_SPOKEN, NO_FIGURE, Figure
from analysis.display.html import Html
from analysis.display.numbers import number
from analysis.display.tables import table
from analysis.display.text import say

if TYPE_CHECKING:
    import pandas as pd

BAR = 16
GAP = 14
LEAST = 3
"""Width in px of what fell away, however little it is: a form that is not used is never invisible."""


def form_flow(flow: "pd.DataFrame", labels: "dict[str, str] | list[tuple[str, str]]", language: str, made_up: str = "") -> Figure | Html:
    """Rows ``role, step, reason, forms`` (steps ``received``, ``dropped``, ``used``); ``labels`` are the groups' names, in their order.

    ``made_up`` is the place whose results synthetic data are not; "": the data are real. Nothing
    where no form was received. Each bar is all forms of its group.
    """
    labels = dict(labels)
    groups = [(labels[role], *_counts(flow[flow["role"] == role])) for role in labels if (flow["role"] == role).any()]
    groups = [group for group in groups if group[1]]
    if not groups:
        return NO_FIGURE
    mark = say("mark.synthetic", language, name=made_up) if made_up else ""
    sums = {"received": sum(group[1] for group in groups), "used": sum(group[2] for group in groups)}
    title = say("flow.title", language, **{name: number(value, language) for name, value in sums.items()})
    spoken = [_words(group, language) for group in groups]
    return Figure(
        identifier="figure-flow",
        title=title,
        alt=" ".join([title, *spoken[:MOST_SPOKEN]]),
        caption=say("flow.caption", language),
        page=_draw(style.PAGE, groups, language, mark),
        phone=_draw(style.PHONE, groups, language, mark),
        twins=((say("flow.twin", language), _twin(title, groups, language)),),
    )


def _counts(own: "pd.DataFrame") -> tuple[int, int, list[tuple[str, int]]]:
    """Received, used, and (reason, forms) of what fell away, most first."""
    steps = own.groupby("step")["forms"].sum()
    dropped = own[own["step"] == "dropped"].groupby("reason", sort=False)["forms"].sum().sort_values(ascending=False, kind="stable")
    return int(steps.get("received", 0)), int(steps.get("used", 0)), [(reason, int(forms)) for reason, forms in dropped.items()]


def _words(group: tuple, language: str) -> str:
    label, received, used, dropped = group
    told = ", ".join(f"{number(forms, language)} {say(f'flow.reason.{reason}', language)}" for reason, forms in dropped)
    line = say("flow.group", language, group=label, received=number(received, language), used=number(used, language))
    return f"{line} {told or say('flow.none', language)}."


def _draw(sheet: style.Sheet, groups: list[tuple], language: str, mark: str) -> str:
    canvas = Canvas(sheet, mark)
    y = 0.0
    for label, received, used, dropped in groups:
        counts = say("flow.counts", language, received=number(received, language), used=number(used, language))
        beside = style.text_width(label, weight="Semibold") + style.text_width(counts) + 20 <= canvas.width
        y += style.LINE
        canvas.text(0, y - 4, label, strong=True)
        if not beside:
            y += style.LINE
        canvas.text(canvas.width, y - 4, counts, align="right")
        away = max(canvas.width * (received - used) / received, LEAST) if received > used else 0.0
        canvas.box(0, y + 1, canvas.width - away, BAR, style.UNIT)
        if away:
            canvas.box(canvas.width - away, y + 1, away, BAR, style.PAPER, style.CAUTION)
        y += BAR + 2
        told = ", ".join(f"{number(forms, language)} {say(f'flow.reason.{reason}', language)}" for reason, forms in dropped)
        for line in style.wrap(told or say("flow.none", language), canvas.width, style.SMALL):
            y += style.LINE
            canvas.text(0, y - 4, line, style.SOFT, size=style.SMALL)
        y += GAP
    canvas.down_to(y)
    return canvas.svg()


def _twin(title: str, groups: list[tuple], language: str) -> Html:
    """Group, received, each reason that took a form, used: a row adds up."""
    reasons = list(dict.fromkeys(reason for *_, dropped in groups for reason, _ in dropped))
    heads = [say("column.role", language), say("flow.received", language)]
    heads += [say(f"flow.reason.{reason}", language) for reason in reasons] + [say("flow.used", language)]
    body = []
    for label, received, used, dropped in groups:
        took = dict(dropped)
        cells = [received, *(took.get(reason, 0) for reason in reasons), used]
        body.append((label, [number(value, language) for value in cells]))
    return table(title, heads, body)
