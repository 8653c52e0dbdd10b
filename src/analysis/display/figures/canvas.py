"""A sheet with pixel coordinates from the top left, written as a small SVG: straight marks, and letters as text in the page's typeface."""

from analysis.display.figures import style
from analysis.display.html import escape

SHAPES = {
    "unit": ("circle", style.UNIT, style.UNIT),
    "comparison": ("diamond", style.PAPER, style.COMPARISON),
    "earlier": ("circle", style.PAPER, style.EARLIER),
    "caution": ("triangle", style.CAUTION, style.CAUTION),
}
"""Kind of a point -> shape, inside and edge: a meaning never rests on colour alone."""
ANCHORS = {"left": "", "center": ' text-anchor="middle"', "right": ' text-anchor="end"'}
FACE = f"{style.FAMILY}, Source Sans Pro, sans-serif"


class Canvas:
    """Marks are collected by the methods and written by ``svg``: pale boxes below dark ones, below lines, points and text.

    Coordinates are px from the top left, y downwards. Text and other outside words are escaped here.
    """

    def __init__(self, sheet: style.Sheet, mark: str = ""):
        self.sheet, self.width, self.height, self._mark = sheet, sheet.width, 0.0, mark
        self._marks: list[tuple[int, str]] = []
        self._lines: dict[tuple[int, str], list[str]] = {}

    def text(
        self, x: float, y: float, words: str, colour: str = style.INK, strong: bool = False, align: str = "left", size: float = style.TEXT
    ) -> None:
        """``y`` is the baseline."""
        weight = ' font-weight="600"' if strong else ""
        sized = f' font-size="{number(size)}"' if size != style.TEXT else ""
        self._marks.append(
            (5, f'<text x="{number(x)}" y="{number(y)}" fill="{colour}"{weight}{sized}{ANCHORS[align]}>{escape(words)}</text>')
        )

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        colour: str = style.INK,
        width: float = 1.0,
        dashed: bool = False,
        cap: str = "butt",
    ) -> None:
        look = f'stroke="{colour}" stroke-width="{number(width)}"' + (' stroke-dasharray="4 3"' if dashed else "")
        look += f' stroke-linecap="{cap}"' if cap != "butt" else ""
        # lines that look alike are one path: a grid is most of what a figure would weigh
        self._lines.setdefault((2 if colour == style.GRID else 3, look), []).append(
            f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}"
        )

    def box(self, x: float, y: float, width: float, height: float, colour: str | None, edge: str | None = None) -> None:
        outline = f' stroke="{edge}"' if edge else ""
        place = f'x="{number(x)}" y="{number(y)}" width="{number(max(width, 0.0))}" height="{number(height)}"'
        order = 0 if colour in (style.PAPER, style.MARGIN_BAND) else 1
        self._marks.append((order, f'<rect {place} fill="{colour or "none"}"{outline}/>'))

    def mark(self, x: float, y: float, kind: str, size: float = 11) -> None:
        """A point of fixed meaning: ``unit``, ``comparison``, ``earlier`` or ``caution``."""
        shape, face, edge = SHAPES[kind]
        look = f'fill="{face}" stroke="{edge}" stroke-width="1.8"'
        half = size / 2
        if shape == "circle":
            drawn = f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(half)}" {look}/>'
        else:
            corners = ((0, -half), (half, 0), (0, half), (-half, 0)) if shape == "diamond" else ((0, -half), (half, half), (-half, half))
            points = " ".join(f"{number(x + across)},{number(y + down)}" for across, down in corners)
            drawn = f'<polygon points="{points}" {look}/>'
        self._marks.append((4, drawn))

    def down_to(self, y: float) -> None:
        """The sheet reaches at least to ``y``."""
        self.height = max(self.height, y)

    def svg(self) -> str:
        """Everything, the synthetic mark at the bottom of the picture itself."""
        if self._mark:
            for line in style.wrap(self._mark, self.width, style.SMALL, "Semibold"):
                self.height += style.LINE
                self.text(0, self.height - 4, line, style.CAUTION, True, size=style.SMALL)
            self._mark = ""
        lines = [(order, f'<path d="{"".join(paths)}" {look}/>') for (order, look), paths in self._lines.items()]
        inside = "".join(drawn for _, drawn in sorted([*self._marks, *lines], key=lambda one: one[0]))
        size = f'width="{number(self.width)}" height="{number(self.height)}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(self.width)} {number(self.height)}" {size} '
            f'font-family="{FACE}" font-size="{style.TEXT}" stroke="none">{inside}</svg>'
        )


def number(value: float) -> str:
    """At most one decimal, nothing needless."""
    written = f"{value:.1f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
    return "0" if written in ("-0", "") else written
