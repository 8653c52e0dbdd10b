"""What the page's vocabulary does not know is refused, never lost; what it knows arrives."""

import pytest
from publishing.example import BODY, CONTENT, FIGURE, SVG, picture

from analysis.publishing.html_tree import PageError, parse
from analysis.publishing.vocabulary import CLASSES, TAGS, check, problems
from analysis.publishing.walker import to_typst

COVER = '<header class="cover"><h1>T</h1></header>'


def refused(inside: str) -> str:
    with pytest.raises(PageError) as caught:
        check(parse(COVER + inside))
    return str(caught.value)


def test_the_whole_vocabulary_is_accepted():
    assert problems(parse(CONTENT)) == []


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<script>1</script>", "<script> is not in the vocabulary"),
        ("<iframe></iframe>", "<iframe> is not in the vocabulary"),
        ("<aside><p>x</p></aside>", "<aside> is not in the vocabulary"),
        ('<p onclick="x()">x</p>', "unknown attribute 'onclick'"),
        ('<p style="color:red">x</p>', "unknown attribute 'style'"),
        ('<div class="panel">x</div>', "unknown class 'panel'"),
        ("<div>x</div>", "has no class"),
        ('<p><a href="javascript:x">x</a></p>', "leads nowhere"),
        ('<p><a href="#nowhere">x</a></p>', "which is nowhere on the page"),
        ("<h2>a</h2><h4>b</h4>", "a heading level is skipped"),
        ("<h1>another</h1>", "2 h1 headings"),
        ('<p id="a">x</p><p id="a">y</p>', "is used 2 times"),
        ('<figure class="figure"><img src="https://x/y.png" alt="x"></figure>', "an SVG picture"),
        (FIGURE.replace("Trivsel 512 point", " "), "needs a text in alt"),
        (FIGURE.replace(picture(), picture(SVG.replace("</svg>", "</g>"))), "plain marks"),
        (FIGURE.replace(picture(), picture(SVG.replace("</svg>", "<script/></svg>"))), "plain marks"),
        (FIGURE.replace(picture(), picture(SVG.replace("<circle", '<use href="https://x/y"/><circle'))), "plain marks"),
        (FIGURE.replace(picture(), picture(SVG.replace("<circle", '<circle onload="x()"'))), "plain marks"),
        (FIGURE.replace(picture(), picture(SVG.replace("<circle", '<circle style="fill:url(https://x/y)"'))), "plain marks"),
        (FIGURE.replace('alt="Trivsel', f'data-phone="{picture("<svg>")}" alt="Trivsel'), "plain marks"),
        ("<table><tbody><tr><td>1</td></tr></tbody></table>", "is made of caption, thead and tbody"),
        ("<ul><p>x</p></ul>", "holds <p>"),
        ("<p><ul><li>x</li></ul></p>", "which is not running text"),
        ("<li>x</li>", "stands in <root>"),
    ],
)
def test_what_is_outside_is_refused(inside, said):
    assert said in refused(inside)


def test_a_refusal_never_quotes_the_page():
    assert "hemmeligt" not in refused("<marquee>hemmeligt svar</marquee><div>hemmeligt svar</div>")


@pytest.mark.parametrize("bad", ["<p>a<strong>b</p></strong>", "<p>a", "<p>a</p><!-- b -->", "<!DOCTYPE html><p>a</p>"])
def test_what_is_not_well_nested_is_refused(bad):
    with pytest.raises(PageError):
        parse(bad)


def test_every_element_and_class_of_the_vocabulary_has_its_typst():
    """The example uses all of them, so a rule that is forgotten is an error here."""
    tree = parse(CONTENT)
    assert TAGS - {node.tag for node in tree.find(*TAGS)} == set()
    used = {(node.tag, name) for node in tree.find(*TAGS) for name in node.classes}
    missing = {(tag, name) for tag, names in CLASSES.items() for name in names} - used
    assert missing <= {("span", "num"), ("div", "note"), ("div", "finding")}, missing
    assert to_typst(CONTENT, "Tabeller").source


def test_text_is_text_whatever_it_looks_like():
    source = to_typst(COVER + '<p>#pagebreak() $x$ "citat" \\n *fed*</p>', "T").source
    assert r'#"#pagebreak() $x$ \"citat\" \\n *fed*";' in source


def test_white_space_is_collapsed_as_a_browser_does():
    source = to_typst(COVER + "<p>  a \n <strong> b </strong> c </p>", "T").source
    assert '#"a ";#strong[#"b ";];#"c";' in source


def test_twins_become_an_appendix_that_their_figures_point_to():
    source = to_typst(CONTENT, "Tabeller til figurerne").source
    assert source.count("#figure(kind: table") == 2
    assert source.index("Tabeller til figurerne") < source.index("Trivsel i point")
    assert 'twin: ("tabel-1", "1")' in source


def test_row_headers_are_remembered_table_by_table():
    assert to_typst(CONTENT, "T").row_headers == (((True, False), (False,), (False,)), ((True, False), (True, False)))


def test_a_summary_and_its_heading_share_a_page():
    source = to_typst(COVER + BODY, "T").source
    assert source.index("#new-page()") < source.index("Det vigtigste") < source.index("#summary-page")


def test_a_word_too_long_for_a_column_may_break():
    body = to_typst(f'<header class="cover"><h1>x</h1></header><p>Kort og {"abcdefghij" * 5}.</p>', "Tabeller").source
    assert "Kort og abcdefghijab\u00adcdefghijabcd\u00ad" in body


def folded(number: int) -> str:
    table = f"<table><caption>Tabel {number}</caption><thead><tr><th scope=\"col\">Mål</th></tr></thead><tbody><tr>"
    table += "<th scope=\"row\">Trivsel</th></tr></tbody></table>"
    return f'<div class="twin"><details><summary>Fold ud {number}</summary>{table}</details></div>'


def test_tables_kept_for_the_end_are_pointed_to_by_name_or_many_by_their_numbers():
    source = to_typst(COVER + "<p>a</p>" + folded(1) + folded(2), "T").source
    assert 'at-the-end([#"Fold ud 1";], "tabel-1", "1")' in source
    assert 'at-the-end([#"Fold ud 2";], "tabel-2", "2")' in source
    many = to_typst(COVER + "<p>a</p>" + folded(1) + folded(2) + folded(3), "T").source
    assert many.count("#at-the-end(none") == 1
    assert '#at-the-end(none, "tabel-1", "1–3")' in many
    assert many.count("#figure(kind: table") == 3


def test_a_figure_points_to_all_tables_that_follow_it():
    figure = CONTENT[CONTENT.index("<figure") : CONTENT.index("</figure>") + len("</figure>")]
    source = to_typst(COVER + figure + folded(1) + folded(2) + "<p>b</p>", "T").source
    assert 'twin: ("tabel-1", "1–2")' in source
    assert "#at-the-end(" not in source
