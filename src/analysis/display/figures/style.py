"""One style for every figure: sheets, typeface, and colours with a fixed meaning.

Each meaning has a shape of its own too, so that grey print reads the same.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parents[1] / "assets" / "fonts"
FAMILY = "Source Sans 3"

TEXT = 14
LINE = 18
"""Size of text and distance between its lines, px."""
SMALL = 12


@dataclass(frozen=True)
class Sheet:
    """What a figure is drawn for, px. ``beside``: how much of the width labels take left of what they label; 0: they stand above it."""

    width: float
    beside: float = 0.0


PHONE = Sheet(360)
"""A narrow screen: shown at its own size or a little larger."""
PAGE = Sheet(720, 290)
"""A wide screen and A4 paper, where 14 px become 9 pt."""
SHEETS = (PAGE, PHONE)

INK = "#1F2933"
SOFT = "#4A5763"
GRID = "#D5DBE1"
PAPER = "#FFFFFF"

UNIT = "#0B4F5C"
"""This municipality or centre, this wave: filled circle."""
COMPARISON = "#6A6A6A"
"""The others: diamond."""
EARLIER = "#3E97A8"
"""The same unit, earlier: open circle."""
CAUTION = "#8A4300"
"""Read with care: triangle."""
MARGIN_BAND = "#E9EEEF"
"""Differences smaller than the programme's margin."""

WORST, BEST = "#F7E3C3", UNIT
RAMPS = {
    2: (WORST, BEST),
    3: (WORST, "#A3C0C6", BEST),
    4: (WORST, "#CBD9DB", "#7FABB4", BEST),
    5: (WORST, "#DCE1E0", "#B4CCD0", "#6C9FA9", BEST),
    6: (WORST, "#E4E3DB", "#CBD9DB", "#A3C0C6", "#6C9FA9", BEST),
    7: (WORST, "#E6E2D6", "#D8DFDF", "#C0D2D5", "#A3C0C6", "#6C9FA9", BEST),
}


def ramp(count: int) -> tuple[str, ...]:
    """Colours of ``count`` answers, worst to best: warm and light to petrol and dark, ordered by lightness too."""
    if count in RAMPS:
        return RAMPS[count]
    longest = RAMPS[max(RAMPS)]
    return tuple(longest[round(place * (len(longest) - 1) / (count - 1))] for place in range(count))


def text_on(colour: str) -> str:
    """Ink that can be read on ``colour``."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return PAPER if 0.299 * red + 0.587 * green + 0.114 * blue < 140 else INK


@cache
def _face(weight: str):
    from matplotlib.ft2font import FT2Font

    face = FT2Font(str(FONTS / f"SourceSans3-{weight}.ttf"))
    face.set_size(100, 72)
    return face


class _Widths(dict):
    """Letter -> its width in em, measured when it is first met."""

    def __init__(self, weight: str):
        self.weight = weight

    def __missing__(self, letter: str) -> float:
        self[letter] = _face(self.weight).load_char(ord(letter)).linearHoriAdvance / 65536 / 100
        return self[letter]


WIDTHS = {weight: _Widths(weight) for weight in ("Regular", "Semibold")}


def text_width(words: str, size: float = TEXT, weight: str = "Regular") -> float:
    """Width in px, without kerning."""
    return size * sum(map(WIDTHS[weight].__getitem__, words))


def wrap(words: str, width: float, size: float = TEXT, weight: str = "Regular") -> list[str]:
    """``words`` in lines of at most ``width`` px; a longer word is broken with a hyphen."""
    lines, line = [], ""
    for word in words.split(" "):
        tried = f"{line} {word}" if line else word
        if line and text_width(tried, size, weight) > width:
            lines.append(line)
            line = word
        else:
            line = tried
        while len(line) > 1 and text_width(line, size, weight) > width:
            fits = max((place for place in range(1, len(line)) if text_width(f"{line[:place]}-", size, weight) <= width), default=1)
            lines.append(line[:fits] + "-")
            line = line[fits:]
    return [*lines, line] if line else lines
