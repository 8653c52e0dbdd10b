"""Outside text is escaped in one place; people's Markdown can say nothing the vocabulary does not know."""

import pytest
from fontTools.ttLib import TTFont

from analysis.display.figures.style import FONTS
from analysis.display.glyphs import drawable, printable
from analysis.display.html import Html, bullets, el, escape, handle, join, p, terms
from analysis.display.markdown import authored_html
from analysis.publishing.html_tree import parse
from analysis.publishing.vocabulary import problems

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[tryk](javascript:alert(1))",
    "![billede](https://example.org/x.png)",
    "# Overskrift <b>",
    "```\n<iframe>\n```",
    'a & b < c > d "e"',
    "<div class='cover'>",
    "| a | b |\n|---|---|",
    "---",
    "<!-- skjult -->",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_markup_of_people_reaches_the_page(attack):
    made = el("div", authored_html(f"Før.\n\n{attack}\n\nEfter."), cls="authored")
    tree = parse(el("h1", "x") + made)
    assert problems(tree) == []
    assert {node.tag for node in tree.find("script", "img", "iframe", "b", "table")} == set()


def test_ordinary_markdown_is_kept():
    assert authored_html("Tak til **alle** og *jer*.\n\n- en\n- to") == (
        "<p>Tak til <strong>alle</strong> og <em>jer</em>.</p>\n<ul>\n<li>en</li>\n<li>to</li>\n</ul>"
    )
    assert 'href="https://example.org"' in authored_html("[side](https://example.org)")


def test_text_is_escaped_once_and_html_is_left_alone():
    assert escape('<b> & "x"') == "&lt;b&gt; &amp; &quot;x&quot;"
    assert p("a < b", Html("<em>c</em>")) == "<p>a &lt; b<em>c</em></p>"
    assert el("a", "x", href='"><script>') == '<a href="&quot;&gt;&lt;script&gt;">x</a>'


def test_nothing_gives_nothing():
    assert join(None, "", Html("")) == ""
    assert bullets([None, ""]) == ""
    assert terms([("a", "")]) == ""


def test_the_table_of_glyphs_is_what_the_fonts_have():
    covered = set.intersection(*(set(TTFont(path).getBestCmap()) for path in sorted(FONTS.glob("*.ttf"))))
    assert drawable() <= covered
    assert set(map(ord, "æøåÆØÅéüß–−»«“”’…→←≥≤≈½·□")) <= drawable()


def test_what_the_typeface_lacks_becomes_a_square_and_invisible_marks_go():
    assert printable("glad 😀 barn") == "glad □ barn"
    assert printable("a\u00adb\u200bc\nd") == "abc d"


def test_handles_are_plain():
    assert handle("Ådalen & Mølle 2") == "aadalen-moelle-2"
    assert handle("2019") == "s-2019"
