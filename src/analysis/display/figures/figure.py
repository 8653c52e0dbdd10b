"""A finished figure: picture, one-sentence title, alt text, caption with n, and the table that holds the same numbers."""

from dataclasses import dataclass

from analysis.display.figures.svg import data_uri
from analysis.display.html import NOTHING, Html, el, p


@dataclass(frozen=True)
class Figure:
    """``identifier`` is unique on the page; ``svg`` holds rounded shown values only; ``twin`` is a table of the same."""

    identifier: str
    title: str
    alt: str
    caption: str
    svg: str
    twin: Html
    twin_summary: str

    def _repr_html_(self) -> str:
        return el(
            "figure",
            p(self.title, cls="figure-title"),
            Html(f'<img alt="{el("i", self.alt)[3:-4]}" src="{data_uri(self.svg)}">'),
            el("figcaption", self.caption),
            cls="figure",
            id=self.identifier,
        ) + el("div", el("details", el("summary", self.twin_summary), self.twin), cls="twin")

    def __repr__(self) -> str:
        return f"<Figure {self.identifier}: {self.title}>"


MOST_SPOKEN = 6
"""Numbers an alt text reads aloud; of more it says that the table after the figure holds them."""

NO_FIGURE = NOTHING
"""What a figure function returns where there are no rows: renders to nothing."""


def assemble(report, title: str, points: list[str], caption: str, svg: str, twin) -> Figure:
    """The figure with its number and id. ``points`` are the alt text's sentences after the title; ``twin(caption)`` makes the table."""
    number = str(report.next_number("figure"))
    return Figure(
        identifier=report.identifier(f"figure-{number}"),
        title=title,
        alt=" ".join([title, *(points if len(points) <= MOST_SPOKEN else [report.say("figure.alt.many", n=report.number(len(points)))])]),
        caption=f"{report.say('figure.number', number=number)} {caption}".strip(),
        svg=svg,
        twin=twin(report.say("table.twin", number=number, title=title)),
        twin_summary=report.say("twin.summary", number=number),
    )
