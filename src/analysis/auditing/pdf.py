"""The words of a PDF, page by page, and what else it carries. Glyphs are read back through each font's own map to Unicode."""

import re
from pathlib import Path

PAIRS = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>(?!\s*<)")
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


def _runs(holder, resources, maps: dict) -> list[str]:
    """The text runs of a page or of a form drawn on it."""
    import pikepdf

    found, font = [], None
    fonts, drawn = resources.get("/Font", {}), resources.get("/XObject", {})
    for operands, operator in pikepdf.parse_content_stream(holder):
        name = str(operator)
        if name == "Tf":
            font = _map(fonts[str(operands[0])], maps)
        elif name in ("Tj", "'", '"'):
            found.append(_decoded(bytes(operands[-1]), font))
        elif name == "TJ":
            found.append("".join(_decoded(bytes(part), font) for part in operands[0] if isinstance(part, pikepdf.String)))
        elif name == "Do":
            form = drawn[str(operands[0])]
            if form.get("/Subtype") == "/Form":
                found += _runs(form, form.get("/Resources", resources), maps)
    return found


def _decoded(glyphs: bytes, font: dict[int, str] | None) -> str:
    if font is None:
        raise PdfWords("text without a font")
    return "".join(font.get(int.from_bytes(glyphs[place : place + 2], "big"), "\ufffd") for place in range(0, len(glyphs), 2))


def _map(font, maps: dict) -> dict[int, str]:
    if font.objgen not in maps or font.objgen == (0, 0):
        if "/ToUnicode" not in font or font.get("/Subtype") != "/Type0":
            raise PdfWords(f"the font {font.get('/BaseFont')} has no map to Unicode")
        maps[font.objgen] = _unicode(font["/ToUnicode"].read_bytes())
    return maps[font.objgen]


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
