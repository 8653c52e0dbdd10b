"""The house's look for seaborn and matplotlib, for notebooks that explore: the typeface, colours with their meaning, quiet axes."""

from analysis.display.figures import style

PALETTE = (style.UNIT, style.EARLIER, style.COMPARISON, style.CAUTION)
"""This unit, the same unit earlier, the others, read with care."""


def use_theme() -> None:
    """Figures drawn from here on look like the reports'. Changes matplotlib's settings of this process."""
    import seaborn
    from matplotlib import font_manager

    for path in sorted(style.FONTS.glob("*.ttf")):
        font_manager.fontManager.addfont(str(path))
    seaborn.set_theme(
        style="whitegrid",
        palette=PALETTE,
        font=style.FAMILY,
        rc={
            "axes.edgecolor": style.SOFT,
            "axes.labelcolor": style.INK,
            "axes.spines.right": False,
            "axes.spines.top": False,
            "axes.titlelocation": "left",
            "axes.titleweight": "semibold",
            "figure.figsize": (7.2, 4.2),
            "grid.color": style.GRID,
            "text.color": style.INK,
            "xtick.color": style.SOFT,
            "ytick.color": style.SOFT,
        },
    )
