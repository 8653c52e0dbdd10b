"""Notebooks that explore draw in the reports' look."""

import matplotlib

from analysis.display.figures import style
from analysis.display.figures.theme import PALETTE, use_theme


def test_a_seaborn_figure_has_the_houses_typeface_and_colours():
    with matplotlib.rc_context():
        use_theme()
        import seaborn
        from matplotlib.figure import Figure

        axes = Figure().subplots()
        seaborn.lineplot(x=[1, 2, 1, 2], y=[1, 2, 2, 3], hue=["a", "a", "b", "b"], ax=axes, legend=False)
        assert [matplotlib.colors.to_hex(line.get_color()).upper() for line in axes.lines] == list(PALETTE[:2])
        assert axes.xaxis.label.get_fontname() == style.FAMILY
        assert matplotlib.font_manager.findfont(style.FAMILY).startswith(str(style.FONTS))
