"""Semantic HTML, element by element: the one place where outside text is escaped. What is not ``Html`` is text, and text is escaped."""

import re
from collections.abc import Iterable

from analysis.display.glyphs import printable

AMPERSAND = re.compile(r"[&<>\"]")
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


class Html(str):
    """HTML of the closed vocabulary (docs/architecture.md, section 4). Shows itself in a notebook; empty where there is nothing to show."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(self)

    def __repr__(self) -> str:
        return f"<Html of {len(self)} characters>" if self else "<nothing to show>"


NOTHING = Html("")

Piece = str | Html | None | Iterable["Piece"]


def escape(text: str) -> Html:
    """Outside text (names, labels, people's words) made safe: markup becomes letters, glyphs the typeface lacks become □."""
    return text if isinstance(text, Html) else Html(AMPERSAND.sub(lambda found: ENTITIES[found[0]], printable(str(text))))


def join(*pieces: Piece) -> Html:
    """The pieces one after another; None and empty ones vanish."""
    flat = []
    for piece in pieces:
        if piece is None:
            continue
        if isinstance(piece, str):
            flat.append(escape(piece))
        elif hasattr(piece, "_repr_html_"):
            flat.append(piece._repr_html_())
        else:
            flat.append(join(*piece))
    return Html("".join(flat))


def el(tag: str, *children: Piece, cls: str | None = None, **attributes: str | int | None) -> Html:
    """One element. ``data_lines`` is written ``data-lines``; attributes that are None are left out."""
    named = {"class": cls, **{name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}}
    words = "".join(f' {name}="{escape(str(value))}"' for name, value in named.items() if value is not None)
    return Html(f"<{tag}{words}>{join(*children)}</{tag}>")


def p(*children: Piece, cls: str | None = None) -> Html:
    return el("p", *children, cls=cls)


def strong(*children: Piece) -> Html:
    return el("strong", *children)


def paragraphs(sentences: Iterable[Piece], cls: str | None = None) -> Html:
    """A paragraph for each piece that says something."""
    return join(p(sentence, cls=cls) for sentence in sentences if sentence)


def bullets(items: Iterable[Piece]) -> Html:
    """An unordered list; nothing where there are no items."""
    made = [el("li", item) for item in items if item]
    return el("ul", made) if made else NOTHING


def terms(pairs: Iterable[tuple[Piece, Piece]]) -> Html:
    """A description list; pairs without a description are left out."""
    made = [join(el("dt", term), el("dd", words)) for term, words in pairs if words]
    return el("dl", made) if made else NOTHING


def callout(kind: str, *children: Piece) -> Html:
    """A boxed remark: ``note``, ``caution`` or ``finding``. Children are paragraphs or lists."""
    return el("div", *children, cls=f"callout {kind}")


def handle(text: str) -> str:
    """A plain id from any words: lower case, Danish letters spelt out, hyphens."""
    plain = text.lower().translate(str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"}))
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return made if made[:1].isalpha() else f"s-{made}"
