"""The words of a PDF, page by page, and what else it carries. Glyphs are read back through each font's own map to Unicode."""

import re
from dataclasses import dataclass
from pathlib import Path

PAIRS = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
RANGES = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
ACTIVE = ("/OpenAction", "/AA", "/AcroForm")
"""Parts of a PDF that do something when it is opened."""
NAMED = ("/JavaScript", "/EmbeddedFiles")


class PdfWords(ValueError):
    """A PDF whose words cannot be read back; an unread page is not a clean one."""


def pages(path: Path) -> list[str]:
    """The text of each page, runs separated by spaces. PdfWords where a font has no map to Unicode."""
    import pikepdf

    with pikepdf.open(path) as pdf:
        return [" ".join(_runs(page, page.get("/Resources", {}), {})) for page in pdf.pages]


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

    def read(self, glyphs: bytes) -> tuple[str, float]:
        """(words, width in thousandths of the size)."""
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


def _runs(holder, resources, maps: dict, outer: Matrix = UNMOVED) -> list[str]:
    """The words of a page or of a form drawn on it; letters set one by one, as in pictures, are put together by where they lie."""
    import pikepdf

    found: list[str] = []
    font, size, place, end = None, 1.0, outer, (0.0, 0.0)
    text, kept = UNMOVED, []
    fonts, drawn = resources.get("/Font", {}), resources.get("/XObject", {})
    for operands, operator in pikepdf.parse_content_stream(holder, "q Q cm BT Tm Tf Tj TJ ' \" Do"):
        match str(operator):
            case "q":
                kept.append(place)
            case "Q":
                place = kept.pop()
            case "cm":
                place = _times(tuple(map(float, operands)), place)
            case "BT":
                text = UNMOVED
            case "Tm":
                text = tuple(map(float, operands))
            case "Tf":
                font, size = _font(fonts[str(operands[0])], maps), float(operands[1])
            case "Do":
                form = drawn[str(operands[0])]
                if form.get("/Subtype") == "/Form":
                    own = tuple(map(float, form.get("/Matrix", UNMOVED)))
                    found += _runs(form, form.get("/Resources", resources), maps, _times(own, place))
            case _:
                if font is None:
                    raise PdfWords("text without a font")
                words, width = _shown(operands[-1], font)
                at = _times(text, place)
                close = abs(at[5] - end[1]) < 0.5 and abs(at[4] - end[0]) < 0.15 * size * abs(at[0])
                if close and found:
                    found[-1] += words
                else:
                    found.append(words)
                end = at[4] + width / 1000 * size * at[0], at[5]
    return found


def _shown(parts, font: _Font) -> tuple[str, float]:
    import pikepdf

    words, width = "", 0.0
    for part in parts if isinstance(parts, pikepdf.Array) else [parts]:
        if isinstance(part, pikepdf.String):
            more, wide = font.read(bytes(part))
            words, width = words + more, width + wide
        else:
            width -= float(part)
    return words, width


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
