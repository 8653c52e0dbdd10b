"""A sheet with pixel coordinates from the top left, drawn with matplotlib once its height is known."""

from analysis.display.figures import style


class Canvas:
    """Marks are collected by the methods and drawn by ``svg``: boxes below lines below points below text.

    Coordinates are px from the top left, y downwards.
    """

    def __init__(self, mark: str = "", width: int = style.WIDTH):
        self.width, self.height, self._mark, self._marks = width, 0.0, mark, []

    def text(
        self, x: float, y: float, words: str, colour: str = style.INK, strong: bool = False, align: str = "left", size: float = style.TEXT
    ):
        """``y`` is the baseline."""
        self._marks.append(("text", (x, y, words, colour, strong, align, size)))

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
    ):
        self._marks.append(("line", (x1, y1, x2, y2, colour, width, dashed, cap)))

    def box(self, x: float, y: float, width: float, height: float, colour: str | None, edge: str | None = None, hatch: str | None = None):
        self._marks.append(("box", (x, y, width, height, colour, edge, hatch)))

    def mark(self, x: float, y: float, kind: str, size: float = 11):
        """A point of fixed meaning: ``unit``, ``comparison``, ``earlier`` or ``caution``."""
        self._marks.append(("point", (x, y, kind, size)))

    def down_to(self, y: float) -> None:
        """The sheet reaches at least to ``y``."""
        self.height = max(self.height, y)

    def svg(self) -> str:
        """Draw everything; the synthetic mark stands at the bottom of the picture itself."""
        from matplotlib.figure import Figure

        from analysis.display.figures.svg import to_svg

        if self._mark:
            lines = style.wrap(self._mark, self.width - 8, style.TEXT)
            for line in lines:
                self.height += style.LINE
                self.text(0, self.height - 1, line, style.CAUTION)
            self.height += 5
        figure = Figure(figsize=(self.width / 72, self.height / 72), dpi=72, facecolor=style.PAPER)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, self.width), ylim=(self.height, 0))
        axes.set_axis_off()
        for order, (kind, arguments) in enumerate(sorted(self._marks, key=_layer)):
            getattr(self, f"_draw_{kind}")(axes, order, *arguments)
        return to_svg(figure)

    @staticmethod
    def _draw_text(axes, order, x, y, words, colour, strong, align, size):
        axes.text(
            x,
            y,
            words,
            color=colour,
            fontproperties=style.font(),
            fontsize=size,
            ha=align,
            va="baseline",
            zorder=order,
            parse_math=False,
            gid="strong" if strong else None,
        )

    @staticmethod
    def _draw_line(axes, order, x1, y1, x2, y2, colour, width, dashed, cap):
        from matplotlib.lines import Line2D

        axes.add_artist(
            Line2D(
                (x1, x2),
                (y1, y2),
                color=colour,
                linewidth=width,
                linestyle=(0, (4, 3)) if dashed else "-",
                solid_capstyle=cap,
                zorder=order,
            )
        )

    @staticmethod
    def _draw_box(axes, order, x, y, width, height, colour, edge, hatch):
        from matplotlib.patches import Rectangle

        axes.add_artist(
            Rectangle(
                (x, y),
                width,
                height,
                facecolor=colour or "none",
                edgecolor=edge or "none",
                linewidth=1 if edge else 0,
                hatch=hatch,
                zorder=order,
            )
        )

    @staticmethod
    def _draw_point(axes, order, x, y, kind, size):
        from matplotlib.lines import Line2D

        shape, face, edge = MARKS[kind]
        axes.add_artist(
            Line2D(
                (x,),
                (y,),
                marker=shape,
                markersize=size,
                markerfacecolor=face,
                markeredgecolor=edge,
                markeredgewidth=1.8,
                linestyle="none",
                zorder=order,
            )
        )


def _layer(mark: tuple) -> tuple:
    """Order of drawing. Alike marks stand together, so that the SVG can say once how they look; pale boxes lie under
    the others, the grid under the intervals."""
    kind, arguments = mark
    if kind == "box":
        return 0, arguments[4] not in (style.PAPER, style.MARGIN_BAND), str(arguments[4:])
    if kind == "line":
        return 1, arguments[4] != style.GRID, str(arguments[4:])
    return (2, False, "") if kind == "point" else (3, False, str(arguments[3:5]))


MARKS = {
    "unit": ("o", style.UNIT, style.UNIT),
    "comparison": ("D", style.PAPER, style.COMPARISON),
    "earlier": ("o", style.PAPER, style.EARLIER),
    "caution": ("^", style.CAUTION, style.CAUTION),
}
