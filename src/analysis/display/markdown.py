"""People's own texts: Markdown to the closed vocabulary, and nothing but that. Raw HTML becomes letters, pictures their alt text."""

from functools import cache

from analysis.display.html import Html, el, escape, join, p, strong
from analysis.display.numbers import day
from analysis.display.text import say

SAFE_LINKS = ("https://", "http://", "mailto:")


@cache
def _renderer():
    import mistune

    class Plain(mistune.HTMLRenderer):
        """What may stand in a text: paragraphs, emphasis, links, lists, quotations. Headings become bold paragraphs, so none is skipped."""

        def text(self, text: str) -> str:
            return escape(text)

        def heading(self, text: str, level: int, **attributes) -> str:
            return p(strong(Html(text)))

        def link(self, text: str, url: str, title: str | None = None) -> str:
            return el("a", Html(text), href=url) if url.startswith(SAFE_LINKS) else text

        def image(self, text: str, url: str, title: str | None = None) -> str:
            return text

        def codespan(self, text: str) -> str:
            return el("code", Html(text))

        def block_code(self, code: str, info: str | None = None) -> str:
            return p(el("code", code.strip()))

        def linebreak(self) -> str:
            return "<br>"

        def softbreak(self) -> str:
            return " "

        def thematic_break(self) -> str:
            return ""

        def inline_html(self, html: str) -> str:
            return escape(html)

        def block_html(self, html: str) -> str:
            return p(html.strip())

    return mistune.Markdown(Plain(escape=True))


def authored_html(markdown: str) -> Html:
    """Markdown as paragraphs, lists and quotations of the vocabulary."""
    return Html(_renderer()(markdown).strip())


def byline(text: dict, language: str) -> str:
    """``Skrevet af ..., 4. december 2019``."""
    return say("authored.byline", language, author=text["author"], date=day(text["date"], language))


def authored(text: dict, language: str) -> Html:
    """One text with its title and byline, marked as people's words."""
    title = p(strong(text["title"])) if text.get("title") else None
    return el("div", title, authored_html(text["markdown"]), p(byline(text, language), cls="byline"), cls="authored")


def texts(report, section: str) -> Html:
    """What people wrote for ``section`` in the report's language, its references to numbers put in; nothing where they did not.

    Raises ParameterError where a text says of a number what is not shown now (``references.with_numbers``).
    """
    from analysis.display.references import with_numbers

    found = [text for text in report.meta["texts"] if text["section"] == section and text["language"] == report.language]
    return join(authored(text | {"markdown": with_numbers(report, text)}, report.language) for text in found)
