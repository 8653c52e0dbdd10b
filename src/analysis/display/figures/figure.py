"""A finished figure: pictures, one-sentence title, alt text, caption with n, and the table that holds the same numbers."""

import base64
from collections.abc import Callable
from dataclasses import dataclass

from analysis.display.figures import style
from analysis.display.html import NOTHING, Html, el, p


@dataclass(frozen=True)
class Figure:
    """``identifier`` is unique on the page. ``page`` and ``phone`` are the same picture as SVG, of rounded shown values only, drawn for a
    wide and for a narrow sheet; ``twins`` are its tables, each with the words it is opened by: one, or one for each group in
    the picture."""

    identifier: str
    title: str
    alt: str
    caption: str
    page: str
    phone: str
    twins: tuple[tuple[str, Html], ...]

    @property
    def twin(self) -> str:
        """The tables, one after the other."""
        return "".join(table for _, table in self.twins)

    def _repr_html_(self) -> str:
        picture = Html(f'<img alt="{el("i", self.alt)[3:-4]}" src="{data_uri(self.page)}" data-phone="{data_uri(self.phone)}">')
        return el(
            "figure", p(self.title, cls="figure-title"), picture, el("figcaption", self.caption), cls="figure", id=self.identifier
        ) + "".join(el("div", el("details", el("summary", words), table), cls="twin") for words, table in self.twins)

    def __repr__(self) -> str:
        return f"<Figure {self.identifier}: {self.title}>"


MOST_SPOKEN = 6
"""Numbers an alt text reads aloud; of more it says that the table after the figure holds them."""

NO_FIGURE = NOTHING
"""What a figure function returns where there are no rows: renders to nothing."""


def data_uri(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def assemble(
    report,
    title: str,
    points: list[str],
    caption: str,
    draw: Callable[[style.Sheet], str],
    twin: Callable[[str], Html] | dict[str, Callable[[str], Html]],
) -> Figure:
    """The figure with its number and id. ``points`` are the alt text's sentences after the title; ``draw(sheet)`` draws the picture,
    ``twin(caption)`` makes the table; of a picture of several groups one table for each, by what the group is called."""
    number = str(report.next_number("figure"))
    if isinstance(twin, dict) and len(twin) > 1:
        twins = tuple(
            (report.say("twin.summary.of", number=number, whose=whose), make(report.say("table.twin.of", number=number, whose=whose)))
            for whose, make in twin.items()
        )
    else:
        make = next(iter(twin.values())) if isinstance(twin, dict) else twin
        twins = ((report.say("twin.summary", number=number), make(report.say("table.twin", number=number, title=title))),)
    return Figure(
        identifier=report.identifier(f"figure-{number}"),
        title=title,
        alt=" ".join([title, *(points if len(points) <= MOST_SPOKEN else [report.say("figure.alt.many", n=report.number(len(points)))])]),
        caption=f"{report.say('figure.number', number=number)} {caption}".strip(),
        page=draw(style.PAGE),
        phone=draw(style.PHONE),
        twins=twins,
    )
