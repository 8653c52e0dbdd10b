"""The words of a PDF, page by page, and what else it carries. Glyphs are read back through each font's own map to Unicode."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from analysis.auditing.drawn import PdfWords, scan, shown

PAIRS = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
RANGES = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
ACTIVE = ("/OpenAction", "/AA", "/AcroForm")
"""Parts of a PDF that do something when it is opened."""
NAMED = ("/JavaScript", "/EmbeddedFiles")


def pages(path: Path) -> list[str]:
    """The text of each page, runs separated by spaces. PdfWords where a font has no map to Unicode."""
    import pikepdf

    fonts: dict = {}
    with pikepdf.open(path) as pdf:
        return [" ".join(_runs(content(page), page.get("/Resources", {}), fonts)) for page in pdf.pages]


def content(page) -> bytes:
    """A page's content, which may lie in several streams: they are one, and a stream's end parts what stands around it."""
    import pikepdf

    streams = page.get("/Contents", [])
    return b"\n".join(stream.read_bytes() for stream in (streams if isinstance(streams, pikepdf.Array) else [streams]))


def carries(path: Path) -> list[str]:
    """Active or attached parts: a report has none."""
    import pikepdf

    with pikepdf.open(path) as pdf:
        found = [name for name in ACTIVE if name in pdf.Root]
        return found + [name for name in NAMED if name in pdf.Root.get("/Names", {})]


def metadata(path: Path) -> list[str]:
    """The words of the document's information and of its alternative texts."""
    import pikepdf

    with pikepdf.open(path) as pdf:
        told = [str(value) for key, value in pdf.docinfo.items() if str(key) not in ("/Creator", "/Producer")]
        return told + _alternatives(pdf.Root.get("/StructTreeRoot"))


def _alternatives(node) -> list[str]:
    import pikepdf

    found, stack = [], [node] if node is not None else []
    while stack:
        one = stack.pop()
        if isinstance(one, pikepdf.Array):
            stack.extend(one)
        elif isinstance(one, pikepdf.Dictionary):
            found += [str(one[name]) for name in ("/Alt", "/ActualText", "/E") if name in one]
            if "/K" in one:
                stack.append(one["/K"])
    return found


@dataclass(frozen=True)
class _Font:
    letters: dict[int, str]
    widths: dict[int, float]
    usual: float

    known: dict[bytes, tuple[str, float]] = field(default_factory=dict)

    def read(self, words: bytes) -> tuple[str, float]:
        """(words, width in thousandths of the size) of what stands before a Tj or TJ; a letter set alone is set so again and again."""
        if words not in self.known:
            parts = [(self._glyphs(part) if isinstance(part, bytes) else ("", -part)) for part in shown(words)]
            self.known[words] = "".join(text for text, _ in parts), sum(width for _, width in parts)
        return self.known[words]

    def _glyphs(self, glyphs: bytes) -> tuple[str, float]:
        codes = [int.from_bytes(glyphs[place : place + 2], "big") for place in range(0, len(glyphs), 2)]
        if unknown := [code for code in codes if code not in self.letters]:
            raise PdfWords(f"{len(unknown)} letters have no meaning in the font's map")
        return "".join(map(self.letters.__getitem__, codes)), sum(self.widths.get(code, self.usual) for code in codes)


Matrix = tuple[float, float, float, float, float, float]
UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _runs(stream: bytes, resources, maps: dict, outer: Matrix = UNMOVED) -> list[str]:
    """The words of a page or of a form drawn on it; letters set one by one, as in pictures, are put together by where they lie."""
    found: list[str] = []
    font, size, place, end = None, 1.0, outer, (0.0, 0.0)
    text, kept = UNMOVED, []
    fonts, drawn, named = resources.get("/Font", {}), resources.get("/XObject", {}), {}

    def named_font(name: str) -> _Font:
        if name not in named:
            named[name] = _font(fonts[name], maps)
        return named[name]

    def say(told: bytes, font: _Font | None, size: float, at: Matrix) -> tuple[float, float]:
        if font is None:
            raise PdfWords("text without a font")
        words, width = font.read(told)
        if found and abs(at[5] - end[1]) < 0.5 and abs(at[4] - end[0]) < 0.15 * size * abs(at[0]):
            found[-1] += words
        else:
            found.append(words)
        return at[4] + width / 1000 * size * at[0], at[5]

    for what, told in scan(stream):
        match what:
            case "alone":
                moved, name, high, at, words = told
                end = say(words, named_font(name), high, _times(at, _times(moved, place)))
            case "words":
                end = say(told, font, size, _times(text, place))
            case "q":
                kept.append(place)
            case "Q":
                place = kept.pop()
            case "cm":
                place = _times(told, place)
            case "BT":
                text = UNMOVED
            case "Tm":
                text = told
            case "Tf":
                font, size = named_font(told[0]), told[1]
            case "Do":
                form = drawn[told]
                if form.get("/Subtype") == "/Form":
                    own = tuple(map(float, form.get("/Matrix", UNMOVED)))
                    found += _runs(form.read_bytes(), form.get("/Resources", resources), maps, _times(own, place))
    return found


def _font(font, maps: dict) -> _Font:
    if font.objgen not in maps or font.objgen == (0, 0):
        if "/ToUnicode" not in font or font.get("/Subtype") != "/Type0":
            raise PdfWords(f"the font {font.get('/BaseFont')} has no map to Unicode")
        inside = font["/DescendantFonts"][0]
        maps[font.objgen] = _Font(_unicode(font["/ToUnicode"].read_bytes()), _widths(inside.get("/W", [])), float(inside.get("/DW", 1000)))
    return maps[font.objgen]


def _widths(listed) -> dict[int, float]:
    """``[first [w w w] first last w ...]``, as PDF writes a font's widths."""
    import pikepdf

    found, left = {}, list(listed)
    while left:
        first = int(left.pop(0))
        if isinstance(left[0], pikepdf.Array):
            found |= {first + offset: float(width) for offset, width in enumerate(left.pop(0))}
        else:
            last, width = int(left.pop(0)), float(left.pop(0))
            found |= dict.fromkeys(range(first, last + 1), width)
    return found


def _unicode(cmap: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for kind, body in BLOCK.findall(cmap):
        if kind == b"bfchar":
            found |= {int(code, 16): _utf16(text) for code, text in PAIRS.findall(body)}
        else:
            for first, last, text in RANGES.findall(body):
                start = _utf16(text)
                for offset in range(int(last, 16) - int(first, 16) + 1):
                    found[int(first, 16) + offset] = start[:-1] + chr(ord(start[-1]) + offset)
    return found


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")
