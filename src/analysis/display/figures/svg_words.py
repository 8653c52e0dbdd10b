"""Letters of an SVG as words: a word that occurs again is drawn by reference, and spaces are not drawn at all."""

import re
from collections import Counter

USE = re.compile(r'<use href="#([^"]+)"(?: x="(-?\d+)")?(?: y="(-?\d+(?:\.\d+)?)")?/>')
RUN = re.compile(r'(?:<use href="#[^"]+"(?: x="-?\d+")?(?: y="-?\d+(?:\.\d+)?")?/>\s*){2,}')
BLANK = re.compile(r'<path id="([^"]+)"(?: d="")?(?: transform="[^"]*")?\s*/>')

Letter = tuple[str, int]
Word = tuple[Letter, ...]


def reuse_words(svg: str) -> str:
    """``svg`` (letters already ``<use href x/>``) with blanks gone and repeated words defined once."""
    blanks = set(BLANK.findall(svg))
    runs = {found[0]: _words(found[0], blanks) for found in RUN.finditer(svg)}
    counted = Counter(shape for found in RUN.finditer(svg) for _, shape in runs[found[0]])
    known = {shape: f"word-{place}" for place, shape in enumerate(shape for shape in counted if _pays(shape, counted[shape]))}
    svg = RUN.sub(lambda found: "".join(_draw(start, shape, known) for start, shape in runs[found[0]]), svg)
    svg = re.sub("|".join(f'<use href="#{re.escape(blank)}"[^>]*/>' for blank in blanks) or r"(?!)", "", svg)
    svg = BLANK.sub("", svg)
    defined = "".join(f'<g id="{name}">{_letters(0, shape)}</g>' for shape, name in known.items())
    return svg.replace("</svg>", f"<defs>{defined}</defs></svg>") if defined else svg


def _words(run: str, blanks: set[str]) -> list[tuple[int, Word]]:
    """(where it starts, its letters from there) for each word of a run; a raised letter keeps the whole run out of this."""
    words: list[tuple[int, list[Letter]]] = []
    fresh = True
    for name, x, _ in USE.findall(run):
        if name in blanks:
            fresh = True
            continue
        place = int(x or 0)
        if fresh:
            words.append((place, []))
            fresh = False
        words[-1][1].append((name, place - words[-1][0]))
    return [(start, tuple(letters)) for start, letters in words]


def _pays(shape: Word, times: int) -> bool:
    """Whether a reference is shorter: a letter costs about 22 bytes, a definition 16 more."""
    return len(shape) > 1 and (times - 1) * (len(shape) - 1) * 22 > 16 + 22


def _draw(start: int, shape: Word, known: dict[Word, str]) -> str:
    if shape in known:
        return f'<use href="#{known[shape]}" x="{start}"/>' if start else f'<use href="#{known[shape]}"/>'
    return _letters(start, shape)


def _letters(start: int, shape: Word) -> str:
    return "".join(f'<use href="#{name}" x="{start + place}"/>' if start + place else f'<use href="#{name}"/>' for name, place in shape)
