"""The page around the content: what it says about itself, its table of contents, and the HTML shell."""

import base64
import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from analysis.publishing.faces import face_css
from analysis.publishing.words import Words, words

METADATA = "laeringsrapport"
"""Key of the notebook metadata a run writes and the exporters read."""

PICTURE = re.compile(r"<img [^>]*>")
DRAWING = re.compile(r'(src|data-phone)="data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)"')
ALT = re.compile(r'alt="([^"]*)"')
DRAWN = re.compile(r"^<svg\s*([^>]*)>")

TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
CAPTION = re.compile(r"<caption[^>]*>(.*?)</caption>", re.DOTALL)
NARROW = 2
"""Columns of a table that every phone holds."""

LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss"})
HEADING = re.compile(r"<h([234])((?:\s[^>]*)?)>(.*?)</h\1>", re.DOTALL)
COVER_END = re.compile(r"(<header class=\"cover\".*?</header>)", re.DOTALL)


LAYOUTS = {
    "centre-profile": "sheet", "dialogue-cards": "sheet",  # read in three minutes, or cut to pieces: no cover page, no page of contents
    "brief": "leaf", "parents-page": "leaf",  # one side of paper
    "method-report": "record",  # wide tables: pages lie down
}


@dataclass(frozen=True)
class PageFacts:
    """What a page says about itself. Every field has a default, so that an executed notebook can be exported by hand."""

    title: str = ""
    """The page's h1 unless the metadata say otherwise."""
    language: str = "da"
    audience: str = "internal"
    status: str = "udkast"
    synthetic: bool = False
    municipality: str = ""
    report_id: str = ""
    publisher: str = ""
    report: str = "learning-report"

    @classmethod
    def from_metadata(cls, metadata: Mapping) -> "PageFacts":
        """The facts a run wrote into the notebook; keys it did not write keep their defaults."""
        told = metadata.get(METADATA, {})
        return cls(**{name: told[name] for name in cls.__dataclass_fields__ if name in told})

    @property
    def words(self) -> Words:
        return words(self.language)

    @property
    def layout(self) -> Literal["booklet", "sheet", "leaf", "record"]:
        return LAYOUTS.get(self.report, "booklet")

    @property
    def audience_mark(self) -> str:
        return self.words.audience_mark(self.audience)

    @property
    def synthetic_mark(self) -> str:
        return self.words.synthetic.format(name=self.municipality or self.words.places) if self.synthetic else ""

    @property
    def draft_mark(self) -> str:
        return self.words.draft_mark if self.status == "udkast" else ""


@dataclass(frozen=True)
class Heading:
    level: int
    id: str
    text: str


def slug(text: str) -> str:
    """``Børnenes trivsel`` as ``boernenes-trivsel``."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "afsnit"


def with_heading_ids(content: str) -> tuple[str, list[Heading]]:
    """``content`` with an id on every h2-h4, and the headings in order. Ids people wrote are kept; twins are numbered."""
    taken = set(re.findall(r"\sid=\"([^\"]+)\"", content)) | {"indhold"}
    found: list[Heading] = []

    def give(match: re.Match) -> str:
        level, attributes, inside = int(match[1]), match[2] or "", match[3]
        text = " ".join(html.unescape(re.sub(r"<[^>]+>", "", inside)).split())
        own = re.search(r"\sid=\"([^\"]+)\"", attributes)
        if own:
            name = own[1]
        else:
            base = slug(text)
            base = base if base[0].isalpha() else f"afsnit-{base}"
            name, number = base, 2
            while name in taken:
                name, number = f"{base}-{number}", number + 1
            taken.add(name)
            attributes += f' id="{name}"'
        found.append(Heading(level, name, text))
        return f"<h{level}{attributes}>{inside}</h{level}>"

    return HEADING.sub(give, content), found


def drawn_in(content: str) -> str:
    """Pictures as part of the page itself: their letters are the page's, a narrow screen gets the picture drawn for it."""
    return PICTURE.sub(lambda found: _picture(found[0]), content)


def _picture(image: str) -> str:
    """One image to a reader, whichever of its two drawings the screen shows."""
    drawings = dict(DRAWING.findall(image))
    kinds = {"src": "page", "data-phone": "phone"} if len(drawings) == 2 else {"src": "only"}
    inside = "".join(
        DRAWN.sub(lambda found, kind=kind: f'<svg class="{kind}" aria-hidden="true" {_own(found[1])}>', _svg(drawings[name]))
        for name, kind in kinds.items()
    )
    return f'<div class="picture" role="img" aria-label="{ALT.search(image)[1] if ALT.search(image) else ""}">{inside}</div>'


def scrollable(content: str) -> str:
    """Tables of more columns than a phone holds, each in a frame that scrolls and that a keyboard reaches."""
    return TABLE.sub(lambda found: _frame(found[0]) if found[0].partition("</thead>")[0].count("<th ") > NARROW else found[0], content)


def _frame(table: str) -> str:
    caption = CAPTION.search(table)
    words = re.sub(r"<[^>]+>", "", caption[1]) if caption else ""
    return f'<div class="scroll" role="group" tabindex="0" aria-label="{words.replace(chr(34), "&quot;")}">{table}</div>'


def _svg(code: str) -> str:
    return base64.b64decode(code).decode("utf-8")


def _own(attributes: str) -> str:
    """What an SVG inside a page must still say: the rest it inherits."""
    return re.sub(r'(?:xmlns|font-family|width|height)="[^"]*" ?', "", attributes).strip()


@cache
def _asset(name: str) -> str:
    return resources.files("analysis.publishing").joinpath(f"assets/{name}").read_text(encoding="utf-8")


@cache
def _shell():
    import jinja2

    return jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined).from_string(
        _asset("page.html.j2")
    )


@cache
def _css() -> str:
    """The style sheet without its comments and indentation."""
    plain = re.sub(r"/\*.*?\*/", "", _asset("report.css"), flags=re.DOTALL)
    return re.sub(r"\s*\n\s*", "\n", plain).strip()


def _css_string(text: str) -> str:
    """A CSS string that can hold any text and never ends the style element."""
    return '"' + "".join(char if char.isalnum() or char in " -.,–" else f"\\{ord(char):x} " for char in text) + '"'


def assemble(content: str, facts: PageFacts, css: str = "") -> str:
    """One file: the content inside its page, with landmarks, skip link, contents and marks. No script, nothing from outside.

    ``css``: rules of this page alone, after those of every page.
    """
    import markupsafe

    content, headings = with_heading_ids(content)
    content = scrollable(drawn_in(content))
    parts = COVER_END.split(content, maxsplit=1)
    cover, body = (parts[1], parts[0] + parts[2]) if len(parts) == 3 else ("", content)
    marks = " · ".join(mark for mark in (facts.audience_mark, facts.synthetic_mark, facts.draft_mark) if mark)
    return _shell().render(
        facts=facts,
        words=facts.words,
        css=markupsafe.Markup(_css() + face_css(content) + css),
        cover=markupsafe.Markup(cover.strip()),
        body=markupsafe.Markup(body.strip()),
        headings=[heading for heading in headings if heading.level == 2],
        print_title=markupsafe.Markup(_css_string(facts.title)),
        print_marks=markupsafe.Markup(_css_string(marks)),
        print_page=markupsafe.Markup(_css_string(facts.words.page + " ")),
        print_of=markupsafe.Markup(_css_string(f" {facts.words.of} ")),
    )
