"""Letters inside pictures, drawn once: a figure's text reaches the PDF as outlines, each letter written out again wherever it stands.

A letter that is repeated becomes a form object that the page calls. Nothing looks different, and a report of fifty figures weighs a third.
"""

import re
from collections import Counter

from pikepdf import Array, Dictionary, Name, Pdf, Stream

FEWEST = 3
"""Times an outline must stand in the document before a form of its own pays."""
OUTLINE = re.compile(
    rb"\bq\s+(?P<place>-?[\d.]+ 0 0 -?[\d.]+ -?[\d.]+ -?[\d.]+ cm)\s*(?P<colour>/c\d+ cs [\d. ]+ scn)\s+"
    rb"(?P<path>[-\d.\smlch]{80,}?)\s*(?P<fill>f\*?)\s+Q\b"
)
"""As Typst writes a filled path of an SVG: a scale and a place, a colour, lines and curves, fill."""
NUMBER = re.compile(rb"-?\d*\.?\d+")


def share_glyphs(pdf: Pdf) -> int:
    """Replace repeated outlines on every page by forms; returns how many forms there are. Same document, same names in the same order."""
    pages = [(page, content, list(OUTLINE.finditer(content))) for page, content in _contents(pdf)]
    counts = Counter(_outline(found) for _, _, outlines in pages for found in outlines)
    forms: dict[bytes, tuple[bytes, Stream]] = {}
    for page, content, outlines in pages:
        parts, end, used = [], 0, {}
        for found in outlines:
            outline = _outline(found)
            if counts[outline] < FEWEST:
                continue
            if outline not in forms:
                forms[outline] = (b"LG%d" % len(forms), _form(pdf, outline))
            name, form = forms[outline]
            used[name] = form
            parts += [content[end : found.start()], b"q %s%s/%s Do Q" % (found["place"], found["colour"], name)]
            end = found.end()
        if used:
            page.Contents = pdf.make_stream(b"".join([*parts, content[end:]]))
            if "/XObject" not in page.Resources:
                page.Resources.XObject = Dictionary()
            for name, form in sorted(used.items()):
                page.Resources.XObject[Name("/" + name.decode())] = form
    return len(forms)


def _contents(pdf: Pdf) -> list[tuple]:
    return [(page, page.Contents.read_bytes()) for page in pdf.pages if isinstance(page.get("/Contents"), Stream)]


def _outline(found: re.Match) -> bytes:
    return found["path"] + b" " + found["fill"]


def _form(pdf: Pdf, outline: bytes) -> Stream:
    numbers = [float(number) for number in NUMBER.findall(outline)]
    across, up = numbers[0::2], numbers[1::2]
    form = pdf.make_stream(outline)
    form.Type, form.Subtype = Name.XObject, Name.Form
    form.BBox = Array([min(across) - 1, min(up) - 1, max(across) + 1, max(up) + 1])
    form.Resources = Dictionary()
    return form
