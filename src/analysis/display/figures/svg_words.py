"""Letters of an SVG in runs: letters that often stand side by side are defined once as a pair, pairs as longer runs; spaces are not drawn.

This is byte pair encoding on glyphs. It halves what a figure with whole questions in it weighs.
"""

import re
from collections import Counter
from itertools import pairwise

USE = re.compile(r'<use href="#([^"]+)"(?: x="(-?\d+)")?/>')
RUN = re.compile(r'(?:<use href="#[^"]+"(?: x="-?\d+")?/>\s*){2,}')
BLANK = re.compile(r'<path id="([^"]+)"(?: d="")?(?: transform="[^"]*")?\s*/>')
FEWEST = 3
"""Times a pair must occur before a definition (about 60 bytes) pays for itself (about 22 bytes each time)."""
SNAP = 1
"""Units (0.1 px) by which rounding may move one and the same pair apart."""

Piece = list
"""[name, x, ...]: a glyph or run, and where it stands from the start of its word."""
Pair = tuple[str, str, int]
"""First, second, distance."""


def reuse_words(svg: str) -> str:
    """``svg`` (letters already ``<use href x/>``) with blanks gone and frequent runs of letters defined once."""
    blanks = set(BLANK.findall(svg))
    runs: list[list[tuple[int, list[Piece]]]] = []
    distances: dict[tuple[str, str], int] = {}
    places = []
    for found in RUN.finditer(svg):
        places.append(found.span())
        runs.append(_words(found[0], blanks, distances))
    defined = _merge([word for run in runs for _, word in run])
    out, end = [], 0
    for (first, last), run in zip(places, runs, strict=True):
        out += [svg[end:first], *(_use(name, start + x) for start, word in run for name, x in word)]
        end = last
    svg = "".join([*out, svg[end:]])
    svg = re.sub("|".join(f'<use href="#{re.escape(blank)}"[^>]*/>' for blank in sorted(blanks)) or r"(?!)", "", svg)
    svg = BLANK.sub("", svg)
    groups = "".join(f'<g id="{name}">{_use(first, 0)}{_use(second, distance)}</g>' for name, (first, second, distance) in defined.items())
    return svg.replace("</svg>", f"<defs>{groups}</defs></svg>") if groups else svg


def _words(run: str, blanks: set[str], distances: dict[tuple[str, str], int]) -> list[tuple[int, list[Piece]]]:
    """(where it starts, its letters from there) for each word. The same two letters always stand equally far apart."""
    words: list[tuple[int, list[Piece]]] = []
    before: tuple[str, int] | None = None
    for name, x in USE.findall(run):
        place = int(x or 0)
        if name in blanks:
            before = None
            continue
        if before is None:
            words.append((place, [[name, 0]]))
        else:
            apart = place - before[1]
            usual = distances.setdefault((before[0], name), apart)
            word = words[-1][1]
            word.append([name, word[-1][1] + (usual if abs(usual - apart) <= SNAP else apart)])
        before = (name, place)
    return words


def _merge(words: list[list[Piece]]) -> dict[str, Pair]:
    """Merge the commonest pair, again and again, in place; the definitions in the order they were made."""
    defined: dict[str, Pair] = {}
    while True:
        counted = Counter((one[0], two[0], two[1] - one[1]) for word in words for one, two in pairwise(word))
        if not counted:
            return defined
        pair, times = max(counted.items(), key=lambda item: (item[1], item[0]))
        if times < FEWEST:
            return defined
        name = f"run-{len(defined)}"
        defined[name] = pair
        for word in words:
            _replace(word, pair, name)


def _replace(word: list[Piece], pair: Pair, name: str) -> None:
    place = 0
    while place + 1 < len(word):
        one, two = word[place], word[place + 1]
        if (one[0], two[0], two[1] - one[1]) == pair:
            word[place : place + 2] = [[name, one[1]]]
        place += 1


def _use(name: str, x: int) -> str:
    return f'<use href="#{name}" x="{x}"/>' if x else f'<use href="#{name}"/>'
