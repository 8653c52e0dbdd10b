"""Pictures as numbers: what their words say, and which values their marks' places give back.

An axis is three or more numbers in a row at even distances; the place of a mark between them is its value. A mark drawn from a rounded
value lies on a whole step (a hundredth for coefficients) to within the half tenth of a pixel that coordinates are written with.
"""

import itertools
import re
from dataclasses import dataclass

import numpy as np

from analysis.auditing.numerals import Numeral, numerals
from analysis.auditing.page import Node

WRITTEN = 0.05
"""Half the last digit of a coordinate, pixels."""
PAIR = re.compile(r"M(-?[\d.]+)[ ,](-?[\d.]+)L(-?[\d.]+)[ ,](-?[\d.]+)")
MOST_DECIMALS = 1


@dataclass(frozen=True)
class Axis:
    """value = ``zero`` + x * ``per_pixel`` for marks with ``top`` < y < ``bottom`` and ``left`` < x < ``right``; ``step`` is what values
    are rounded to."""

    zero: float
    per_pixel: float
    step: float
    top: float
    bottom: float
    left: float
    right: float

    def off(self, x: float) -> bool:
        """Whether a mark at ``x`` is no whole step. Where a step is narrower than what coordinates resolve nothing can be told."""
        steps = (self.zero + x * self.per_pixel) / self.step
        room = 2.5 * WRITTEN * self.per_pixel / self.step + 1e-6
        return room < 0.5 and abs(steps - round(steps)) > room


def picture_numbers(picture: Node, language: str) -> tuple[list[tuple[float, float, float]], list[tuple[Numeral, str]]]:
    """(x, y, value) of the axes' marks, and every other number in the picture's words."""
    words = [(node, node.text) for node in picture.walk() if node.tag in ("text", "title", "desc")]
    labels, rest = [], []
    for node, text in words:
        found = numerals(text, language)
        alone = len(found) == 1 and text.strip().rstrip("%").strip() in (found[0].text, found[0].text.replace("-", "\u2212"))
        if alone and node.attributes.get("text-anchor") == "middle" and "x" in node.attributes:
            labels.append((float(node.attributes["x"]), float(node.attributes["y"]), float(found[0].value), found[0], text))
        else:
            rest += [(one, text) for one in found]
    ticks = []
    for y in sorted({label[1] for label in labels}):
        for row in _beside(sorted(label for label in labels if label[1] == y)):
            if _even(row):
                ticks += [label[:3] for label in row]
            else:
                rest += [label[3:] for label in row]
    return ticks, rest


def _beside(row: list[tuple]) -> list[list[tuple]]:
    """A line of labels as the axes that lie beside each other: one ends where the values begin again."""
    found: list[list[tuple]] = []
    for label in row:
        if found and label[2] > found[-1][-1][2]:
            found[-1].append(label)
        else:
            found.append([label])
    return found


def _even(row: list[tuple]) -> bool:
    """Three or more labels whose values rise evenly with their places: an axis."""
    if len(row) < 3:
        return False
    x, value = np.array([label[0] for label in row]), np.array([label[2] for label in row])
    slope = (value[-1] - value[0]) / (x[-1] - x[0]) if x[-1] > x[0] else 0.0
    return slope > 0 and bool(np.all(np.abs(value[0] + slope * (x - x[0]) - value) < 0.02 * (value[-1] - value[0]) + 1e-9))


def axes(picture: Node, ticks: list[tuple[float, float, float]]) -> list[Axis]:
    """The picture's axes, each for the marks from its labels down to the next axis."""
    found = []
    heights = sorted({y for _, y, _ in ticks})
    for place, y in enumerate(heights):
        bottom = heights[place + 1] if place + 1 < len(heights) else float("inf")
        rows = _beside(sorted(label for label in ticks if label[1] == y))
        between = [(one[-1][0] + after[0][0]) / 2 for one, after in itertools.pairwise(rows)]
        for row, left, right in zip(rows, [float("-inf"), *between], [*between, float("inf")], strict=True):
            per_pixel, zero = np.polyfit([x for x, _, _ in row], [value for *_, value in row], 1)
            distance = min(abs(after[2] - before[2]) for before, after in itertools.pairwise(row))
            found.append(Axis(zero, per_pixel, 0.01 if distance < 1 else 1.0, y, bottom, left, right))
    return found


def unrounded_marks(picture: Node, ticks: list[tuple[float, float, float]]) -> list[str]:
    """Marks whose places tell more than a rounded value: too many decimals, or between two steps of their axis."""
    found = [
        f"{node.tag} {name}={written}"
        for node in picture.walk()
        for name, written in node.attributes.items()
        if name in ("x", "y", "cx", "cy", "width", "height", "d", "points", "x1", "x2", "y1", "y2", "transform")
        and re.search(rf"\.\d{{{MOST_DECIMALS + 1},}}", written)
    ]
    found = [text[:80] for text in found]
    for axis in axes(picture, ticks):
        for node, x, y in _marks(picture):
            if axis.top < y < axis.bottom and axis.left < x < axis.right and axis.off(x):
                found.append(f"{node.tag} at {x:g}")
    return found


def _marks(picture: Node):
    """(node, x, y) of points and the ends of level lines: what stands for values. Frames, grids and fillings do not."""
    for node in picture.walk():
        if node.tag == "circle":
            yield node, float(node.attributes["cx"]), float(node.attributes["cy"])
        elif node.tag == "polygon":
            corners = np.array([[float(part) for part in pair.split(",")] for pair in node.attributes["points"].split()])
            yield node, float((corners[:, 0].min() + corners[:, 0].max()) / 2), float(corners[:, 1].mean())
        elif node.tag == "path" and node.attributes.get("stroke-linecap") == "round":
            for x1, y1, x2, _ in PAIR.findall(node.attributes.get("d", "")):
                yield node, float(x1), float(y1)
                yield node, float(x2), float(y1)
