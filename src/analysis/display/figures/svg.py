"""A drawn figure as a small, self-contained, byte-identical SVG: letters as outlines, no dates, no random ids, short numbers."""

import base64
import re
from collections import Counter
from io import StringIO
from itertools import count

from analysis.display.figures.svg_words import reuse_words

RC = {"svg.fonttype": "path", "svg.hashsalt": "figure", "path.simplify": True}
NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
GLYPH = re.compile(r'<path id="([^"]+)" d="([^"]*)" transform="scale\(0\.015625\)"\s*/>')
DEFAULTS = {("stroke-linejoin", "miter"), ("stroke-linecap", "butt"), ("stroke-width", "1")}
TEXT_SCALE = re.compile(r"scale\((0\.\d+) (-0\.\d+)\)")
GRID = 48
COARSE = GRID * 0.015625
"""Letters are drawn in units of GRID; matplotlib scales them by 1/64."""
STRONG = re.compile(r'<g id="strong"><g fill="([^"]*)" transform')
STRONG_EDGE = 0.5
"""Width in px of the edge that makes letters strong."""
ALIKE_PATHS = re.compile(r'<path d="M[^"]*"( (?:fill|stroke)[^>]*?)/>(?:<path d="M[^"]*"\1/>)+')
TEXT = re.compile(r'<g fill="([^"]*)" transform="translate\((\S+) (\S+)\)scale\([^)]*\)">')
ALIKE_TEXTS = re.compile(
    r'(?=<g fill="([^"]*)" transform="translate\(\S+ \S+\)scale\((\S+) -\2\)">)'
    r'(?:<g fill="\1" transform="translate\(\S+ \S+\)scale\(\2 -\2\)">(?:(?!</?g\b).)*</g>){2,}'
)
MARKER = re.compile(r'<defs><path id="([^"]+)" d="([^"]*)"[^>]*/></defs><g><use href="#[^"]+"( x="[^"]+" y="[^"]+")([^>]*)/></g>')
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def to_svg(figure) -> str:
    """SVG text of a matplotlib figure (sizes in points are taken as px)."""
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    with matplotlib.rc_context(RC):
        buffer = StringIO()
        FigureCanvasSVG(figure).print_svg(buffer, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return compact(buffer.getvalue())


def compact(svg: str) -> str:
    """The same picture in fewer bytes: what no renderer needs is gone, ids and letters are short, coordinates have one decimal."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>|<defs>\s*<style[^>]*>.*?</style>\s*</defs>", "", svg, flags=re.DOTALL)
    svg = re.sub(r' xmlns:xlink="[^"]*"| version="[^"]*"| clip-path="[^"]*"', "", svg)
    svg = re.sub(r"<defs>\s*<clipPath.*?</clipPath>\s*</defs>", "", svg, flags=re.DOTALL)
    svg = svg.replace("xlink:href", "href")
    svg = GLYPH.sub(lambda found: f'<path id="{found[1]}" d="{_letter(found[2])}"/>', svg)
    svg = TEXT_SCALE.sub(lambda found: f"scale({float(found[1]) * COARSE:g} {float(found[2]) * COARSE:g})", svg)
    svg = re.sub(r'(<svg[^>]*?) width="([\d.]+)pt" height="([\d.]+)pt"', r'\1 width="\2" height="\3"', svg)
    svg = NUMBER.sub(_short, svg)
    svg = re.sub(
        r'(<use href="#[^"]+") transform="translate\((-?[\d.]+) 0\)"/>',
        lambda found: f'{found[1]} x="{float(found[2]) / COARSE:.0f}"/>',
        svg,
    )
    svg = re.sub(r'style="([^"]*)"', _attributes, svg)
    svg = re.sub(r">\s+<", "><", re.sub(r"\s*\n\s*", " ", svg)).replace(" />", "/>").replace(' "', '"')
    svg = STRONG.sub(_strengthened, svg)
    svg = MARKER.sub(_marker, svg)
    svg = re.sub(r'(<use href="#[^"]+" x="[^"]+" y="[^"]+")[^>]*/>', r"\1/>", svg)
    svg = _short_ids(reuse_words(svg))
    svg = re.sub(r'<path d="([^"]*)"', lambda found: f'<path d="{_straight(found[1])}"', svg)
    svg = re.sub(r'(<path d="M[^LHVCQz"]*[LHV][^LHVCQz"]*") fill="none"', r"\1", svg)
    svg = re.sub(r"(?<![\d.])(-?)0\.(\d)", r"\1.\2", svg).replace(") scale(", ")scale(")
    for _ in range(4):
        svg = re.sub(r"<g>(<(?:path|use)[^>]*/>)?</g>", r"\1", svg)
        svg = re.sub(r"<g>(<g [^>]*>(?:(?!</?g\b).)*</g>)</g>", r"\1", svg)
    svg = ALIKE_PATHS.sub(_one_path, svg)
    svg = ALIKE_TEXTS.sub(_one_group, svg)
    return svg.strip()


def _letter(path: str) -> str:
    """A letter's outline on a grid 48 times coarser than matplotlib's (0.06 px off), relative, in the shortest commands there are.

    TrueType curves go through points halfway between their control points: there the next control is the last one mirrored, which ``t``
    says without numbers.
    """
    out, here, control = [], (0, 0), None
    for command, numbers in re.findall(r"([MLQCZz])([^MLQCZz]*)", path):
        if command in "Zz":
            out.append("z")
            control = None
            continue
        values = [round(float(value) / GRID) for value in numbers.split()]
        points = list(zip(values[::2], values[1::2], strict=True))
        x, y = points[-1][0] - here[0], points[-1][1] - here[1]
        if command == "M":
            out.append("M" + _packed(points[0]))
            control = None
        elif command == "L":
            control = None
            out.append(f"v{y}" if not x else f"h{x}" if not y else "l" + _packed((x, y)))
        elif command == "Q":
            mirrored = (2 * here[0] - control[0], 2 * here[1] - control[1]) if control else None
            if mirrored and max(abs(mirrored[0] - points[0][0]), abs(mirrored[1] - points[0][1])) <= 1:
                control = mirrored
                out.append("t" + _packed((x, y)))
            else:
                control = points[0]
                out.append("q" + _packed((control[0] - here[0], control[1] - here[1], x, y)))
        else:
            control = None
            out.append("c" + _packed([place for point in points for place in (point[0] - here[0], point[1] - here[1])]))
        here = points[-1]
    return "".join(out)


def _strengthened(found: re.Match) -> str:
    """A text marked strong: the regular letters with an edge of their own colour, so that a figure carries one set of outlines."""
    return f'<g stroke="{found[1]}" stroke-width="{STRONG_EDGE / 0.15 / COARSE:.0f}"><g fill="{found[1]}" transform'


def _one_path(found: re.Match) -> str:
    """Neighbouring paths that look alike as one."""
    outlines = re.findall(r'd="([^"]*)"', found[0])
    return f'<path d="{"".join(outlines)}"{found[1]}/>'


def _one_group(found: re.Match) -> str:
    """Neighbouring texts of one colour and size: colour and scale once, each text's place in whole units of its letters."""
    colour, scale = found[1], float(found[2])
    inside = TEXT.sub(lambda text: f'<g transform="translate({float(text[2]) / scale:.0f} {-float(text[3]) / scale:.0f})">', found[0])
    return f'<g fill="{colour}" transform="scale({found[2]} -{found[2]})">{inside}</g>'


def _marker(found: re.Match) -> str:
    """A marker's colours once, where its shape is defined."""
    colours = dict(re.findall(r'(fill|stroke|stroke-width)="([^"]*)"', found[4]))
    return (
        f'<defs><path id="{found[1]}" d="{_straight(found[2])}" '
        + " ".join(f'{name}="{value}"' for name, value in sorted(colours.items()))
        + f'/></defs><use href="#{found[1]}"{found[3]}/>'
    )


def _straight(path: str) -> str:
    """A path of straight lines with relative, level and upright strokes; others only without needless spaces."""
    pieces = re.findall(r"([MLCQz])([^MLCQz]*)", path)
    if any(command in "CQ" for command, _ in pieces):
        return re.sub(r" (?=-)", "", re.sub(r"([MLCQz]) ", r"\1", path)).strip()
    out, x, y = [], 0.0, 0.0
    for command, numbers in pieces:
        if command == "z":
            out.append("z")
            continue
        to_x, to_y = (float(number) for number in numbers.split())
        if command == "M":
            out.append(f"M{to_x:g} {to_y:g}")
        elif to_y == y:
            out.append(f"H{to_x:g}")
        elif to_x == x:
            out.append(f"V{to_y:g}")
        else:
            out.append(f"L{to_x:g} {to_y:g}")
        x, y = to_x, to_y
    return "".join(out)


def _packed(values) -> str:
    """Numbers with no more between them than is needed to tell them apart."""
    words = "".join(str(value) if value < 0 else f" {value}" for value in values)
    return words.lstrip(" ")


def _attributes(found: re.Match) -> str:
    """``style`` as attributes, defaults left out."""
    pairs = [piece.strip().split(": ", 1) for piece in found[1].split(";") if piece.strip()]
    return " ".join(f'{name}="{value}"' for name, value in pairs if (name, value) not in DEFAULTS)


def _short(found: re.Match) -> str:
    """At most one decimal, but four below one (scales such as 0.15)."""
    value = float(found[0])
    written = f"{value:.1f}" if abs(value) >= 1 else f"{value:.4f}"
    written = written.rstrip("0").rstrip(".")
    return "0" if written in ("-0", "") else written


def _short_ids(svg: str) -> str:
    """Ids, the commonest first, as a, b, ..., Z, aa, ...; only those something refers to are kept."""
    used = [name for name, _ in Counter(re.findall(r'(?:href="#|url\(#)([^")]+)', svg)).most_common()]
    names = {old: _letters(number) for old, number in zip(used, count(), strict=False)}
    svg = re.sub(r' id="([^"]+)"', lambda found: f' id="{names[found[1]]}"' if found[1] in names else "", svg)
    svg = re.sub(r'href="#([^"]+)"', lambda found: f'href="#{names[found[1]]}"', svg)
    return re.sub(r"url\(#([^)]+)\)", lambda found: f"url(#{names[found[1]]})", svg)


def _letters(number: int) -> str:
    high, low = divmod(number, len(LETTERS))
    return (LETTERS[high - 1] if high else "") + LETTERS[low]


def data_uri(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
