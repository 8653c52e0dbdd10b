"""The HTML page: one file, no scripts, nothing from outside, landmarks, one h1, marks that cannot be overlooked."""

import re
from html.parser import HTMLParser

import pytest
from publishing.example import CONTENT, SVG, code, hand_made, notebook, picture

from analysis.publishing.exporters import ReportHtmlExporter
from analysis.publishing.html_tree import PageError
from analysis.publishing.page import METADATA, PageFacts, assemble, scrollable, slug, with_heading_ids
from analysis.publishing.words import WORDS

FACTS = PageFacts(title="Læringsrapport", audience="administration", status="udkast", synthetic=True, municipality="Billund Kommune")


class Tags(HTMLParser):
    def __init__(self, page: str):
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def of(self, *names: str) -> list[dict]:
        return [attributes for tag, attributes in self.tags if tag in names]


@pytest.fixture(scope="module")
def page() -> str:
    return assemble(CONTENT, FACTS)


def test_one_language_one_h1_and_landmarks(page):
    tags = Tags(page)
    assert tags.of("html") == [{"lang": "da"}]
    assert len(tags.of("h1")) == 1
    assert [len(tags.of(name)) for name in ("main", "nav", "footer", "title")] == [1, 1, 1, 1]


def test_nothing_runs_and_nothing_is_fetched(page):
    tags = Tags(page)
    assert tags.of("script", "iframe", "object", "link", "form", "input", "button") == []
    (policy,) = [meta["content"] for meta in tags.of("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; font-src data:;")
    assert not [attributes for _, attributes in tags.tags if "src" in attributes]
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    assert not re.search(r"@import|url\((?!data:font/woff;base64,)|https?://", style)
    assert not [name for _, attributes in tags.tags for name in attributes if name.startswith("on")]


def test_the_skip_link_comes_first_and_leads_to_the_content(page):
    tags = Tags(page)
    assert tags.of("a")[0] == {"class": "skip", "href": "#indhold"}
    assert tags.of("main")[0]["id"] == "indhold"


def test_the_contents_are_made_of_the_headings(page):
    entries = re.search(r"<nav.*?</nav>", page, re.DOTALL)[0]
    for heading in ("Det vigtigste på én side", "Børnenes svar", "Metode og forbehold"):
        assert f'<a href="#{slug(heading)}">{heading}</a>' in entries
        assert f'<h2 id="{slug(heading)}">' in page


def test_headings_of_the_same_words_get_ids_of_their_own():
    content, headings = with_heading_ids("<h2>Trivsel</h2><h3>Trivsel</h3><h2 id='x' >Æ Ø Å</h2><h2>2019</h2>".replace("'", '"'))
    assert [heading.id for heading in headings] == ["trivsel", "trivsel-2", "x", "afsnit-2019"]
    assert content.count("<h2 id=") == 3


def test_the_marks_stand_on_the_page_and_in_print(page):
    visible = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    bar = re.search(r'<header class="bar">.*?</header>', visible, re.DOTALL)[0]
    for mark in ("Ikke til offentliggørelse", "Syntetiske data – ikke resultater fra Billund Kommune", "Udkast"):
        assert mark in bar
    assert (
        re.search(r'@top-right \{ content: "Ikke til offentligg\\f8 relse \\b7 [^"]*Syntetiske data', page)
        or "Syntetiske data" in page.split("@page {")[-1]
    )
    assert 'class="watermark"' in page


def test_a_final_public_report_of_real_data_bears_no_mark():
    page = assemble(CONTENT, PageFacts(title="T", audience="public", status="endelig"))
    assert 'watermark"' not in page
    assert 'bar-synthetic"' not in page
    assert "offentliggørelse" not in page


def test_a_picture_is_part_of_the_page_and_one_image_to_a_reader(page):
    (about,) = [attributes for attributes in Tags(page).of("div") if attributes.get("class") == "picture"]
    assert about == {"class": "picture", "role": "img", "aria-label": "Trivsel 512 point"}
    drawn = re.search(r'<svg class="only" aria-hidden="true" (viewBox="[^"]*")>(.*?)</svg>', page, re.DOTALL)
    assert drawn[1] in SVG
    assert drawn[2] in SVG


def test_a_table_wider_than_a_phone_scrolls_and_can_be_reached():
    columns = "".join(f'<th scope="col">{name}</th>' for name in "abc")
    wide = f"<table><caption>Svar &amp; <em>point</em></caption><thead><tr>{columns}</tr></thead><tbody></tbody></table>"
    assert scrollable(wide) == f'<div class="scroll" role="group" tabindex="0" aria-label="Svar &amp; point">{wide}</div>'
    narrow = wide.replace('<th scope="col">c</th>', "")
    assert scrollable(narrow) == narrow



def test_a_narrow_screen_gets_the_picture_drawn_for_it():
    both = CONTENT.replace(f'src="{picture()}"', f'src="{picture()}" data-phone="{picture(SVG.replace("320", "200"))}"')
    page = assemble(both, FACTS)
    assert re.findall(r'<svg class="(\w+)" aria-hidden="true" viewBox="0 0 (\d+) 60">', page) == [("page", "320"), ("phone", "200")]
    assert len([1 for attributes in Tags(page).of("div") if attributes.get("role") == "img"]) == 1


def test_the_skeleton_is_small():
    skeleton = assemble('<header class="cover"><h1>T</h1></header><p>x</p>', FACTS)
    assert len(skeleton.encode()) < 60_000


def test_every_word_of_the_page_is_there_in_every_language():
    assert {language: set(words.audience_marks) for language, words in WORDS.items()} == {
        language: set(WORDS["da"].audience_marks) for language in WORDS
    }
    english = assemble(
        CONTENT, PageFacts(title="T", language="en", audience="administration", synthetic=True, municipality="Billund Kommune")
    )
    assert "Not for publication" in english
    assert "Synthetic data – not results from Billund Kommune" in english


def executed(*cells):
    """A notebook as it is after its run, made by hand."""
    made = notebook(code('shown = "x"', "parameters"), *cells)
    made.metadata[METADATA] = {"language": "da", "audience": "public", "status": "endelig"}
    return made


def shows(html: str):
    cell = code("show()")
    cell.outputs = [
        {"output_type": "execute_result", "data": {"text/html": html, "text/plain": "secret"}, "metadata": {}, "execution_count": 1}
    ]
    return cell


def test_the_exporter_joins_cells_and_leaves_out_code_streams_and_plain_text():
    noisy = code("print('hemmeligt')")
    noisy.outputs = [{"output_type": "stream", "name": "stdout", "text": "hemmeligt"}]
    only = hand_made("Til den, der arbejder i notebooken")
    only.metadata["tags"] = ["notebook-only"]
    page, _ = ReportHtmlExporter().from_notebook_node(executed(shows(CONTENT), hand_made("## Efter\n\nTekst med **fed**."), noisy, only))
    assert "<title>Læringsrapport for Billund Kommune 2019</title>" in page
    assert '<h2 id="efter">Efter</h2>' in page
    assert "<strong>fed</strong>" in page
    for absent in ("hemmeligt", "secret", "show()", 'shown = "x"', "Til den, der arbejder"):
        assert absent not in page


def test_a_notebook_with_an_error_is_no_report():
    broken = code("1/0")
    broken.outputs = [{"output_type": "error", "ename": "ZeroDivisionError", "evalue": "hemmeligt", "traceback": ["hemmeligt"]}]
    with pytest.raises(PageError, match="ZeroDivisionError") as caught:
        ReportHtmlExporter().from_notebook_node(executed(shows(CONTENT), broken))
    assert "hemmeligt" not in str(caught.value)


def test_the_exporters_are_registered():
    from nbconvert.exporters import get_exporter

    assert get_exporter("laeringsrapport-html") is ReportHtmlExporter
    assert get_exporter("laeringsrapport-pdf").__name__ == "ReportPdfExporter"


def test_prose_of_a_section_without_content_is_left_out():
    import nbformat.v4 as v4

    from analysis.publishing.exporters import ContentExporter

    def section(name: str, html: str):
        tags = {"tags": [f"section:{name}"]}
        outputs = [v4.new_output("display_data", data={"text/html": html})] if html else []
        return [v4.new_markdown_cell(f"Prosa om {name}.", metadata=tags), v4.new_code_cell("", outputs=outputs, metadata=tags)]

    cells = [v4.new_code_cell("", outputs=[v4.new_output("display_data", data={"text/html": "<h1>Rapport</h1>"})])]
    notebook = v4.new_notebook(cells=[*cells, *section("fuld", "<p>Tal.</p>"), *section("tom", "")])
    page = ContentExporter().content(notebook).html
    assert "Prosa om fuld" in page
    assert "Prosa om tom" not in page
    assert len(notebook.cells) == 5, "the notebook itself is left as it was"
