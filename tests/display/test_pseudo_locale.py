"""A language in which every catalogue entry and every word of the parameters stands in ‹marks›: what stands outside escaped translation."""

import base64
import re
from xml.etree import ElementTree

import pytest
from babel import Locale
from display import example

from analysis.display import numbers, text
from analysis.publishing.html_tree import Node, parse
from notebooks import running

MARKED = re.compile(r"‹[^‹›]*›")
NOTEBOOKS = ("learning-report", "centre-profile", "development-report", "network-report", "programme-report", "brief", "parents-page",
             "dialogue-cards")
BABEL = {*Locale("da").months["format"]["wide"].values(), "og"}
"""Months and the word of a list come from Babel, by language."""
AUTHORS = {"Hansen", "Jensen"}
"""Of the example's publication: a reference is the same in every language."""
HANDLES = re.compile(r"[a-z0-9.]+(?:[-/][a-z0-9.-]+)+|doi\.org/\S+|[a-z.]+@[a-z.]+|\.passport\.json")
"""Report ids, addresses and file names are the same in every language."""


def marked(value):
    """Parameters with all their words marked: texts in languages, names, and what people wrote."""
    if isinstance(value, dict):
        if value and set(value) <= {"da", "en"}:
            return {language: f"‹{words}›" if words else words for language, words in value.items()}
        told = {"author", "title", "outlet", "markdown", *(["name"] if "slug" in value else [])}
        return {key: f"‹{one}›" if key in told and isinstance(one, str) else marked(one) for key, one in value.items()}
    return [marked(one) for one in value] if isinstance(value, list) else value


@pytest.fixture
def pseudo(monkeypatch):
    """The catalogues with every form marked; the notebooks' prose, which has a test of its own, left out."""
    real = text.catalogue
    marks = {language: {key: tuple(f"‹{form}›" for form in forms) for key, forms in real(language).items()} for language in ("da", "en")}
    monkeypatch.setattr(text, "catalogue", marks.__getitem__)
    for words in (numbers.UNTIL, numbers.OF):  # what stands between two numbers is chosen with the decimal mark
        for language in words:
            monkeypatch.setitem(words, language, f"‹{words[language]}›")
    monkeypatch.setattr(running, "translate_markdown", lambda source, language: "")


def words_of(node: Node):
    """Every text a reader or a screen reader could meet, pictures among them."""
    for child in node.children:
        if isinstance(child, str):
            yield child
        else:
            yield child.attributes.get("alt", "")
            for name in ("src", "data-phone"):
                if name in child.attributes:
                    drawing = ElementTree.fromstring(base64.b64decode(child.attributes[name].partition(",")[2]))
                    yield " ".join(" ".join(element.itertext()) for element in drawing.iter() if element.tag.endswith("text"))
            yield from words_of(child)


def unmarked(words: str) -> str:
    while MARKED.search(words):
        words = MARKED.sub(" ", words)
    return HANDLES.sub(" ", words)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_no_word_escapes_the_catalogues(pseudo, opened, root, name):
    meta = marked(example.administration()) | {"texts": []}  # what people wrote is theirs
    html = running.page(root / "notebooks" / f"{name}.ipynb", opened(meta))
    escaped = {found for words in words_of(parse(html)) for found in re.findall(r"[A-Za-zÆØÅæøå]{2,}", unmarked(words))}
    assert escaped - BABEL - AUTHORS == set()


def test_a_word_that_escapes_is_seen():
    tree = parse('<h1>‹Titel: ‹navn››</h1><p>‹Fra› løs <img alt="‹a› b2 her" src=""></p>'.replace(' src=""', ""))
    assert {found for words in words_of(tree) for found in re.findall(r"[a-zæøå]{2,}", unmarked(words))} == {"løs", "her"}
